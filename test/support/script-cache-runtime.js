// @ts-check
"use strict";

const { Script } = require("node:vm");
const Runtime = require("jest-runtime").default;

/**
 * What this replaces of jest-runtime, which is in no documentation; test/script-cache.test.js notices a change.
 *
 * @typedef {object} Executor
 * @property {readonly string[]} injectedModuleParameters the parameters of the function around a module
 * @property {{ getVmContext(): import("node:vm").Context | null }} environment the sandbox of a test file
 * @property {(source: string, file: string) => Function | null} compile returns that function; null if the sandbox is gone
 */

/**
 * The compiled modules of this worker, by file.
 *
 * @type {Map<string, { text: string; script: Script }>}
 */
const compiled = new Map();

/**
 * Compiles a module once for all test files of a worker. Jest compiles it once more for each of them, which was a sixth of the processor
 * time of the unit tests. Each test file still runs the module in a sandbox of its own, and no state is shared
 * (docs/adr/0063-compile-modules-once-a-worker.md).
 */
class ScriptCacheRuntime extends Runtime {
  /** @param {ConstructorParameters<typeof Runtime>} args */
  constructor(...args) {
    super(...args);
    /** @type {Executor} */
    const executor = /** @type {any} */ (this).executor;
    const compile = executor.compile.bind(executor);
    const head = `(function (${executor.injectedModuleParameters.join()}) {`;
    executor.compile = (source, file) => {
      const context = executor.environment.getVmContext();
      if (context === null) return null;
      const script = scriptOf(file, head, source);
      // Jest itself says best what is wrong with a module that can't be compiled.
      return script?.runInContext(context) ?? compile(source, file);
    };
  }
}

/**
 * The compiled module; undefined if it is not valid.
 *
 * @param {string} file
 * @param {string} head
 * @param {string} source
 */
function scriptOf(file, head, source) {
  const text = `${head}${source}\n})`;
  const known = compiled.get(file);
  if (known?.text === text) return known.script;
  try {
    // Positions in the first line count without the head.
    const script = new Script(text, { filename: file, columnOffset: -head.length });
    compiled.set(file, { text, script });
    return script;
  } catch {
    return undefined;
  }
}

module.exports = ScriptCacheRuntime;

// @ts-check
const { execFileSync } = require("node:child_process");
const { mkdtempSync, realpathSync, rmSync, writeFileSync } = require("node:fs");
const { tmpdir } = require("node:os");
const { dirname, join } = require("node:path");

const runtime = join(__dirname, "support", "script-cache-runtime.js");

/** Counts what Node.js compiles of the project, and prints it at the end. */
const counter = `
const vm = require("node:vm");
const compiled = {};
const count = (file) => file.startsWith(__dirname) && (compiled[file.slice(__dirname.length + 1)] ??= 0, compiled[file.slice(__dirname.length + 1)]++);
const { compileFunction, Script } = vm;
vm.compileFunction = (text, names, options) => (count(options.filename), compileFunction(text, names, options));
vm.Script = class extends Script {
  constructor(text, options) {
    super(text, options);
    count(options.filename);
  }
};
process.on("exit", () => process.stdout.write(JSON.stringify(compiled)));
`;

/** A test file that reads and changes the state of the module both test files import. */
const testFile = `
const shared = require("./shared.js");
test("has a sandbox of its own", () => {
  expect(shared.count()).toBe(1);
  expect(globalThis.seen).toBe(1);
});
test("has the positions of its text", () => {
  expect(shared.thrown().stack).toContain("shared.js:1:33)");
});
`;

const project = realpathSync(mkdtempSync(join(tmpdir(), "script-cache-")));

afterAll(() => rmSync(project, { recursive: true }));

/**
 * Runs two test files that import the same module in one process.
 *
 * @param {object} configuration
 * @returns {Record<string, number>} how often each file was compiled
 */
function compilations(configuration) {
  const files = {
    "counter.js": counter,
    "shared.js":
      'exports.thrown = () => { return new Error("x"); }; let n = 0; exports.count = () => ((globalThis.seen = (globalThis.seen ?? 0) + 1), ++n);',
    "a.test.js": testFile,
    "b.test.js": testFile,
    "jest.config.js": `module.exports = ${JSON.stringify({ transform: {}, ...configuration })};`,
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(project, name), text);
  const jest = join(dirname(require.resolve("jest/package.json")), "bin", "jest.js");
  const args = ["--require", join(project, "counter.js"), jest, "--runInBand", "--silent", "--no-cache"];
  return JSON.parse(execFileSync(process.execPath, args, { cwd: project, encoding: "utf8", stdio: "pipe" }));
}

test("test files of a worker share a module's compiled code, and not its state", () => {
  expect(compilations({ runtime })).toEqual({ "a.test.js": 1, "b.test.js": 1, "shared.js": 1 });
});

test("jest itself compiles a module for each test file", () => {
  expect(compilations({})).toEqual({ "a.test.js": 1, "b.test.js": 1, "shared.js": 2 });
});

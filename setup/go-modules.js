// @ts-check
"use strict";

const { createHash } = require("node:crypto");
const fs = require("node:fs");
const path = require("node:path");
const { SetupFailure } = require("./failure.js");
const { run, findExecutable, lastLines } = require("./processes.js");
const { filesHash } = require("./sources.js");
const { isAtLeast } = require("./versions.js");

/**
 * A program to build: its package, its file, variables that the linker sets, build tags, and variables for the compiler.
 *
 * @typedef {{ package: string, output: string, variables: Record<string, string>, tags?: string[], environment?: NodeJS.ProcessEnv }} GoProgram
 */

/** A module of `setup/toolchain/`. @typedef {"cli" | "docker" | "engine" | "compose" | "tofu" | "tofu-docker"} Module */

/** GOGC for the engine and the provider, which `./chatstack env` exports too. */
const ENGINE_GOGC = "200";

/** The file that names packages to compile without inlining, for the modules that it names. */
const COLD_PACKAGES = path.join("setup", "toolchain", "cold-packages.json");

/** Builds that run: the next one starts when the last one has ended. @type {Promise<unknown>} */
let lastBuild = Promise.resolve();

/**
 * Returns the flags of `go build` that are for the compiler, none for a module that setup/toolchain/cold-packages.json does
 * not name. Its packages are compiled without inlining, which takes less time; no program is debugged, so that no
 * package needs the debug information, which the linker would remove.
 *
 * @param {string} root
 * @param {Module} name of the module
 * @returns {string[]}
 */
function compilerFlags(root, name) {
  /** @type {{ modules: string[], packages: string[] }} */
  const { modules, packages } = JSON.parse(fs.readFileSync(path.join(root, COLD_PACKAGES), "utf8"));
  if (!modules.includes(name)) return [];
  // The last pattern that matches a package decides, and replaces the others.
  return ["-gcflags=all=-dwarf=false", ...packages.map((pattern) => `-gcflags=${pattern}=-dwarf=false -l`)];
}

/**
 * Returns variables for the compiler. It lives for seconds: collecting its garbage less often takes less time, and the limit
 * bounds its memory.
 *
 * @param {NodeJS.ProcessEnv} env in which the user's own GOGC or GOMEMLIMIT decides
 * @returns {Record<string, string>}
 */
function collectorVariables(env) {
  const isTheirs = (env.GOGC && env.GOGC !== ENGINE_GOGC) || env.GOMEMLIMIT;
  return isTheirs ? {} : { GOGC: "off", GOMEMLIMIT: "1GiB" };
}

/**
 * A hash of the sources of a module of `setup/toolchain/` and of its compiler's flags: with it and the version in the cache's
 * key, a change is never overlooked.
 *
 * @param {string} root
 * @param {Module} name of the module
 * @returns {string} 12 hexadecimal digits
 */
function moduleKey(root, name) {
  const module = path.join("setup", "toolchain", name);
  const files = fs
    .readdirSync(path.join(root, module), { withFileTypes: true, recursive: true })
    .filter(
      (entry) =>
        entry.isFile() && /(\.go|^go\.mod|^go\.sum)$/.test(entry.name) && !entry.name.endsWith("_test.go"),
    )
    .map((entry) => path.relative(root, path.join(entry.parentPath ?? entry.path, entry.name)));
  const sources = filesHash(root, files.sort());
  const flags = compilerFlags(root, name);
  const key =
    flags.length > 0
      ? createHash("sha256")
          .update([sources, ...flags].join("\n"))
          .digest("hex")
      : sources;
  return key.slice(0, 12);
}

/**
 * Builds programs of a module. Versions are set by the linker, so that they stand in setup/toolchain/versions.json alone.
 * Whatever the user set for Go (a module proxy, a checksum database, a cache) holds here too. Builds wait for each other: one
 * keeps all processors busy, and the next one finds in Go's cache what both need. Modules are downloaded meanwhile.
 *
 * @param {string} root
 * @param {Module} name of the module
 * @param {GoProgram[]} programs
 * @param {string} what is being built, for messages
 * @returns {Promise<void>}
 */
async function buildPrograms(root, name, programs, what) {
  const folder = path.join(root, "setup", "toolchain", name);
  const work = async (/** @type {string} */ go) => {
    for (const program of programs) {
      const outcome = await run(go, ["build", ...buildArguments(root, name, program)], {
        cwd: folder,
        env: buildVariables(program),
      });
      if (outcome.code !== 0) {
        throw new SetupFailure(
          `${what} can't be built from the Go modules in ${folder}:\n${lastLines(outcome.stderr, 12)}\n` +
            "Check that the Go module proxy can be reached and run this again, or put Pulumi on PATH yourself.",
        );
      }
    }
  };
  const before = lastBuild;
  // Taken before anything is waited for: builds come in the order in which they were asked for.
  const turn = (async () => {
    const go = await usableGo(folder, what);
    await Promise.all([before, downloadModules(go, folder, programs)]);
    await work(go);
  })();
  // A build that fails does not keep the next one from its turn.
  lastBuild = turn.catch(() => {});
  return turn;
}

/**
 * Downloads the modules of programs. A failure shows when they are built.
 *
 * @param {string} go the go command
 * @param {string} folder of the module
 * @param {GoProgram[]} programs
 */
async function downloadModules(go, folder, programs) {
  for (const program of programs) {
    await run(go, ["list", "-deps", ...tagArguments(program), "-f", "", program.package], {
      cwd: folder,
      env: buildVariables(program),
    });
  }
}

/**
 * @param {string} root
 * @param {Module} name of the module
 * @param {GoProgram} program
 */
function buildArguments(root, name, program) {
  const flags = ["-s", "-w"];
  for (const [variable, value] of Object.entries(program.variables)) flags.push("-X", `${variable}=${value}`);
  const output = ["-ldflags", flags.join(" "), "-o", program.output];
  return ["-trimpath", ...compilerFlags(root, name), ...tagArguments(program), ...output, program.package];
}

/** @param {GoProgram} program */
function tagArguments(program) {
  return program.tags ? ["-tags", program.tags.join(",")] : [];
}

/** @param {GoProgram} program @returns {NodeJS.ProcessEnv} */
function buildVariables(program) {
  return { ...process.env, GOWORK: "off", ...collectorVariables(process.env), ...program.environment };
}

/**
 * The go command, if it is new enough for the module.
 *
 * @param {string} folder of the module
 * @param {string} what is to be built
 * @returns {Promise<string>}
 */
async function usableGo(folder, what) {
  const needed = /^go (\S+)$/m.exec(fs.readFileSync(path.join(folder, "go.mod"), "utf8"))?.[1] ?? "1.26.0";
  const advice = `install Go ${needed} or newer, or ${what} itself, and put it on PATH`;
  const go = findExecutable("go", process.env.PATH);
  if (!go) {
    throw new SetupFailure(
      `${what} is neither on PATH nor can its release be downloaded here, and there is no \`go\` on PATH to build it; ${advice}.`,
    );
  }
  // Outside of the module: there, an older go would first try to fetch the version that the module asks for.
  const outcome = await run(go, ["env", "GOVERSION"], { cwd: path.parse(folder).root });
  const version = outcome.stdout.trim().replace(/^go/, "");
  if (outcome.code !== 0 || !isAtLeast(version, needed)) {
    throw new SetupFailure(
      `${what} must be built here and ${go} is Go ${version || "of no known version"}; ${advice}.`,
    );
  }
  return go;
}

module.exports = { moduleKey, buildPrograms, compilerFlags, ENGINE_GOGC };

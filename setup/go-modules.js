// @ts-check
"use strict";

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

/**
 * A hash of the sources of a module of `setup/toolchain/`: with it and the version in the cache's key, a change is never
 * overlooked.
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
  return filesHash(root, files.sort()).slice(0, 12);
}

/**
 * Builds programs of a module. Versions are set by the linker, so that they stand in setup/toolchain/versions.json alone.
 * Whatever the user set for Go (a module proxy, a checksum database, a cache) holds here too.
 *
 * @param {string} root
 * @param {Module} name of the module
 * @param {GoProgram[]} programs
 * @param {string} what is being built, for messages
 * @returns {Promise<void>}
 */
async function buildPrograms(root, name, programs, what) {
  const folder = path.join(root, "setup", "toolchain", name);
  const go = await usableGo(folder, what);
  for (const program of programs) {
    const flags = ["-s", "-w"];
    for (const [variable, value] of Object.entries(program.variables))
      flags.push("-X", `${variable}=${value}`);
    const tags = program.tags ? ["-tags", program.tags.join(",")] : [];
    const output = ["-ldflags", flags.join(" "), "-o", program.output];
    const args = ["build", "-trimpath", ...tags, ...output, program.package];
    const env = { ...process.env, GOWORK: "off", ...program.environment };
    const outcome = await run(go, args, { cwd: folder, env });
    if (outcome.code !== 0) {
      throw new SetupFailure(
        `${what} can't be built from the Go modules in ${folder}:\n${lastLines(outcome.stderr, 12)}\n` +
          "Check that the Go module proxy can be reached and run this again, or put Pulumi on PATH yourself.",
      );
    }
  }
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

module.exports = { moduleKey, buildPrograms };

// @ts-check
"use strict";

const path = require("node:path");
const { ensureBuild } = require("./build.js");
const { ensureDocker } = require("./docker-daemon.js");
const { ensureStack, ensureTools, pathFolder, pulumiEnvironment } = require("./environment.js");
const { chooseDaemon, daemonVariables } = require("./docker-endpoint.js");
const { errorSentence } = require("./error-sentence.js");
const { SetupFailure } = require("./failure.js");
const { loopbackVariables } = require("./loopback.js");
const { ensureNodePackages, folderSize } = require("./node-packages.js");
const { enterWorkingDirectory, INSTALLATION, projectFolder } = require("./project-folder.js");
const { endAll } = require("./processes.js");
const { unfitVariables } = require("./pulumi-variables.js");
const { Progress, inOrder, stepTable } = require("./progress.js");
const { exportLines } = require("./shell.js");
const { ensureSimulatorImage } = require("./simulator-image.js");
const { selectStack } = require("./stack.js");
const { guardStandardStreams } = require("./standard-streams.js");

/** The exit code of "could not run". */
const COULD_NOT_RUN = 2;

/** What can be made ready. @typedef {"packages" | "build" | "pulumi" | "docker" | "image"} Step */

/** @type {Step[]} */
const ALL = ["packages", "build", "pulumi", "docker", "image"];

/** @type {Step[]} */
const PROGRAM_ONLY = ["packages", "build"];

/** What each command needs. One that is not here, and every `--help`, needs the program only. @type {Record<string, Step[]>} */
const NEEDS = {
  setup: ALL,
  env: ALL,
  up: ALL,
  test: ALL,
  tenants: PROGRAM_ONLY,
  destroy: ["packages", "build", "pulumi", "docker"],
  chat: ["packages", "build", "pulumi", "docker"],
  verify: ["packages", "build", "pulumi", "docker"],
  drill: ["packages", "build", "pulumi", "docker"],
  preview: ["packages", "build", "pulumi"],
  report: ["packages", "build", "pulumi"],
  validate: PROGRAM_ONLY,
  render: PROGRAM_ONLY,
  diagram: PROGRAM_ONLY,
  build: PROGRAM_ONLY,
};

/** What the commands of `tenants` need. @type {Record<string, Step[]>} */
const TENANTS_NEED = {
  add: ["packages", "build", "pulumi"],
  list: ["packages", "build", "pulumi"],
  preview: ["packages", "build", "pulumi"],
  show: PROGRAM_ONLY,
  up: ALL,
  remove: ["packages", "build", "pulumi", "docker"],
  destroy: ["packages", "build", "pulumi", "docker"],
  verify: ["packages", "build", "pulumi", "docker"],
};

/**
 * @param {string} command
 * @param {string[]} words
 * @returns {Step[]}
 */
function needsOf(command, words) {
  if (command === "tenants") {
    const sub = words[words.indexOf("tenants") + 1] ?? "";
    if (Object.hasOwn(TENANTS_NEED, sub)) return TENANTS_NEED[sub] ?? PROGRAM_ONLY;
  }
  if (command === "diagram" && words.includes("--live")) return NEEDS.verify ?? ALL;
  if (command === "setup" && words.includes("--no-docker")) return ["packages", "build", "pulumi"];
  return NEEDS[command] ?? PROGRAM_ONLY;
}

/** The variables that name the daemon, where those that the shell has don't name it to all, and those to unset for Pulumi. @type {Record<string, string | undefined>} */
let chosen = {};

/** The commands that are done here; all others are the program's. @type {Record<string, (progress: Progress, words: string[]) => Promise<void>>} */
const OWN = {
  setup: async (progress, words) => {
    for (const record of progress.records) {
      if (record.step === "node packages")
        record.bytes ??= folderSize(path.join(INSTALLATION, "node_modules"));
    }
    const steps = inOrder(progress.records);
    const json = words.includes("--json");
    process.stdout.write(
      json ? `${JSON.stringify({ version: 1, steps }, null, 2)}\n` : `${stepTable(steps)}\n`,
    );
  },
  env: async () => {
    const project = projectFolder(process.cwd());
    const { PATH: _, ...pulumi } = await pulumiEnvironment(project);
    const variables = { ...pulumi, ...chosen };
    const tools = await ensureTools();
    const env = { ...process.env, ...(await pulumiEnvironment(project)) };
    await ensureStack(project, "dev");
    await selectStack(project, "dev", env);
    process.stdout.write(exportLines(variables, pathFolder(tools, process.env)));
  },
  build: async () => {},
};

/** What `--help` says for the commands that are done here. @type {Record<string, string>} */
const HELP = {
  setup:
    "Usage: chatstack setup [--no-docker] [--json]\n\nMakes this machine ready (npm packages, build, Pulumi, docker plugin, Docker, simulator\nimage) and prints what each step took. --no-docker leaves out Docker and the image, for\nmachines that only validate, render, preview and report.\n\nExample: ./chatstack setup\n",
  env: 'Usage: chatstack env\n\nPrints shell lines after which bare `pulumi preview`, `up` and `destroy` work in this folder.\n\nExample: eval "$(./chatstack env)"\n',
  build:
    "Usage: chatstack build\n\nCompiles the program and bundles the simulator into bin/.\n\nExample: ./chatstack build\n",
};

/**
 * Runs a command line: makes ready what the command needs and hands over to the program, in this process.
 *
 * @param {string[]} words
 * @returns {Promise<void>}
 */
async function start(words) {
  const streams = guardStandardStreams();
  process.on("uncaughtException", (error) => void fail(error));
  for (const signal of ENDING) process.on(signal, interrupted);
  try {
    process.cwd(); // throws if the folder was removed
    words = enterWorkingDirectory(words);
    chosen = daemonVariables(process.env);
    chooseDaemon(process.env);
    Object.assign(process.env, loopbackVariables(process.env));
    const command = words.find((word) => Object.hasOwn(NEEDS, word)) ?? "";
    const own = OWN[command];
    const asksForHelp = words.includes("--help") || words.includes("-h");
    if (own && asksForHelp) {
      process.stdout.write(HELP[command] ?? "");
      return;
    }
    const progress = new Progress(process.stderr);
    const needs = asksForHelp ? PROGRAM_ONLY : needsOf(command, words);
    if (needs.includes("pulumi")) {
      const unfit = unfitVariables(process.env);
      for (const name of Object.keys(unfit)) delete process.env[name];
      chosen = { ...chosen, ...unfit };
    }
    await makeReady(needs, progress, command === "build");
    if (own) return await own(progress, words);
    const code = await program().main(words);
    process.exitCode = streams.lost ? COULD_NOT_RUN : code;
  } catch (error) {
    await fail(error);
  }
}

/** The signals that end a command: Ctrl-C, an init system, a terminal that was closed. @type {NodeJS.Signals[]} */
const ENDING = ["SIGINT", "SIGTERM", "SIGHUP"];

/**
 * Ends the command with "could not run", whichever phase it is in. A running child process of the program, a drill and a bulk run
 * have listeners of their own: they finish or revert what is under way, and end with the same code.
 *
 * @param {NodeJS.Signals} signal
 */
function interrupted(signal) {
  if (process.listenerCount(signal) > 1) return;
  void fail(new SetupFailure(`Interrupted by ${signal}; run the command again.`));
}

/**
 * Ends everything with one sentence.
 *
 * @param {unknown} error
 */
async function fail(error) {
  await endAll();
  process.stderr.write(
    `chatstack: ${error instanceof SetupFailure ? error.message : errorSentence(error)}\n`,
  );
  // At once: a step that ran beside the one that failed may have timers and retries left.
  process.exit(COULD_NOT_RUN);
}

/**
 * Goes through the steps, side by side where one does not wait for another: compilers, npm and apt each leave the
 * machine idle for long whiles.
 *
 * @param {Step[]} steps
 * @param {Progress} progress
 * @param {boolean} buildAlways
 */
async function makeReady(steps, progress, buildAlways) {
  const wanted = new Set(steps);
  const program = async () => {
    await ensureNodePackages(INSTALLATION, progress);
    await ensureBuild(INSTALLATION, progress, { always: buildAlways });
  };
  const compiled = program();
  const docker = wanted.has("docker") ? ensureDocker(progress) : Promise.resolve();
  const image = async () => {
    await Promise.all([compiled, docker]);
    await ensureSimulatorImage(INSTALLATION, progress);
  };
  await Promise.all([
    compiled,
    docker,
    wanted.has("pulumi") && ensureTools(progress),
    wanted.has("image") && image(),
  ]);
}

/** @returns {{ main(words: string[]): Promise<number> }} */
function program() {
  return require(path.join(INSTALLATION, "bin", "cli", "main.js"));
}

module.exports = { start, NEEDS, needsOf };

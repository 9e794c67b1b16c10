// @ts-check
"use strict";

const { spawn } = require("node:child_process");
const fs = require("node:fs");
const path = require("node:path");

/** What a process printed and how it ended. @typedef {{ code: number, stdout: string, stderr: string }} Outcome */

/**
 * @typedef {object} RunOptions
 * @property {string} [cwd] folder to run in
 * @property {NodeJS.ProcessEnv} [env] the complete environment; by default this process's
 * @property {number} [timeout] milliseconds after which the process is ended
 * @property {(text: string) => void} [onOutput] sees both streams as they come
 * @property {import("node:stream").Readable} [input] is written to the standard input
 */

/** The processes that run now: they are ended with us. @type {Set<import("node:child_process").ChildProcess>} */
const running = new Set();

/** When a process that is to end is asked a second time, and when it is killed, in milliseconds. */
const ASKING_AGAIN = 1000;
const ENDING_GRACE = 5000;

/**
 * Runs a process to its end. A process that can't be started, or was ended by a signal, has code -1; the caller
 * decides what a code means.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {RunOptions} [options]
 * @returns {Promise<Outcome>}
 */
function run(command, args, options = {}) {
  return new Promise((resolve) => {
    // In a group of its own, so that what it starts (compilers, npm's helpers) ends with it.
    const child = spawn(command, args, {
      cwd: options.cwd,
      env: options.env ?? process.env,
      detached: true,
      stdio: [options.input ? "pipe" : "ignore", "pipe", "pipe"],
    });
    running.add(child);
    const outcome = { code: -1, stdout: "", stderr: "" };
    const timer = options.timeout === undefined ? undefined : setTimeout(() => end(child), options.timeout);
    child.stdout?.setEncoding("utf8").on("data", (text) => {
      outcome.stdout += text;
      options.onOutput?.(text);
    });
    child.stderr?.setEncoding("utf8").on("data", (text) => {
      outcome.stderr += text;
      options.onOutput?.(text);
    });
    if (options.input && child.stdin) {
      // The reader may end before it has read all; its exit code says why.
      child.stdin.on("error", () => {});
      options.input.pipe(child.stdin);
    }
    child.on("error", (error) => {
      outcome.stderr += error.message;
      finish();
    });
    child.on("close", (code) => {
      outcome.code = code ?? -1;
      finish();
    });
    function finish() {
      clearTimeout(timer);
      running.delete(child);
      resolve(outcome);
    }
  });
}

/**
 * Ends a process and all that it started: asks as a terminal does, then as an init system does (background jobs of
 * shells ignore the first), and kills what does not go.
 *
 * @param {import("node:child_process").ChildProcess} child
 */
function end(child) {
  signalGroup(child, "SIGINT");
  setTimeout(() => signalGroup(child, "SIGTERM"), ASKING_AGAIN).unref();
  setTimeout(() => signalGroup(child, "SIGKILL"), ENDING_GRACE).unref();
}

/**
 * @param {import("node:child_process").ChildProcess} child
 * @param {NodeJS.Signals} signal
 */
function signalGroup(child, signal) {
  try {
    if (child.pid !== undefined) process.kill(-child.pid, signal);
  } catch {
    // It has ended by itself.
  }
}

/**
 * Ends every process that was started here and waits for them, at most the grace.
 *
 * @returns {Promise<void>}
 */
async function endAll() {
  const children = [...running];
  const ended = Promise.all(children.map((child) => new Promise((resolve) => child.once("close", resolve))));
  const patience = new Promise((resolve) => setTimeout(resolve, ENDING_GRACE + 500).unref());
  for (const child of children) end(child);
  await Promise.race([ended, patience]);
}

/**
 * The first executable of a name in the folders of a PATH; undefined where there is none.
 *
 * @param {string} name
 * @param {string | undefined} searchPath
 * @param {(folder: string) => boolean} [accept] leaves folders out
 * @returns {string | undefined}
 */
function findExecutable(name, searchPath, accept = () => true) {
  for (const folder of (searchPath ?? "").split(path.delimiter)) {
    // A relative folder would make the answer depend on where we are called from.
    if (!path.isAbsolute(folder) || !accept(folder)) continue;
    const candidate = path.join(folder, name);
    try {
      fs.accessSync(candidate, fs.constants.X_OK);
      if (fs.statSync(candidate).isFile()) return candidate;
    } catch {
      // Not here, or not ours to run.
    }
  }
  return undefined;
}

/**
 * The last lines of a text that are not empty: the part of a log that says why something failed.
 *
 * @param {string} text
 * @param {number} count
 * @returns {string}
 */
function lastLines(text, count) {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== "");
  return lines.slice(-count).join("\n");
}

module.exports = { run, endAll, findExecutable, lastLines };

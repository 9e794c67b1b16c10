// @ts-check
"use strict";

const fs = require("node:fs");
const { SetupFailure } = require("./failure.js");

/**
 * Variables that are of no use to this project and can keep Pulumi from running it: packages are installed by npm before Pulumi
 * starts, and the program is compiled (seen with 3.256.0: the first waits for a yarn that is missing, the second ends in a stack
 * trace).
 */
const UNFIT = ["PULUMI_PREFER_YARN", "PULUMI_NODEJS_TSCONFIG_PATH"];

/**
 * The variables that are to be unset for Pulumi. Refuses those that say what the operator wants and that Pulumi panics on.
 *
 * @param {NodeJS.ProcessEnv} env
 * @returns {Record<string, undefined>}
 */
function unfitVariables(env) {
  requireWritableLog(env.PULUMI_DEBUG_GRPC);
  requirePath(env.PULUMI_BACKEND_URL);
  return Object.fromEntries(UNFIT.filter((name) => env[name] !== undefined).map((name) => [name, undefined]));
}

/**
 * Refuses a file for the log of gRPC calls that Pulumi can't append to.
 *
 * @param {string | undefined} file
 */
function requireWritableLog(file) {
  if (!file) return;
  try {
    // Without waiting for the reader of a pipe.
    fs.closeSync(
      fs.openSync(
        file,
        fs.constants.O_WRONLY | fs.constants.O_CREAT | fs.constants.O_APPEND | fs.constants.O_NONBLOCK,
      ),
    );
  } catch (error) {
    const { code } = /** @type {NodeJS.ErrnoException} */ (error);
    throw new SetupFailure(
      `PULUMI_DEBUG_GRPC names ${file}, which can't be written (${code}), and Pulumi panics then: set it to a file in a folder that exists, or unset it.`,
    );
  }
}

/**
 * Refuses a `file://` backend without a path: Pulumi would keep its state in the project's folder, which is under version control.
 *
 * @param {string | undefined} url
 */
function requirePath(url) {
  if (!url || !/^file:\/\/(?:[?#]|$)/.test(url)) return;
  throw new SetupFailure(
    `PULUMI_BACKEND_URL is ${url}, which names no folder for the state: set it to file:///PATH, to file://. for the project's own folder, or unset it for the default.`,
  );
}

module.exports = { unfitVariables };

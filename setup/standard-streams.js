// @ts-check
"use strict";

const { MEANINGS } = require("./error-sentence.js");

/**
 * Survives a reader that goes away (`| head -1`), a full device and a closed terminal: what is under way is finished, and
 * the command ends with "could not run", since its result did not arrive.
 *
 * @param {NodeJS.WriteStream} [stdout]
 * @param {NodeJS.WriteStream} [stderr]
 * @returns {{ readonly lost: boolean }}
 */
function guardStandardStreams(stdout = process.stdout, stderr = process.stderr) {
  const state = { lost: false };
  /** @param {string} name @param {NodeJS.WriteStream} stream */
  const guard = (name, stream) =>
    stream.on("error", (/** @type {NodeJS.ErrnoException} */ { code = "" }) => {
      if (state.lost) return;
      state.lost = true;
      process.exitCode = 2;
      const meaning = MEANINGS[code] ?? "it failed";
      if (stream !== stderr) stderr.write(`chatstack: The ${name} did not arrive: ${meaning} (${code}).\n`);
    });
  guard("output", stdout);
  guard("messages", stderr);
  return state;
}

module.exports = { guardStandardStreams };

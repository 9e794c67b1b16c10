// @ts-check
"use strict";

const fs = require("node:fs");
const path = require("node:path");
const { randomBytes } = require("node:crypto");
const { SetupFailure } = require("./failure.js");
const { configFolder, makeFolder } = require("./folders.js");
const { shellWord } = require("./shell.js");

/**
 * The folder with a passphrase file per stack, outside of every checkout: GENESYS_CHAT_PASSPHRASES names it.
 *
 * @param {NodeJS.ProcessEnv} env
 * @returns {string}
 */
function passphraseFolder(env) {
  return env.GENESYS_CHAT_PASSPHRASES
    ? path.resolve(env.GENESYS_CHAT_PASSPHRASES)
    : path.join(configFolder(env), "passphrases");
}

/**
 * Where a stack's own passphrase is kept, or would be.
 *
 * @param {string} stack
 * @param {NodeJS.ProcessEnv} env
 * @returns {string}
 */
function passphraseFile(stack, env) {
  return path.join(passphraseFolder(env), stack);
}

/**
 * The variables by which Pulumi finds a stack's own passphrase; none where the stack has no file. The file is the only one that can
 * be right for this stack, so it counts before what is set for all.
 *
 * @param {string} stack
 * @param {NodeJS.ProcessEnv} env
 * @returns {Record<string, string | undefined>}
 */
function passphraseVariables(stack, env) {
  const file = passphraseFile(stack, env);
  const found = statOrLink(file);
  if (!found) return {};
  if (found.isFile() && (found.mode & 0o077) !== 0) {
    throw new SetupFailure(
      `The passphrase file ${file} can be read by others (mode ${(found.mode & 0o777).toString(8)}): "chmod 600 ${shellWord(file)}".`,
    );
  }
  if (!found.isFile() || isBlank(file)) {
    throw new SetupFailure(
      `The passphrase file ${file} ${found.isFile() ? "is empty" : "is no file"}: put the passphrase of ${stack} back ` +
        "from your backup; without it the stack's secrets can't be opened.",
    );
  }
  // Pulumi would take the variable without FILE first, even an empty one.
  return { PULUMI_CONFIG_PASSPHRASE_FILE: file, PULUMI_CONFIG_PASSPHRASE: undefined };
}

/**
 * Makes a stack's passphrase file if it has none, with 256 random bits.
 *
 * @param {string} stack
 * @param {NodeJS.ProcessEnv} env
 * @returns {{ file: string, made: boolean }}
 */
function ensurePassphraseFile(stack, env) {
  const file = passphraseFile(stack, env);
  makeFolder(path.dirname(file), { mode: 0o700 });
  // Written beside and linked: a file that is there is complete, also after a loss of power.
  const draft = `${file}.${process.pid}.new`;
  fs.writeFileSync(draft, `${randomBytes(32).toString("base64url")}\n`, { mode: 0o600, flush: true });
  try {
    fs.linkSync(draft, file);
    return { file, made: true };
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== "EEXIST") throw error;
    return { file, made: false };
  } finally {
    fs.rmSync(draft, { force: true });
  }
}

/**
 * What a path leads to, or the link itself if it leads nowhere.
 *
 * @param {string} file
 */
function statOrLink(file) {
  try {
    return fs.statSync(file);
  } catch {
    return fs.lstatSync(file, { throwIfNoEntry: false });
  }
}

/** @param {string} file */
function isBlank(file) {
  return fs.readFileSync(file, "utf8").trim() === "";
}

module.exports = { passphraseFile, passphraseVariables, ensurePassphraseFile };

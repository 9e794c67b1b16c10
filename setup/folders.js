// @ts-check
"use strict";

const fs = require("node:fs");
const os = require("node:os");
const path = require("node:path");

/**
 * The folder for what this project builds or downloads once per user, as the XDG rules place it.
 *
 * @param {NodeJS.ProcessEnv} env
 * @returns {string}
 */
function cacheFolder(env) {
  return path.join(absolute(env.XDG_CACHE_HOME) ?? path.join(homeFolder(env), ".cache"), "genesys-chat");
}

/**
 * The folder for the states of stacks where the user has no backend of their own.
 *
 * @param {NodeJS.ProcessEnv} env
 * @returns {string}
 */
function stateFolder(env) {
  return path.join(
    absolute(env.XDG_STATE_HOME) ?? path.join(homeFolder(env), ".local", "state"),
    "genesys-chat",
  );
}

/**
 * The folder for what the user keeps and no program can make again.
 *
 * @param {NodeJS.ProcessEnv} env
 * @returns {string}
 */
function configFolder(env) {
  return path.join(absolute(env.XDG_CONFIG_HOME) ?? path.join(homeFolder(env), ".config"), "genesys-chat");
}

/**
 * The user's own PULUMI_HOME. A PULUMI_HOME inside our cache is ours, set by an earlier `./chatstack env`.
 *
 * @param {NodeJS.ProcessEnv} env
 * @returns {string}
 */
function userPulumiHome(env) {
  const named = env.PULUMI_HOME;
  if (named && !isInside(named, cacheFolder(env))) return path.resolve(named);
  return path.join(homeFolder(env), ".pulumi");
}

/**
 * Whether a path lies in a folder, or is the folder.
 *
 * @param {string} candidate
 * @param {string} folder
 * @returns {boolean}
 */
function isInside(candidate, folder) {
  const relative = path.relative(folder, candidate);
  return relative === "" || (!relative.startsWith("..") && !path.isAbsolute(relative));
}

/**
 * Creates a folder and those above it that are missing. Step by step: `mkdirSync` with `recursive` never ends where a file system,
 * such as /proc, says of a folder that exists that there is no such folder.
 *
 * @param {string} folder
 * @param {{ mode?: number }} [options]
 */
function makeFolder(folder, options = {}) {
  const missing = [];
  for (let each = path.resolve(folder); !fs.existsSync(each); each = path.dirname(each))
    missing.unshift(each);
  try {
    for (const each of missing) makeOne(each, options);
    // A file in its place.
    if (!fs.statSync(folder).isDirectory()) fs.mkdirSync(folder);
  } catch (error) {
    // The system names the folder above that could not be made.
    throw Object.assign(/** @type {Error} */ (error), { path: folder });
  }
}

/**
 * @param {string} folder
 * @param {{ mode?: number }} options
 */
function makeOne(folder, options) {
  try {
    fs.mkdirSync(folder, options);
  } catch (error) {
    // Made by another process meanwhile.
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== "EEXIST" || !fs.existsSync(folder)) throw error;
  }
}

/** @param {NodeJS.ProcessEnv} env */
function homeFolder(env) {
  return absolute(env.HOME) ?? os.homedir();
}

/**
 * The XDG rules say that a relative path counts as unset.
 *
 * @param {string | undefined} value
 */
function absolute(value) {
  return value && path.isAbsolute(value) ? value : undefined;
}

module.exports = { cacheFolder, configFolder, stateFolder, userPulumiHome, isInside, makeFolder };

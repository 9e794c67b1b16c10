// @ts-check
"use strict";

const fs = require("node:fs");
const path = require("node:path");

/**
 * The versions of what is set up beside the npm packages, from setup/toolchain/versions.json.
 *
 * @typedef {object} Versions
 * @property {string} pulumi the Pulumi CLI that is downloaded or built
 * @property {string} pulumiMinimum the oldest Pulumi CLI on PATH that is used
 * @property {string} docker the docker plugin, of the same version as its npm package
 * @property {string} nodeImage the base of the simulator's image where a registry can be reached
 */

/**
 * @param {string} root
 * @returns {Versions}
 */
function readVersions(root) {
  return JSON.parse(fs.readFileSync(path.join(root, "setup", "toolchain", "versions.json"), "utf8"));
}

/**
 * Whether a version is at least another; both as `1.2.3`, with or without a `v`, and without pre-release parts.
 *
 * @param {string} version
 * @param {string} minimum
 * @returns {boolean}
 */
function isAtLeast(version, minimum) {
  const [left, right] = [numbers(version), numbers(minimum)];
  for (let place = 0; place < 3; place++) {
    const difference = (left[place] ?? 0) - (right[place] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return true;
}

/** @param {string} version */
function numbers(version) {
  return version
    .trim()
    .replace(/^v/, "")
    .split(/[.+-]/)
    .slice(0, 3)
    .map((part) => Number.parseInt(part, 10) || 0);
}

module.exports = { readVersions, isAtLeast };

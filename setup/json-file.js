// @ts-check
"use strict";

const fs = require("node:fs");

/**
 * The text of an ordinary file; undefined for anything else in its place: opening a pipe would wait without end.
 *
 * @param {string} file
 * @returns {string | undefined}
 */
function readOrdinaryFile(file) {
  try {
    return fs.statSync(file).isFile() ? fs.readFileSync(file, "utf8") : undefined;
  } catch {
    return undefined;
  }
}

/**
 * The JSON object in a file that this project wrote earlier; undefined if the file is missing, damaged or holds anything else.
 * The values of its keys are the caller's to check.
 *
 * @param {string} file
 * @returns {Record<string, any> | undefined}
 */
function readJsonObject(file) {
  try {
    const value = JSON.parse(readOrdinaryFile(file) ?? "");
    return value !== null && typeof value === "object" && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

module.exports = { readOrdinaryFile, readJsonObject };

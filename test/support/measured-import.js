// @ts-check
"use strict";

/*
 * Imports one file in a process of its own and prints what it took, as JSON: node measured-import.js FILE. The time is the
 * processor's and without that of loading; the memory is the most that the process ever had.
 */
require("../../setup/typescript.js");
const { importFiles } = require("../../operations/import/result");

const [file = ""] = process.argv.slice(2);
const before = process.cpuUsage();
let message = "";
let hasText = false;
let taken = 0;
try {
  const result = importFiles([file], undefined, "x");
  hasText = result.text !== undefined;
  taken = result.taken.length;
  message = result.structure
    .map((problem) => problem.message)
    .slice(0, 40)
    .join(" ");
} catch (error) {
  message = error instanceof Error ? `${error.constructor.name}: ${error.message}` : String(error);
}
const { user, system } = process.cpuUsage(before);
const seconds = (user + system) / 1e6;
const megabytes = process.resourceUsage().maxRSS / 1024;
process.stdout.write(JSON.stringify({ message, hasText, taken, seconds, megabytes }));

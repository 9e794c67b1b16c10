// @ts-check
"use strict";

/*
 * Runs `chatstack import FILE --out OUT` in a process of its own and prints how it ended and what it took, as JSON:
 * node measured-import.js FILE OUT. The time is the processor's, without that of loading the program.
 */
const { readFileSync } = require("node:fs");
require("../../setup/typescript.js");
const { main } = require("../../cli/main");
require("../../cli/import");

const [file = "", out = ""] = process.argv.slice(2);
const printed = { stdout: "", stderr: "" };
const write = process.stdout.write.bind(process.stdout);
for (const stream of /** @type {const} */ (["stdout", "stderr"]))
  process[stream].write = (/** @type {unknown} */ text) => {
    printed[stream] += String(text);
    return true;
  };

const before = process.cpuUsage();
void main(["import", file, "--out", out]).then((/** @type {number} */ code) => {
  const { user, system } = process.cpuUsage(before);
  write(JSON.stringify({ code, ...printed, seconds: (user + system) / 1e6, megabytes: peakMegabytes() }));
});

/** The resource usage of a process counts the memory of the process that started it (Linux: it survives execve); VmHWM doesn't. */
function peakMegabytes() {
  if (process.platform !== "linux") return process.resourceUsage().maxRSS / 1024;
  const peak = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync("/proc/self/status", "utf8"));
  if (!peak) throw new Error("/proc/self/status has no VmHWM");
  return Number(peak[1]) / 1024;
}

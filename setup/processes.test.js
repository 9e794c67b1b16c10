// @ts-check
"use strict";

const fs = require("node:fs");
const path = require("node:path");
const { endAll, findExecutable, lastLines, run } = require("./processes.js");
const { scratchFolder, lay } = require("./scratch-folder.js");

test("a process's output and code are returned, and a failure to start it too", async () => {
  expect(await run("/bin/sh", ["-c", "echo out; echo err >&2; exit 3"])).toEqual({
    code: 3,
    stdout: "out\n",
    stderr: "err\n",
  });
  const absent = await run("/no/such/program", []);
  expect(absent.code).toBe(-1);
  expect(absent.stderr).toMatch(/ENOENT/);
});

/** A script that starts another process and says its number. */
const PARENT = "sleep 60 & echo $!; wait";

/** Whether a process lives. @param {number} pid */
function lives(pid) {
  try {
    return !/^\d+ \(.*\) Z/.test(fs.readFileSync(`/proc/${pid}/stat`, "utf8"));
  } catch {
    return false;
  }
}

test("what runs too long is ended, with all that it started", async () => {
  const outcome = await run("/bin/sh", ["-c", PARENT], { timeout: 300 });
  expect(outcome.code).not.toBe(0);
  expect(Number(outcome.stdout)).toBeGreaterThan(0);
  expect(lives(Number(outcome.stdout))).toBe(false);
});

test("all that runs is ended with us", async () => {
  let child = 0;
  const outcome = run("/bin/sh", ["-c", PARENT], { onOutput: (text) => (child = Number(text)) });
  while (child === 0) await new Promise((resolve) => setTimeout(resolve, 10));
  await endAll();
  expect((await outcome).code).not.toBe(0);
  expect(lives(child)).toBe(false);
});

test("an executable is the first of its name that may be run", () => {
  const [first, second] = [lay(scratchFolder(), { tool: "text" }), lay(scratchFolder(), { tool: "#!x" })];
  expect(findExecutable("tool", `${first}:${second}`)).toBe(path.join(second, "tool"));
  expect(findExecutable("tool", `${second}`, (folder) => folder !== second)).toBeUndefined();
  expect(findExecutable("tool", undefined)).toBeUndefined();
});

test("the last lines are those with something on them", () => {
  expect(lastLines("a\nb\r\n\n  \nc\n", 2)).toBe("b\nc");
});

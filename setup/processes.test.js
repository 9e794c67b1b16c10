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

/** Fails where a process lives on: it closes its output, which its end is known by, a moment before it is gone. @param {number} pid */
async function isGone(pid) {
  for (const limit = Date.now() + 10_000; lives(pid); await new Promise((resolve) => setTimeout(resolve, 10)))
    if (Date.now() > limit) throw new Error(`process ${pid} lives on`);
}

test("what runs too long is ended, with all that it started", async () => {
  const outcome = await run("/bin/sh", ["-c", PARENT], { timeout: 300 });
  expect(outcome.code).not.toBe(0);
  expect(Number(outcome.stdout)).toBeGreaterThan(0);
  await isGone(Number(outcome.stdout));
});

test("all that runs is ended with us", async () => {
  let child = 0;
  const outcome = run("/bin/sh", ["-c", PARENT], { onOutput: (text) => (child = Number(text)) });
  while (child === 0) await new Promise((resolve) => setTimeout(resolve, 10));
  await endAll();
  expect((await outcome).code).not.toBe(0);
  await isGone(child);
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

// @ts-check
"use strict";

const { spawn } = require("node:child_process");
const fs = require("node:fs");
const os = require("node:os");
const path = require("node:path");
const { isDead, withLock, startOf } = require("./lock.js");
const { scratchFolder, lay } = require("./scratch-folder.js");

/** Runs a script that has withLock, and returns its exit code. @param {string} script */
function node(script) {
  const text = `const { withLock } = require(${JSON.stringify(path.join(__dirname, "lock.js"))}); const fs = require("fs");${script}`;
  return new Promise((resolve) => {
    spawn(process.execPath, ["-e", text], { stdio: ["ignore", "ignore", "inherit"] }).on("exit", resolve);
  });
}

/** Adds one to a number in a file, slowly: two at a time would lose one. @param {string} lock @param {string} counter */
const increment = (lock, counter) => `
  (async () => {
    for (let round = 0; round < 5; round++) await withLock(${JSON.stringify(lock)}, async () => {
      const value = Number(fs.readFileSync(${JSON.stringify(counter)}, "utf8"));
      await new Promise((resolve) => setTimeout(resolve, 5));
      fs.writeFileSync(${JSON.stringify(counter)}, String(value + 1));
    });
  })();`;

test("processes that start at once do their work one after another", async () => {
  const folder = lay(scratchFolder(), { counter: "0" });
  const script = increment(path.join(folder, "lock"), path.join(folder, "counter"));
  await Promise.all([1, 2, 3, 4].map(() => node(script)));
  expect(fs.readFileSync(path.join(folder, "counter"), "utf8")).toBe("20");
  expect(fs.readdirSync(folder)).toEqual(["counter"]);
}, 60_000);

test("the lock of a dead process is taken over, by one of all that wait", async () => {
  const folder = lay(scratchFolder(), { counter: "0" });
  const lock = path.join(folder, "lock");
  await node(`withLock(${JSON.stringify(lock)}, async () => process.kill(process.pid, "SIGKILL"))`);
  expect(fs.existsSync(lock)).toBe(true);
  const script = increment(lock, path.join(folder, "counter"));
  await Promise.all([1, 2, 3].map(() => node(script)));
  expect(fs.readFileSync(path.join(folder, "counter"), "utf8")).toBe("15");
}, 60_000);

test("a killed process that its parent never asked about counts as dead", async () => {
  // The outer process has become a sleep, which never asks how the inner one ended.
  const parent = spawn("sh", ["-c", 'sleep 120 & echo "$!"; exec sleep 120'], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  const pid = Number(await new Promise((resolve) => parent.stdout.once("data", resolve)));
  // Before that, the shell would ask.
  while (fs.readFileSync(`/proc/${parent.pid}/comm`, "utf8") !== "sleep\n")
    await new Promise((resolve) => setTimeout(resolve, 20));
  const holder = { pid, host: os.hostname(), started: startOf(pid) };
  expect(isDead(holder)).toBe(false);
  process.kill(pid, "SIGKILL");
  while (startOf(pid) !== "defunct") await new Promise((resolve) => setTimeout(resolve, 20));
  expect(isDead(holder)).toBe(true);
  parent.kill("SIGKILL");
});

test("a process number that was given to another process does not keep the lock", async () => {
  const folder = scratchFolder();
  const holder = { pid: process.ppid, host: os.hostname(), started: "1" };
  expect(startOf(process.ppid)).not.toBe("1");
  lay(folder, { lock: JSON.stringify(holder) });
  await expect(withLock(path.join(folder, "lock"), async () => "done")).resolves.toBe("done");
});

test("a waiting process knows the holder, and a lock of another machine is waited for", async () => {
  const folder = scratchFolder();
  const lock = path.join(folder, "lock");
  lay(folder, { lock: JSON.stringify({ pid: 1, host: "elsewhere", started: "" }) });
  const waited = jest.fn(() => setTimeout(() => fs.rmSync(lock), 50));
  await withLock(lock, async () => {}, waited);
  expect(waited).toHaveBeenCalledTimes(1);
  expect(waited).toHaveBeenCalledWith({ pid: 1, host: "elsewhere", started: "" });
});

test("the lock is given back when the work fails, and when the process exits in the middle", async () => {
  const lock = path.join(scratchFolder(), "lock");
  await expect(withLock(lock, () => Promise.reject(new Error("no")))).rejects.toThrow("no");
  expect(fs.existsSync(lock)).toBe(false);
  await node(`withLock(${JSON.stringify(lock)}, async () => process.exit(1))`);
  expect(fs.existsSync(lock)).toBe(false);
});

// @ts-check
"use strict";

const { Progress, duration, inOrder, size, stepTable } = require("./progress.js");
const { quietProgress } = require("./scratch-folder.js");

test("times and sizes are said as people say them", () => {
  expect([0.04, 9.94, 12.4, 59.6, 96, 3600].map(duration)).toEqual([
    "0.0 s",
    "9.9 s",
    "12 s",
    "1 min 0 s",
    "1 min 36 s",
    "60 min 0 s",
  ]);
  expect([0, 300_000, 114_000_000].map(size)).toEqual(["0.0 MB", "0.3 MB", "114 MB"]);
});

test("a step is printed when it starts and when it is done, and recorded", async () => {
  const { progress, said } = quietProgress();
  await progress.during("build", "compiling", async () => ({ how: "compiled", bytes: 2e6 }));
  progress.idle("docker", "a daemon answers");
  expect(said()).toMatch(/^build {11}compiling …\nbuild {11}compiled \(0\.\d s, 2\.0 MB\)\n$/);
  expect(progress.records).toEqual([
    { step: "build", how: "compiled", seconds: expect.any(Number), bytes: 2e6 },
    { step: "docker", how: "a daemon answers", seconds: 0, bytes: null },
  ]);
});

test("what takes long shows signs of life, one line for all, and none after its end", async () => {
  let text = "";
  const progress = new Progress({ write: (/** @type {string} */ part) => (text += part) }, 20);
  const pause = (/** @type {number} */ ms) => new Promise((resolve) => setTimeout(resolve, ms));
  const long = (/** @type {string} */ step) =>
    progress.during(step, "working", () => pause(70).then(() => ({ how: "done" })));
  await Promise.all([long("one"), long("two")]);
  expect(text).toMatch(/ … one: working \(0\.\d s\); two: working \(0\.\d s\)\n/);
  const length = text.length;
  await pause(50);
  expect(text).toHaveLength(length);
});

test("a step that fails is not recorded", async () => {
  const { progress } = quietProgress();
  await expect(progress.during("x", "trying", () => Promise.reject(new Error("no")))).rejects.toThrow("no");
  expect(progress.records).toEqual([]);
});

test("steps are listed in a fixed order, whichever was done first", () => {
  const record = (/** @type {string} */ step) => ({ step, how: "", seconds: 0, bytes: null });
  const listed = inOrder([record("docker"), record("pulumi CLI"), record("node packages")]);
  expect(listed.map(({ step }) => step)).toEqual(["node packages", "pulumi CLI", "docker"]);
});

test("the table has a line a step", () => {
  const table = stepTable([{ step: "pulumi CLI", how: "built", seconds: 96, bytes: 114e6 }]);
  expect(table).toBe("step        time        size    how\npulumi CLI  1 min 36 s  114 MB  built");
});

// @ts-check
"use strict";

const { spawn, execFileSync } = require("node:child_process");
const fs = require("node:fs");
const path = require("node:path");
const { ensureBuild, filesBelow, imageReference } = require("../setup/build.js");
const { quietProgress, scratchFolder, lay } = require("../setup/scratch-folder.js");
const { buildState } = require("../setup/sources.js");

jest.setTimeout(240_000);

/** A project with one source of each kind, compiled by the real compilers. */
function project() {
  const root = lay(scratchFolder(), {
    "index.ts": 'import { port } from "./model/port";\nexport const answer = port + 1;\n',
    "model/port.ts": "export const port = 41;\n",
    "simulator/main.ts": 'import { port } from "../model/port";\nconsole.log(`listening on ${port}`);\n',
    "simulator/image/Dockerfile": "ARG BASE\nFROM ${BASE}\n",
    "simulator/image/health": "#!/bin/bash\n",
    "package-lock.json": "{}",
  });
  for (const name of ["tsconfig.json", "tsconfig.build.json"])
    fs.copyFileSync(path.join(__dirname, "..", name), path.join(root, name));
  fs.symlinkSync(path.join(__dirname, "../node_modules"), path.join(root, "node_modules"));
  return root;
}

const run = (/** @type {string} */ file) => execFileSync(process.execPath, [file], { encoding: "utf8" });
const image = (/** @type {string} */ root) =>
  JSON.parse(fs.readFileSync(path.join(root, "bin/simulator/image/tag.json"), "utf8")).image;

test("a build compiles the program, bundles the simulator and names its image by what is in it", async () => {
  const [root, elsewhere] = [project(), project()];
  const { progress } = quietProgress();
  await ensureBuild(root, progress);
  expect(buildState(root)).toBe("fresh");
  expect(require(path.join(root, "bin/index.js")).answer).toBe(42);
  const folder = path.join(root, "bin/simulator/image");
  expect(filesBelow(folder)).toEqual(["Dockerfile", "health", "simulator.js", "tag.json"]);
  expect(run(path.join(folder, "simulator.js"))).toBe("listening on 41\n");
  expect(fs.statSync(path.join(folder, "health")).mode & 0o111).toBe(0o111);
  expect(image(root)).toMatch(/^genesys-chat-simulator:[0-9a-f]{12}$/);
  expect(image(root)).toBe(imageReference(folder));

  // The same sources give the same bytes wherever they lie.
  await ensureBuild(elsewhere, progress);
  for (const file of filesBelow(folder)) {
    expect(fs.readFileSync(path.join(elsewhere, "bin/simulator/image", file), "utf8")).toBe(
      fs.readFileSync(path.join(folder, file), "utf8"),
    );
  }

  // Nothing to do the second time; what is gone from the sources goes from the build.
  await ensureBuild(root, progress);
  expect(progress.records.map(({ how }) => how)).toEqual(["compiled", "compiled", "already there"]);
  const before = image(root);
  lay(root, {
    "simulator/main.ts": 'console.log("other");\n',
    "index.ts": "export const answer = 7;\n",
    "model/new.ts": "export {};\n",
  });
  fs.rmSync(path.join(root, "model/port.ts"));
  await ensureBuild(root, progress);
  expect(filesBelow(path.join(root, "bin/model"))).toEqual(["new.d.ts", "new.js"]);
  expect(image(root)).not.toBe(before);
  expect(fs.readdirSync(path.join(root, ".chatstack"))).toEqual([]);

  // A mistake is said with its place, and the last build stays.
  lay(root, { "index.ts": "export const answer: string = 7;\n" });
  await expect(ensureBuild(root, progress)).rejects.toThrow(
    /do not compile; correct this.*\nindex\.ts\(1,14\): error TS2322/,
  );
  expect(run(path.join(root, "bin/simulator/image/simulator.js"))).toBe("other\n");
  expect(buildState(root)).toBe("stale");
});

test("two builds that start at once: one builds, the other waits and finds it done", async () => {
  const root = project();
  const script = `
    const { ensureBuild } = require(${JSON.stringify(path.join(__dirname, "../setup/build.js"))});
    const { Progress } = require(${JSON.stringify(path.join(__dirname, "../setup/progress.js"))});
    const progress = new Progress(process.stderr);
    ensureBuild(${JSON.stringify(root)}, progress).then(() => console.log(progress.records[0].how));`;
  const outcomes = await Promise.all([1, 2].map(() => output(script)));
  expect(outcomes.map(({ stdout }) => stdout).sort()).toEqual(["already there\n", "compiled\n"]);
  expect(outcomes.map(({ stderr }) => stderr).join("")).toMatch(
    /waiting for process \d+ on .*, which builds/,
  );
  expect(buildState(root)).toBe("fresh");
});

/** @param {string} script @returns {Promise<{ stdout: string, stderr: string }>} */
function output(script) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, ["-e", script]);
    const text = { stdout: "", stderr: "" };
    child.stdout.on("data", (part) => (text.stdout += part));
    child.stderr.on("data", (part) => (text.stderr += part));
    child.on("close", () => resolve(text));
  });
}

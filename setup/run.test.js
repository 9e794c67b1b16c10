// @ts-check
"use strict";

const { spawnSync } = require("node:child_process");
const fs = require("node:fs");
const path = require("node:path");
const { NEEDS, needsOf } = require("./run.js");
const { scratchFolder, lay } = require("./scratch-folder.js");

const ROOT = path.dirname(__dirname);
const wrapper = path.join(ROOT, "chatstack");

test("validate, render, report and preview do without Docker, up and test do not", () => {
  for (const command of ["validate", "render", "report", "preview"])
    expect(NEEDS[command]).not.toContain("docker");
  for (const command of ["validate", "render"]) expect(NEEDS[command]).not.toContain("pulumi");
  for (const command of ["report", "preview", "destroy"]) expect(NEEDS[command]).toContain("pulumi");
  for (const command of ["up", "test", "env", "setup"])
    expect(NEEDS[command]).toEqual(expect.arrayContaining(["docker", "image"]));
});

test("a machine that only reviews is set up without Docker", () => {
  expect(needsOf("setup", ["setup", "--no-docker"])).toEqual(["packages", "build", "pulumi"]);
  expect(needsOf("setup", ["setup"])).toContain("docker");
});

test("of tenants each command needs its own: show nothing, add and preview no Docker, up all", () => {
  const needs = (/** @type {string} */ sub) => needsOf("tenants", ["tenants", sub, "acme"]);
  expect(needs("show")).toEqual(["packages", "build"]);
  for (const sub of ["add", "preview", "list"]) {
    expect(needs(sub)).toContain("pulumi");
    expect(needs(sub)).not.toContain("docker");
  }
  for (const sub of ["remove", "destroy", "verify"]) expect(needs(sub)).toContain("docker");
  expect(needs("up")).toContain("image");
  expect(needsOf("tenants", ["tenants", "constructor"])).toEqual(["packages", "build"]);
});

/** @param {string} program @param {string[]} words @param {string} searchPath */
const call = (program, words, searchPath) =>
  spawnSync(program, words, { encoding: "utf8", env: { PATH: searchPath, HOME: scratchFolder() } });

test("the wrapper says what is missing without Node.js, and with one that is too old", () => {
  const tools = scratchFolder();
  for (const tool of ["sh", "dirname", "readlink"]) fs.symlinkSync(findTool(tool), path.join(tools, tool));
  const absent = call("/bin/sh", [wrapper, "up"], tools);
  expect(absent).toMatchObject({ status: 2, stdout: "" });
  expect(absent.stderr).toBe(
    "chatstack: Node.js is not on PATH; install Node.js 20 or newer and run this again.\n",
  );

  // The question is answered before anything newer is read: an old Node.js is played by one with another version.
  lay(tools, { "old.js": 'Object.defineProperty(process.versions, "node", { value: "18.19.0" });' });
  lay(tools, { node: `#!/bin/sh\nexec ${process.execPath} --require ${tools}/old.js "$@"\n` });
  const old = call("/bin/sh", [wrapper, "up"], tools);
  expect(old.status).toBe(2);
  expect(old.stderr).toBe(
    "chatstack: Node.js 18.19.0 is on PATH, 20 or newer is needed; install it and run this again.\n",
  );
});

test("the wrapper finds the project through a link, and help needs nothing made ready", () => {
  const folder = scratchFolder();
  fs.symlinkSync(wrapper, path.join(folder, "chatstack"));
  const help = call(path.join(folder, "chatstack"), ["env", "--help"], process.env.PATH ?? "");
  expect(help).toMatchObject({ status: 0, stderr: "" });
  expect(help.stdout).toMatch(/^Usage: chatstack env\n[\s\S]*Example: eval/);
});

test("main.js holds nothing that an old Node.js could not read", () => {
  const text = fs.readFileSync(path.join(__dirname, "main.js"), "utf8").replace(/\/\/.*/g, "");
  expect(text).not.toMatch(/\?\.|\?\?|=>|`|\bconst\b|\blet\b|\basync\b/);
});

/** @param {string} name */
function findTool(name) {
  return (
    ["/bin", "/usr/bin"].map((folder) => path.join(folder, name)).find((file) => fs.existsSync(file)) ?? name
  );
}

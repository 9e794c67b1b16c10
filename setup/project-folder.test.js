// @ts-check
"use strict";

const fs = require("node:fs");
const os = require("node:os");
const path = require("node:path");
const {
  enterWorkingDirectory,
  INSTALLATION,
  projectFolder,
  takeWorkingDirectory,
} = require("./project-folder.js");

/** @type {string} */
let folder;
const cwd = process.cwd();

beforeEach(() => {
  folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), "genesys-chat-project-")));
  fs.mkdirSync(path.join(folder, "project", "deep", "down"), { recursive: true });
  fs.writeFileSync(
    path.join(folder, "project", "Pulumi.yaml"),
    'name: "genesys-chat" # ours\nruntime: nodejs\n',
  );
});

afterEach(() => {
  process.chdir(cwd);
  fs.rmSync(folder, { recursive: true });
});

test("the nearest project at or above the working directory is taken", () => {
  const project = path.join(folder, "project");
  expect(projectFolder(project)).toBe(project);
  expect(projectFolder(path.join(project, "deep", "down"))).toBe(project);
});

test("where there is none, or only another project's Pulumi.yaml, it is the folder of this program", () => {
  fs.writeFileSync(path.join(folder, "Pulumi.yaml"), "name: genesys-chat-beside\n");
  expect(projectFolder(folder)).toBe(INSTALLATION);
  expect(projectFolder("/")).toBe(INSTALLATION);
});

test.each([
  [["up", "--cwd", "a b", "--yes"], { words: ["up", "--yes"], folder: "a b" }],
  [["--cwd=x=y", "up"], { words: ["up"], folder: "x=y" }],
  [["test", "--", "--cwd", "a"], { words: ["test", "--", "--cwd", "a"], folder: undefined }],
  [["up"], { words: ["up"], folder: undefined }],
])("%j", (words, expected) => {
  expect(takeWorkingDirectory(words)).toEqual(expected);
});

test.each([[["up", "--cwd"]], [["--cwd=", "up"]], [["--cwd", "--yes"]]])("%j is refused", (words) => {
  expect(() => takeWorkingDirectory(words)).toThrow("--cwd names no folder; write --cwd and the folder");
});

test("--cwd enters a project, and refuses a folder that is none or not there", () => {
  expect(enterWorkingDirectory(["up", "--cwd", path.join(folder, "project", "deep")])).toEqual(["up"]);
  expect(process.cwd()).toBe(path.join(folder, "project", "deep"));
  expect(() => enterWorkingDirectory(["--cwd", folder])).toThrow(/is in no project: .*name: genesys-chat/);
  expect(() => enterWorkingDirectory(["--cwd", path.join(folder, "absent")])).toThrow(/ENOENT.*that exists/);
});

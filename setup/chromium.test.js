// @ts-check
"use strict";

const fs = require("node:fs");
const os = require("node:os");
const path = require("node:path");
const { ensureChromium } = require("./chromium.js");

/** @type {string} */
let folder;
const { PATH } = process.env;

beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), "genesys-chat-browser-"));
  process.env.PATH = folder;
});

afterEach(() => {
  process.env.PATH = PATH;
  fs.rmSync(folder, { recursive: true });
});

/** Puts a program that ends with a code where PATH leads. @param {string} name @param {number} code */
function browser(name, code) {
  fs.writeFileSync(path.join(folder, name), `#!/bin/sh\necho says no >&2\nexit ${code}\n`, { mode: 0o755 });
}

const install = jest.fn();
beforeEach(() => install.mockReset());

test.each(["chromium", "chromium-browser", "google-chrome"])("%s on PATH is enough", async (name) => {
  browser(name, 0);
  expect(await ensureChromium({ isRoot: true, debian: true, install })).toBeUndefined();
  expect(install).not.toHaveBeenCalled();
});

test("Debian's package is installed by root, and only there", async () => {
  expect(await ensureChromium({ isRoot: false, debian: true, install })).toMatch(
    /sudo apt-get install chromium/,
  );
  expect(await ensureChromium({ isRoot: true, debian: false, install })).toBe(
    "no Chromium is on PATH; install one",
  );
  expect(install).not.toHaveBeenCalled();
  install.mockImplementation(() => browser("chromium", 0));
  expect(await ensureChromium({ isRoot: true, debian: true, install })).toBeUndefined();
  expect(install).toHaveBeenCalledWith("Chromium", ["chromium"]);
});

test("why there is none is one line", async () => {
  install.mockRejectedValue(new Error("Chromium can't be installed with apt:\nE: no network"));
  expect(await ensureChromium({ isRoot: true, debian: true, install })).toBe(
    "Chromium can't be installed with apt: E: no network",
  );
  install.mockResolvedValue(null);
  expect(await ensureChromium({ isRoot: true, debian: true, install })).toMatch(/no Chromium on PATH/);
  browser("chromium-browser", 1);
  expect(await ensureChromium({ isRoot: true, debian: true, install })).toMatch(/does not start: says no$/);
});

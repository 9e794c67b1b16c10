// @ts-check
"use strict";

// For tests only.
const fs = require("node:fs");
const os = require("node:os");
const path = require("node:path");

/** Folders to remove after the test file. @type {string[]} */
const folders = [];
afterAll(() => {
  for (const folder of folders) fs.rmSync(folder, { recursive: true, force: true });
});

/** An empty folder, gone after the test file. @returns {string} */
function scratchFolder() {
  const folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), "genesys-chat-setup-")));
  folders.push(folder);
  return folder;
}

/**
 * Writes files, with the folders they need.
 *
 * @param {string} folder
 * @param {Record<string, string>} files by their paths in the folder; one that begins with `#!` becomes executable
 * @returns {string} the folder
 */
function lay(folder, files) {
  for (const [name, text] of Object.entries(files)) {
    const file = path.join(folder, name);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, text, { mode: text.startsWith("#!") ? 0o755 : 0o644 });
  }
  return folder;
}

/** A progress that keeps what is said. @returns {{ progress: import("./progress.js").Progress, said: () => string }} */
function quietProgress() {
  const { Progress } = require("./progress.js");
  let text = "";
  const progress = new Progress({ write: (/** @type {string} */ part) => (text += part) });
  return { progress, said: () => text };
}

module.exports = { scratchFolder, lay, quietProgress };

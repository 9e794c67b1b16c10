// @ts-check
"use strict";

const fs = require("node:fs");
const { makeFolder } = require("./folders.js");

/** The drafts of this process: removed also when it ends by `process.exit`. @type {Set<string>} */
const drafts = new Set();
process.on("exit", () => {
  for (const folder of drafts) fs.rmSync(folder, { recursive: true, force: true });
});

/**
 * Works in a folder that is empty at the start and gone at the end, however it ends.
 *
 * @template T
 * @param {string} folder
 * @param {(folder: string) => Promise<T>} work
 * @returns {Promise<T>}
 */
async function withDraft(folder, work) {
  drafts.add(folder);
  fs.rmSync(folder, { recursive: true, force: true });
  makeFolder(folder);
  try {
    return await work(folder);
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
    drafts.delete(folder);
  }
}

module.exports = { withDraft };

// @ts-check
"use strict";

const { createHash } = require("node:crypto");
const fs = require("node:fs");
const os = require("node:os");
const path = require("node:path");
const { withDraft } = require("./draft-folder.js");
const { makeFolder } = require("./folders.js");
const { readJsonObject } = require("./json-file.js");
const { isDead, withLock } = require("./lock.js");

/** The file in a cached folder that says what was put there. */
const RECORD = "record.json";

/**
 * @typedef {{ sha256: string, size: number, mtimeMs: number }} FileRecord
 * @typedef {{ how: string, files: Record<string, FileRecord> }} ArtifactRecord
 */

/**
 * What a cached folder holds, if it still holds what was put there; undefined otherwise. Size and time of every file
 * are looked at each time, the contents only where those differ.
 *
 * @param {string} folder
 * @returns {ArtifactRecord | undefined}
 */
function checkedArtifact(folder) {
  const record = readRecord(folder);
  if (!record) return undefined;
  let changed = false;
  for (const [name, expected] of Object.entries(record.files)) {
    const file = path.join(folder, name);
    const stat = fs.statSync(file, { throwIfNoEntry: false });
    if (!stat || stat.size !== expected.size) return undefined;
    if (stat.mtimeMs === expected.mtimeMs) continue;
    if (fileHash(file) !== expected.sha256) return undefined;
    expected.mtimeMs = stat.mtimeMs;
    changed = true;
  }
  if (changed) writeRecord(folder, record);
  return record;
}

/**
 * A cached folder that is filled once, however many runs want it at the same time: one fills it, the others wait.
 *
 * @param {string} folder
 * @param {string} step name of the step in the progress output
 * @param {import("./progress.js").Progress} progress
 * @param {(draft: string) => Promise<{ how: string, files: string[] }>} work fills the draft and names its files
 * @returns {Promise<ArtifactRecord>}
 */
async function ensureArtifact(folder, step, progress, work) {
  const ready = () => {
    const record = checkedArtifact(folder);
    if (record) progress.idle(step, record.how, artifactSize(record));
    return record;
  };
  const make = () =>
    progress.during(step, "looking for the official release", async () => {
      const record = await makeArtifact(folder, work);
      return { ...record, bytes: artifactSize(record) };
    });
  return (
    ready() ??
    (await withLock(
      `${folder}.lock`,
      async () => ready() ?? (await make()),
      (holder) =>
        progress.say(step, `waiting for process ${holder.pid} on ${holder.host}, which gets it ready`),
    ))
  );
}

/**
 * Fills a cached folder: the work is done in a folder beside it, which takes its place only when all went well.
 *
 * @param {string} folder
 * @param {(draft: string) => Promise<{ how: string, files: string[] }>} work fills the draft and names its files
 * @returns {Promise<ArtifactRecord>}
 */
async function makeArtifact(folder, work) {
  makeFolder(path.dirname(folder));
  removeDeadDrafts(folder);
  return withDraft(`${folder}.draft-${process.pid}`, async (draft) => {
    const { how, files } = await work(draft);
    /** @type {ArtifactRecord} */
    const record = { how, files: {} };
    for (const name of files) {
      const file = path.join(draft, name);
      const { size, mtimeMs } = fs.statSync(file);
      record.files[name] = { sha256: fileHash(file), size, mtimeMs };
    }
    writeRecord(draft, record);
    fs.rmSync(folder, { recursive: true, force: true });
    fs.renameSync(draft, folder);
    return record;
  });
}

/**
 * The bytes that a record accounts for.
 *
 * @param {ArtifactRecord} record
 * @returns {number}
 */
function artifactSize(record) {
  return Object.values(record.files).reduce((sum, file) => sum + file.size, 0);
}

/**
 * The SHA-256 of a file, read in pieces: the files here are a hundred megabytes.
 *
 * @param {string} file
 * @param {string} [algorithm]
 * @returns {string}
 */
function fileHash(file, algorithm = "sha256") {
  const hash = createHash(algorithm);
  const piece = Buffer.allocUnsafe(1 << 20);
  const descriptor = fs.openSync(file, "r");
  try {
    for (let count; (count = fs.readSync(descriptor, piece)) > 0;) hash.update(piece.subarray(0, count));
  } finally {
    fs.closeSync(descriptor);
  }
  return hash.digest("hex");
}

/**
 * Drafts of processes that were killed.
 *
 * @param {string} folder
 */
function removeDeadDrafts(folder) {
  const prefix = `${path.basename(folder)}.draft-`;
  for (const name of fs.readdirSync(path.dirname(folder))) {
    const pid = Number(name.startsWith(prefix) ? name.slice(prefix.length) : Number.NaN);
    if (!Number.isInteger(pid) || pid === process.pid) continue;
    if (isDead({ pid, host: os.hostname(), started: "" })) {
      fs.rmSync(path.join(path.dirname(folder), name), { recursive: true, force: true });
    }
  }
}

/**
 * The record in a cached folder; undefined if it is missing or damaged: the folder is filled again then.
 *
 * @param {string} folder
 * @returns {ArtifactRecord | undefined}
 */
function readRecord(folder) {
  const { how, files } = readJsonObject(path.join(folder, RECORD)) ?? {};
  if (typeof how !== "string" || files === null || typeof files !== "object") return undefined;
  return Object.values(files).every(isFileRecord) ? { how, files } : undefined;
}

/** @param {any} value */
function isFileRecord(value) {
  return (
    typeof value?.sha256 === "string" && typeof value.size === "number" && typeof value.mtimeMs === "number"
  );
}

/**
 * @param {string} folder
 * @param {ArtifactRecord} record
 */
function writeRecord(folder, record) {
  const draft = path.join(folder, `${RECORD}.${process.pid}`);
  fs.writeFileSync(draft, JSON.stringify(record, null, 2));
  fs.renameSync(draft, path.join(folder, RECORD));
}

module.exports = { ensureArtifact, checkedArtifact, makeArtifact, artifactSize, fileHash };

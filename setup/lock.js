// @ts-check
"use strict";

const fs = require("node:fs");
const os = require("node:os");
const path = require("node:path");
const { SetupFailure } = require("./failure.js");
const { makeFolder } = require("./folders.js");

/** Who holds a lock. @typedef {{ pid: number, host: string, started: string }} Holder */

/** How often a waiting process looks again, in milliseconds. */
const LOOK_AGAIN = 200;

/** Age at which an unfinished takeover is removed, in milliseconds. */
const TAKEOVER_PATIENCE = 10_000;

/** Lock files that this process holds: given back also when it ends by `process.exit`. @type {Set<string>} */
const held = new Set();
process.on("exit", () => {
  for (const file of held) fs.rmSync(file, { force: true });
});

/**
 * Does work while holding a lock file, so that two processes never do the same at once. A lock whose holder died on
 * this machine, or that names no holder, is taken over; one from another machine (a shared home) can't be judged and is
 * waited for.
 *
 * @template T
 * @param {string} file
 * @param {() => Promise<T>} work
 * @param {(holder: Holder) => void} [onWait] told once, where another process holds the lock
 * @returns {Promise<T>}
 */
async function withLock(file, work, onWait = () => {}) {
  makeFolder(path.dirname(file));
  let told = false;
  while (!take(file)) {
    const holder = readHolder(file);
    if (isAbandoned(holder)) {
      takeOver(file);
      if (ownsLock(file)) break;
    } else if (holder && !told) {
      told = true;
      onWait(holder);
    }
    await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN));
  }
  held.add(file);
  try {
    return await work();
  } finally {
    fs.rmSync(file, { force: true });
    held.delete(file);
  }
}

/**
 * The lock is a link to a complete file, so no process reads an incomplete holder.
 *
 * @param {string} file
 */
function take(file) {
  const draft = writeDraft(file);
  try {
    fs.linkSync(draft, file);
    return true;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === "EEXIST") return false;
    throw error;
  } finally {
    fs.rmSync(draft, { force: true });
  }
}

/**
 * Replaces a dead holder's lock by ours. Two that find the same dead holder are put in a row by a second lock; it is
 * held for one rename only.
 *
 * @param {string} file
 */
function takeOver(file) {
  const takeover = `${file}.takeover`;
  try {
    fs.writeFileSync(takeover, "", { flag: "wx" });
  } catch {
    const age = Date.now() - (fs.statSync(takeover, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
    if (age > TAKEOVER_PATIENCE) fs.rmSync(takeover, { force: true });
    return;
  }
  try {
    if (isAbandoned(readHolder(file))) fs.renameSync(writeDraft(file), file);
  } finally {
    fs.rmSync(takeover, { force: true });
  }
}

/** @param {string} file */
function writeDraft(file) {
  const draft = `${file}.${process.pid}`;
  fs.writeFileSync(
    draft,
    JSON.stringify({ pid: process.pid, host: os.hostname(), started: startOf(process.pid) }),
  );
  return draft;
}

/**
 * Who holds a lock: undefined if it was given back meanwhile, null if the file names no holder. A lock is a link to a complete
 * file, so only a power cut or another program leaves such a file.
 *
 * @param {string} file
 * @returns {Holder | null | undefined}
 */
function readHolder(file) {
  const found = fs.lstatSync(file, { throwIfNoEntry: false });
  if (!found) return undefined;
  if (!found.isFile()) {
    throw new SetupFailure(
      `${file} is not an ordinary file, and a lock file of ./chatstack belongs there: move it away, then run this again.`,
    );
  }
  let text;
  try {
    text = fs.readFileSync(file, "utf8");
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === "ENOENT") return undefined;
    throw error;
  }
  return holderIn(text);
}

/**
 * @param {string} text
 * @returns {Holder | null}
 */
function holderIn(text) {
  try {
    const { pid, host, started } = JSON.parse(text);
    const isHolder = Number.isSafeInteger(pid) && pid > 0 && typeof host === "string";
    return isHolder && typeof started === "string" ? { pid, host, started } : null;
  } catch {
    return null;
  }
}

/** @param {Holder | null | undefined} holder */
function isAbandoned(holder) {
  return holder === null || (holder !== undefined && isDead(holder));
}

/** @param {string} file */
function ownsLock(file) {
  const holder = readHolder(file);
  return (
    holder?.pid === process.pid && holder.host === os.hostname() && holder.started === startOf(process.pid)
  );
}

/**
 * Whether a holder is known to be gone. A process number is used again after a while, so the start time counts too.
 *
 * @param {Holder} holder
 * @returns {boolean}
 */
function isDead(holder) {
  if (holder.host !== os.hostname()) return false;
  try {
    process.kill(holder.pid, 0);
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === "ESRCH";
  }
  return holder.started !== "" && startOf(holder.pid) !== holder.started;
}

/**
 * When a process was started, in the system's own count; empty where the system does not tell (only Linux has /proc).
 *
 * @param {number} pid
 * @returns {string}
 */
function startOf(pid) {
  try {
    const stat = fs.readFileSync(`/proc/${pid}/stat`, "utf8");
    // The program's name, in parentheses, may hold blanks; the state follows it, and the start time is the 20th field.
    const [state, ...rest] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    // Killed, and its parent has not waited for it; in a container without an init it never will.
    return state === "Z" ? "defunct" : (rest[18] ?? "");
  } catch {
    return "";
  }
}

module.exports = { withLock, isDead, startOf };

// @ts-check
"use strict";

/** What the system's error codes mean, as the end of a sentence. @type {Record<string, string>} */
const MEANINGS = {
  EACCES: "this account has no permission",
  EBADF: "it is closed",
  EDQUOT: "the disk quota is used up",
  EEXIST: "something is there already",
  EIO: "the device or terminal no longer answers",
  EISDIR: "it is a folder, not a file",
  ELOOP: "its symbolic links lead in a circle",
  EMFILE: "this process has too many open files",
  ENAMETOOLONG: "the path is too long",
  ENFILE: "this machine has too many open files",
  ENOENT: "there is no such file or folder",
  ENOMEM: "no memory is left",
  ENOSPC: "no space is left",
  ENOTDIR: "a part of the path is a file, not a folder",
  EPERM: "this account has no permission",
  EPIPE: "its reader has closed it",
  EROFS: "the file system is read-only",
};

/** The system's calls that concern a path, as verbs. @type {Record<string, string>} */
const VERBS = {
  copyfile: "copied",
  link: "linked",
  mkdir: "created",
  mkdtemp: "created",
  open: "opened",
  read: "read",
  rename: "renamed",
  rm: "removed",
  rmdir: "removed",
  scandir: "listed",
  unlink: "removed",
  write: "written",
};

/** Shows the stack of an unexpected error, for a bug report. */
const DEBUG_VARIABLE = "GENESYS_CHAT_DEBUG";

/**
 * Any error as one sentence for the operator, without a stack trace: what is wrong, where, and what to do next.
 *
 * @param {unknown} error
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {string}
 */
function errorSentence(error, env = process.env) {
  const text = systemSentence(error) ?? unexpectedSentence(error);
  return env[DEBUG_VARIABLE] && error instanceof Error ? `${text}\n${error.stack}` : text;
}

/**
 * The sentence for an error of the system; undefined for any other.
 *
 * @param {unknown} error
 * @returns {string | undefined}
 */
function systemSentence(error) {
  const { code, path, syscall = "" } = /** @type {NodeJS.ErrnoException} */ (error ?? {});
  const meaning = MEANINGS[code ?? ""];
  if (meaning === undefined) return undefined;
  if (syscall === "uv_cwd")
    return "The working directory no longer exists: change to another folder and run this again.";
  if (syscall.startsWith("spawn"))
    return `The program ${path ?? syscall.slice("spawn ".length)} can't be run: ${spawnMeaning(code)} (${code}).`;
  const verb = VERBS[syscall] ?? "used";
  return `${path ?? "A stream"} can't be ${verb}: ${meaning} (${code}).${advice(code, path)}`;
}

/** @param {string | undefined} code */
function spawnMeaning(code) {
  return code === "ENOENT" ? "it is not on PATH; install it and run this again" : MEANINGS[code ?? ""];
}

/**
 * @param {string | undefined} code
 * @param {string | undefined} file
 */
function advice(code, file = "") {
  if (code === "ENOSPC" || code === "EDQUOT") return " Free some and run this again.";
  // Our folders in the user's home (setup/folders.js).
  if (!/\/genesys-chat(?:\/|$)/.test(file)) return " Correct that and run this again.";
  return " Set HOME, or XDG_CACHE_HOME, XDG_CONFIG_HOME and XDG_STATE_HOME, to folders that can be written.";
}

/** @param {unknown} error */
function unexpectedSentence(error) {
  const message = error instanceof Error ? error.message : String(error);
  const first = message.split("\n")[0] || "no message";
  return `Unexpected error: ${first}. Set ${DEBUG_VARIABLE}=1 to see its origin, and report it.`;
}

module.exports = { errorSentence, MEANINGS };

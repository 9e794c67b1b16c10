// @ts-check
"use strict";

const fs = require("node:fs");
const path = require("node:path");
const { SetupFailure } = require("./failure.js");
const { isInside } = require("./folders.js");

/** The folder of this program, which is a project too. */
const INSTALLATION = path.dirname(__dirname);

/** The option that names the working directory. */
const OPTION = "--cwd";

/**
 * The project's folder: the nearest one, at or above the working directory, whose Pulumi.yaml is of this project; the
 * folder of this program where there is none.
 *
 * @param {string} workingDirectory
 * @returns {string}
 */
function projectFolder(workingDirectory) {
  for (let folder = workingDirectory; ; folder = path.dirname(folder)) {
    if (isProject(folder)) return folder;
    if (folder === path.dirname(folder)) return INSTALLATION;
  }
}

/**
 * Pulumi.yaml's first key is its name in every file that Pulumi writes; another project's Pulumi.yaml is passed over.
 *
 * @param {string} folder
 */
function isProject(folder) {
  try {
    return /^name:\s*(["']?)genesys-chat\1\s*(?:#.*)?$/m.test(
      fs.readFileSync(path.join(folder, "Pulumi.yaml"), "utf8"),
    );
  } catch {
    return false;
  }
}

/**
 * Takes `--cwd DIR` (or `--cwd=DIR`) out of the words of a command line. Words after `--` are another program's.
 *
 * @param {readonly string[]} words
 * @returns {{ words: string[]; folder: string | undefined }}
 */
function takeWorkingDirectory(words) {
  const end = words.includes("--") ? words.indexOf("--") : words.length;
  const at = words.findIndex(
    (word, index) => index < end && (word === OPTION || word.startsWith(`${OPTION}=`)),
  );
  if (at < 0) return { words: [...words], folder: undefined };
  const joined = words[at] !== OPTION;
  const folder = joined ? words[at]?.slice(OPTION.length + 1) : words[at + 1];
  if (folder === undefined || folder === "" || folder.startsWith("--"))
    throw new SetupFailure(`${OPTION} names no folder; write ${OPTION} and the folder of a project.`);
  return { words: words.filter((_, index) => index !== at && (joined || index !== at + 1)), folder };
}

/**
 * Makes the folder that `--cwd` names the working directory, and returns the other words.
 *
 * @param {readonly string[]} words
 * @returns {string[]}
 */
function enterWorkingDirectory(words) {
  const { words: rest, folder } = takeWorkingDirectory(words);
  if (folder === undefined) return rest;
  try {
    process.chdir(folder);
  } catch (error) {
    const { code } = /** @type {NodeJS.ErrnoException} */ (error);
    throw new SetupFailure(`${OPTION} ${folder} can't be entered (${code}); name a folder that exists.`);
  }
  const inInstallation = isInside(fs.realpathSync(process.cwd()), fs.realpathSync(INSTALLATION));
  if (projectFolder(process.cwd()) === INSTALLATION && !inInstallation)
    throw new SetupFailure(
      `${OPTION} ${folder} is in no project: neither it nor a folder above it has a Pulumi.yaml with "name: genesys-chat".`,
    );
  return rest;
}

module.exports = { projectFolder, takeWorkingDirectory, enterWorkingDirectory, INSTALLATION };

// @ts-check
"use strict";

const fs = require("node:fs");
const path = require("node:path");
const { SetupFailure } = require("./failure.js");
const { withLock } = require("./lock.js");
const { run, lastLines } = require("./processes.js");
const { filesHash } = require("./sources.js");

/** The name of the step. */
const STEP = "node packages";

/** The file in node_modules that says which lock file, and which Node.js, it was installed for. */
const STAMP = ".chatstack-stamp";

/**
 * What node_modules must have been installed for: packages with native code differ from one major of Node.js to another.
 *
 * @param {string} root
 * @param {string} [nodeVersion]
 * @returns {string}
 */
function packagesStamp(root, nodeVersion = process.versions.node) {
  return `${filesHash(root, ["package-lock.json"])} node ${nodeVersion.split(".")[0]} ${process.platform} ${process.arch}\n`;
}

/**
 * Whether node_modules holds what the lock file says.
 *
 * @param {string} root
 * @returns {boolean}
 */
function packagesInstalled(root) {
  try {
    return fs.readFileSync(path.join(root, "node_modules", STAMP), "utf8") === packagesStamp(root);
  } catch {
    return false;
  }
}

/**
 * A node_modules that is a link is another checkout's: `npm ci` would empty it while that checkout uses it.
 *
 * @param {string} folder
 */
function refuseLink(folder) {
  if (!fs.lstatSync(folder, { throwIfNoEntry: false })?.isSymbolicLink()) return;
  throw new SetupFailure(
    `${folder} is a link to ${fs.readlinkSync(folder)}, whose packages are not those of this package-lock.json: ` +
      "remove the link and run this again.",
  );
}

/**
 * Installs the npm packages where they are absent or others than the lock file's.
 *
 * @param {string} root
 * @param {import("./progress.js").Progress} progress
 * @returns {Promise<void>}
 */
async function ensureNodePackages(root, progress) {
  // An installed package has no lock file; its dependencies were installed with it.
  if (!fs.existsSync(path.join(root, "package-lock.json"))) return;
  if (packagesInstalled(root)) return progress.idle(STEP, "already there");
  refuseLink(path.join(root, "node_modules"));
  await withLock(
    path.join(root, ".chatstack", "npm.lock"),
    async () => {
      if (packagesInstalled(root)) return progress.idle(STEP, "already there");
      await progress.during(STEP, "installing with npm ci", async () => {
        // The install scripts of packages run with this account's rights and environment; no package here needs one.
        const outcome = await run(
          "npm",
          ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"],
          {
            cwd: root,
          },
        );
        if (outcome.code !== 0) {
          throw new SetupFailure(
            `\`npm ci\` failed in ${root}:\n${npmReason(outcome.stderr || outcome.stdout)}\n` +
              "Check that the npm registry can be reached and run this again.",
          );
        }
        writeStamp(root);
        return { how: "installed with npm ci", bytes: folderSize(path.join(root, "node_modules")) };
      });
    },
    (holder) =>
      progress.say(STEP, `waiting for process ${holder.pid} on ${holder.host}, which installs them`),
  );
}

/**
 * A new file and not new text in the old one: that may be a hard link which another copy of the project has too.
 *
 * @param {string} root
 */
function writeStamp(root) {
  const stamp = path.join(root, "node_modules", STAMP);
  fs.writeFileSync(`${stamp}.${process.pid}`, packagesStamp(root));
  fs.renameSync(`${stamp}.${process.pid}`, stamp);
}

/**
 * What npm says is wrong: its first words, since it ends with its own manual page.
 *
 * @param {string} output
 * @returns {string}
 */
function npmReason(output) {
  const errors = output.split("\n").filter((line) => /^npm error\s+\S/.test(line));
  return errors.slice(0, 5).join("\n") || lastLines(output, 5);
}

/**
 * The bytes of all files below a folder.
 *
 * @param {string} folder
 * @returns {number}
 */
function folderSize(folder) {
  let bytes = 0;
  for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
    const name = path.join(folder, entry.name);
    if (entry.isDirectory()) bytes += folderSize(name);
    else if (entry.isFile()) bytes += fs.statSync(name).size;
  }
  return bytes;
}

module.exports = { ensureNodePackages, packagesInstalled, packagesStamp, folderSize, STAMP };

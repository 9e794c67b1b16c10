// @ts-check
"use strict";

// Loaded by the Pulumi program at every run: nothing but the file system, nothing done on loading.
const { createHash } = require("node:crypto");
const fs = require("node:fs");
const path = require("node:path");
const { readJsonObject } = require("./json-file.js");

/** Folders whose TypeScript is compiled, beside index.ts. */
const SOURCE_FOLDERS = [
  "model",
  "render",
  "system",
  "docker",
  "engine",
  "components",
  "operations",
  "cli",
  "simulator",
];

/** Files that decide what a build yields, beside the sources. */
const SETTINGS = ["index.ts", "package-lock.json", "tsconfig.json", "tsconfig.build.json", "setup/build.js"];

/** The folder whose files go into the simulator's image as they are. */
const IMAGE_FOLDER = "simulator/image";

/**
 * The files that a build is made from, relative to the root, in a fixed order. Tests are none of them.
 *
 * @param {string} root
 * @returns {string[]}
 */
function sourceFiles(root) {
  const found = SETTINGS.filter((file) => fs.existsSync(path.join(root, file)));
  for (const folder of SOURCE_FOLDERS) {
    walk(root, folder, (file) => {
      if (file.startsWith(`${IMAGE_FOLDER}/`) || (file.endsWith(".ts") && !file.endsWith(".test.ts")))
        found.push(file);
    });
  }
  return found.sort();
}

/**
 * A hash of the names and contents of all that a build is made from. Contents, not times: a checkout sets new times,
 * and a restored backup sets old ones.
 *
 * @param {string} root
 * @returns {string}
 */
function sourcesHash(root) {
  return filesHash(root, sourceFiles(root));
}

/**
 * A hash of the names and contents of some files.
 *
 * @param {string} root
 * @param {string[]} files relative to the root
 * @returns {string} 64 hexadecimal digits
 */
function filesHash(root, files) {
  const hash = createHash("sha256");
  for (const file of files) {
    const content = fs.readFileSync(path.join(root, file));
    // With the lengths, so that no bytes can move from one file into the next unnoticed.
    hash.update(`${file.length} ${file} ${content.length}\n`).update(content);
  }
  return hash.digest("hex");
}

/**
 * Whether `bin/` was built from exactly the sources that are there now.
 *
 * @param {string} root
 * @returns {"fresh" | "absent" | "stale" | "package"} `package`: no sources here, installed as a package
 */
function buildState(root) {
  if (!fs.existsSync(path.join(root, "tsconfig.build.json"))) return "package";
  const built = readJsonObject(path.join(root, "bin", "build.json"))?.sources;
  if (typeof built !== "string") return "absent";
  return built === sourcesHash(root) ? "fresh" : "stale";
}

/**
 * Throws if the build is absent, or older than its sources: it would do something else than what the
 * sources say.
 *
 * @param {string} root the project's folder
 * @returns {void}
 */
function assertFreshBuild(root) {
  const state = buildState(root);
  if (state === "fresh" || state === "package") return;
  const what =
    state === "absent" ? "The program has not been built" : "The build in bin/ is older than the sources";
  throw new Error(`${what}; run \`./chatstack build\` (or \`npm run build\`) in ${root}.`);
}

/**
 * @param {string} root
 * @param {string} folder
 * @param {(file: string) => void} visit
 */
function walk(root, folder, visit) {
  let entries;
  try {
    entries = fs.readdirSync(path.join(root, folder), { withFileTypes: true });
  } catch {
    return; // a folder that this project does not have
  }
  for (const entry of entries) {
    const name = `${folder}/${entry.name}`;
    if (entry.isDirectory()) walk(root, name, visit);
    else visit(name);
  }
}

module.exports = {
  sourceFiles,
  sourcesHash,
  filesHash,
  buildState,
  assertFreshBuild,
  IMAGE_FOLDER,
  SOURCE_FOLDERS,
};

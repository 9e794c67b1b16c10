// @ts-check
"use strict";

const { createHash } = require("node:crypto");
const fs = require("node:fs");
const path = require("node:path");
const { withDraft } = require("./draft-folder.js");
const { SetupFailure } = require("./failure.js");
const { withLock } = require("./lock.js");
const { Progress } = require("./progress.js");
const { run, lastLines } = require("./processes.js");
const { buildState, sourcesHash, IMAGE_FOLDER } = require("./sources.js");

/** The name of the step. */
const STEP = "build";

/** Where the files of the simulator's image are laid ready, and the name of the image. */
const IMAGE_OUTPUT = path.join("bin", "simulator", "image");
const IMAGE_NAME = "genesys-chat-simulator";

/**
 * Builds `bin/` if it is absent or older than the sources.
 *
 * @param {string} root
 * @param {Progress} progress
 * @param {{ always?: boolean }} [options] `always`: also if it is fresh
 * @returns {Promise<void>}
 */
async function ensureBuild(root, progress, options = {}) {
  const state = buildState(root);
  if (state === "package" || (state === "fresh" && !options.always))
    return progress.idle(STEP, "already there");
  await withLock(
    path.join(root, ".chatstack", "build.lock"),
    async () => {
      if (buildState(root) === "fresh" && !options.always) return progress.idle(STEP, "already there");
      await progress.during(STEP, "compiling", () => build(root));
    },
    (holder) => progress.say(STEP, `waiting for process ${holder.pid} on ${holder.host}, which builds`),
  );
}

/**
 * Compiles in a folder aside and moves the result file by file into `bin/`: a process that loads from there meanwhile never
 * meets a missing or incomplete module. `bin/build.json`, which marks a complete build, is removed first and written last.
 *
 * @param {string} root
 * @returns {Promise<{ how: string, bytes: number }>}
 */
async function build(root) {
  const sources = sourcesHash(root);
  return withDraft(path.join(root, ".chatstack", "build"), async (draft) => {
    // The last result is where the compiler starts from: it compiles again only what changed.
    const information = path.join(root, "bin", ".tsbuildinfo");
    if (fs.existsSync(information)) fs.cpSync(path.join(root, "bin"), draft, { recursive: true });
    await compile(root, draft);
    removeOrphans(root, draft);
    layImageFiles(root, path.join(draft, path.relative("bin", IMAGE_OUTPUT)));
    fs.writeFileSync(path.join(draft, "build.json"), `${JSON.stringify({ sources })}\n`);
    return { how: "compiled", bytes: moveInto(draft, path.join(root, "bin")) };
  });
}

/**
 * @param {string} root
 * @param {string} output
 */
async function compile(root, output) {
  const compiler = path.join(root, "node_modules", "typescript", "bin", "tsc");
  const settings = [
    "--outDir",
    output,
    "--tsBuildInfoFile",
    path.join(output, ".tsbuildinfo"),
    "--pretty",
    "false",
  ];
  const outcome = await run(process.execPath, [compiler, "-p", "tsconfig.build.json", ...settings], {
    cwd: root,
  });
  if (outcome.code !== 0) {
    throw new SetupFailure(
      `The TypeScript sources do not compile; correct this and run it again:\n${lastLines(outcome.stdout + outcome.stderr, 30)}`,
    );
  }
}

/**
 * Removes what was compiled from sources that are gone.
 *
 * @param {string} root
 * @param {string} output
 */
function removeOrphans(root, output) {
  for (const file of filesBelow(output)) {
    const source = file.replace(/(\.d\.ts|\.js)$/, ".ts");
    if (source !== file && !fs.existsSync(path.join(root, source))) fs.rmSync(path.join(output, file));
  }
}

/**
 * Lays ready what the simulator's image is made of: the bundled program, the files of simulator/image, and the tag.
 *
 * @param {string} root
 * @param {string} output
 */
function layImageFiles(root, output) {
  fs.rmSync(output, { recursive: true, force: true });
  fs.mkdirSync(output, { recursive: true });
  bundleSimulator(root, path.join(output, "simulator.js"));
  for (const file of filesBelow(path.join(root, IMAGE_FOLDER))) {
    const target = path.join(output, file);
    fs.mkdirSync(path.dirname(target), { recursive: true });
    fs.copyFileSync(path.join(root, IMAGE_FOLDER, file), target);
  }
  fs.writeFileSync(path.join(output, "tag.json"), `${JSON.stringify({ image: imageReference(output) })}\n`);
}

/**
 * One file without dependencies, the same bytes for the same sources wherever it is made.
 *
 * @param {string} root
 * @param {string} outfile
 */
function bundleSimulator(root, outfile) {
  // Loaded here and not above: there is no esbuild before the packages are installed.
  const esbuild = require(require.resolve("esbuild", { paths: [root] }));
  try {
    esbuild.buildSync({
      absWorkingDir: root,
      entryPoints: ["simulator/main.ts"],
      outfile,
      bundle: true,
      platform: "node",
      target: "node20",
      format: "cjs",
      legalComments: "none",
      logLevel: "silent",
    });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new SetupFailure(`simulator/main.ts can't be bundled; correct this and run it again:\n${reason}`);
  }
}

/**
 * The image's name with a tag that follows from its files: known before the image is made, and another for every
 * change.
 *
 * @param {string} folder
 * @returns {string}
 */
function imageReference(folder) {
  const hash = createHash("sha256");
  for (const file of filesBelow(folder)) {
    if (file === "tag.json") continue;
    const content = fs.readFileSync(path.join(folder, file));
    hash.update(`${file.length} ${file} ${content.length}\n`).update(content);
  }
  return `${IMAGE_NAME}:${hash.digest("hex").slice(0, 12)}`;
}

/**
 * Moves a finished build over the last one and removes what it has no more. The bytes of the result.
 *
 * @param {string} draft
 * @param {string} output
 */
function moveInto(draft, output) {
  fs.rmSync(path.join(output, "build.json"), { force: true });
  const files = filesBelow(draft);
  let bytes = 0;
  for (const file of [...files.filter((name) => name !== "build.json"), "build.json"]) {
    const target = path.join(output, file);
    fs.mkdirSync(path.dirname(target), { recursive: true });
    bytes += fs.statSync(path.join(draft, file)).size;
    fs.renameSync(path.join(draft, file), target);
  }
  const kept = new Set(files);
  for (const file of filesBelow(output)) if (!kept.has(file)) fs.rmSync(path.join(output, file));
  return bytes;
}

/**
 * All files below a folder, relative to it, sorted.
 *
 * @param {string} folder
 * @returns {string[]}
 */
function filesBelow(folder) {
  const entries = fs.readdirSync(folder, { withFileTypes: true, recursive: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath ?? entry.path, entry.name)))
    .sort();
}

module.exports = { ensureBuild, imageReference, filesBelow, IMAGE_OUTPUT };

// `npm run build`
if (require.main === module) {
  ensureBuild(path.dirname(__dirname), new Progress(process.stderr), { always: true }).catch((error) => {
    process.stderr.write(`${error instanceof SetupFailure ? error.message : (error.stack ?? error)}\n`);
    process.exitCode = 2;
  });
}

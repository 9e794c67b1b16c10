// @ts-check
"use strict";

const fs = require("node:fs");
const path = require("node:path");
const { ensureArtifact } = require("./artifact.js");
const { cacheFolder, isInside, makeFolder } = require("./folders.js");
const { buildPrograms, moduleKey } = require("./go-modules.js");
const { readJsonObject } = require("./json-file.js");
const { findExecutable, run } = require("./processes.js");
const { cliRelease, unpackRelease } = require("./release.js");
const { isAtLeast, readVersions } = require("./versions.js");

/** The name of the step. */
const STEP = "pulumi CLI";

/** What runs Pulumi programs for Node.js; it must stand beside the CLI or on PATH. */
const LANGUAGE_HOST = "pulumi-language-nodejs";

/** The Go package whose variable holds the CLI's version. */
const VERSION_VARIABLE = "github.com/pulumi/pulumi/sdk/v3/go/common/version.Version";

/**
 * A Pulumi CLI that can be used.
 *
 * @typedef {object} PulumiCli
 * @property {string} file the executable
 * @property {"path" | "release" | "built"} origin
 */

/**
 * Finds the Pulumi CLI: on PATH, else downloaded or built earlier, else downloaded, else built.
 *
 * @param {string} root
 * @param {NodeJS.ProcessEnv} env
 * @param {import("./progress.js").Progress} progress
 * @returns {Promise<PulumiCli>}
 */
async function ensurePulumiCli(root, env, progress) {
  const versions = readVersions(root);
  const onPath = await cliOnPath(versions.pulumiMinimum, env);
  if (onPath) {
    progress.idle(STEP, `on PATH: ${onPath.file}`);
    return onPath;
  }
  const folder = path.join(cacheFolder(env), `pulumi-${versions.pulumi}-${moduleKey(root, "cli")}`);
  const record = await ensureArtifact(folder, STEP, progress, (draft) =>
    fillWithCli(root, draft, versions, progress),
  );
  return { file: path.join(folder, "pulumi"), origin: record.how.startsWith("built") ? "built" : "release" };
}

/**
 * @param {string} root
 * @param {string} draft
 * @param {import("./versions.js").Versions} versions
 * @param {import("./progress.js").Progress} progress
 */
async function fillWithCli(root, draft, versions, progress) {
  const files = ["pulumi", LANGUAGE_HOST];
  const release = cliRelease(versions.pulumi, process.platform, process.arch);
  if (release && (await unpackRelease(release, draft))) {
    flatten(draft);
    return { how: `downloaded, release ${versions.pulumi}`, files };
  }
  progress.say(STEP, "building from Go modules …");
  await buildPrograms(
    root,
    "cli",
    [
      {
        package: "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi",
        output: path.join(draft, "pulumi"),
        variables: { [VERSION_VARIABLE]: `v${versions.pulumi}` },
      },
      {
        package: `./${LANGUAGE_HOST}`,
        output: path.join(draft, LANGUAGE_HOST),
        variables: { "main.version": versions.pulumi },
      },
    ],
    `Pulumi ${versions.pulumi}`,
  );
  return { how: `built from Go modules, ${versions.pulumi}`, files };
}

/**
 * The official archive has its files in a folder of their own.
 *
 * @param {string} draft
 */
function flatten(draft) {
  const inner = path.join(draft, "pulumi");
  const aside = path.join(draft, "archive");
  fs.renameSync(inner, aside);
  const files = fs.existsSync(path.join(aside, "bin")) ? path.join(aside, "bin") : aside;
  for (const name of fs.readdirSync(files)) fs.renameSync(path.join(files, name), path.join(draft, name));
  fs.rmSync(aside, { recursive: true, force: true });
}

/**
 * The first CLI on PATH, if it is new enough and can run Node.js programs. This project's own, on PATH by an earlier
 * `./chatstack env`, does not count: it may be of another version than this checkout wants.
 *
 * @param {string} minimum
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<PulumiCli | undefined>}
 */
async function cliOnPath(minimum, env) {
  const cache = cacheFolder(env);
  const others = (/** @type {string} */ folder) => !isInside(folder, cache);
  const file = findExecutable("pulumi", env.PATH, others);
  if (!file) return undefined;
  const beside = path.dirname(fs.realpathSync(file));
  if (!findExecutable(LANGUAGE_HOST, `${beside}${path.delimiter}${env.PATH}`, others)) return undefined;
  const version = await knownVersion(file, path.join(cache, "pulumi-on-path.json"));
  return isAtLeast(version, minimum) ? { file, origin: "path" } : undefined;
}

/**
 * The version of a CLI; asked once, and again when the file is another.
 *
 * @param {string} file
 * @param {string} memory file that holds what was asked before
 * @returns {Promise<string>}
 */
async function knownVersion(file, memory) {
  const { size, mtimeMs } = fs.statSync(file);
  const identity = `${file} ${size} ${mtimeMs}`;
  const known = readJsonObject(memory);
  if (known?.identity === identity && typeof known.version === "string") return known.version;
  const outcome = await run(file, ["version"], { timeout: 30_000 });
  const version = outcome.code === 0 ? outcome.stdout.trim() : "0.0.0";
  makeFolder(path.dirname(memory));
  const draft = `${memory}.${process.pid}`;
  fs.writeFileSync(draft, JSON.stringify({ identity, version }));
  // A file takes the place of anything but a folder by itself, and this one is only a memory.
  if (fs.lstatSync(memory, { throwIfNoEntry: false })?.isDirectory())
    fs.rmSync(memory, { recursive: true, force: true });
  fs.renameSync(draft, memory);
  return version;
}

module.exports = { ensurePulumiCli, cliOnPath };

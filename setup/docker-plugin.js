// @ts-check
"use strict";

const fs = require("node:fs");
const path = require("node:path");
const { artifactSize, ensureArtifact } = require("./artifact.js");
const { SetupFailure } = require("./failure.js");
const { cacheFolder, makeFolder, userPulumiHome } = require("./folders.js");
const { buildPrograms, moduleKey } = require("./go-modules.js");
const { withLock } = require("./lock.js");
const { lastLines, run } = require("./processes.js");
const { pluginRelease, unpackRelease } = require("./release.js");
const { readVersions } = require("./versions.js");

/** The name of the step. */
const STEP = "docker plugin";

/** The plugin's executable. */
const EXECUTABLE = "pulumi-resource-docker";

/** The text of a file in the place of the folder where Pulumi would keep its logs, in a PULUMI_HOME of this project. */
const NO_LOGS = `Pulumi would write a debug log of every command to a folder of this name, up to 500 MB. This file prevents that
(genesys-chat, docs/adr/0067-no-unasked-log.md). Remove this file to have the logs.
`;

/**
 * A docker plugin that can be used.
 *
 * @typedef {object} DockerPlugin
 * @property {string | undefined} home the PULUMI_HOME that holds it, where that is not the user's own
 * @property {"user" | "release" | "built"} origin
 */

/**
 * A plugin that setup prepared, and the folder in which it is registered.
 *
 * @typedef {{ file: string, home: string, how: string, bytes: number }} OwnPlugin
 */

/**
 * Finds the docker plugin's files: in the user's PULUMI_HOME, else downloaded or built earlier, else downloaded, else
 * built. It runs beside the making of the CLI; `registerPlugin`, which needs the CLI, comes after both.
 *
 * @param {string} root
 * @param {NodeJS.ProcessEnv} env
 * @param {import("./progress.js").Progress} progress
 * @returns {Promise<OwnPlugin | undefined>} undefined: the user has it
 */
async function ensureDockerPlugin(root, env, progress) {
  const { docker: version } = readVersions(root);
  if (isInstalled(userPulumiHome(env), version)) {
    progress.idle(STEP, "in the user's PULUMI_HOME");
    return undefined;
  }
  const key = moduleKey(root, "docker");
  const folder = path.join(cacheFolder(env), `docker-plugin-${version}-${key}`);
  const record = await ensureArtifact(folder, STEP, progress, (draft) =>
    fillWithPlugin(root, draft, version, progress),
  );
  return {
    file: path.join(folder, EXECUTABLE),
    home: path.join(cacheFolder(env), `pulumi-home-${key}`),
    how: record.how,
    bytes: artifactSize(record),
  };
}

/**
 * @param {string} root
 * @param {string} draft
 * @param {string} version
 * @param {import("./progress.js").Progress} progress
 */
async function fillWithPlugin(root, draft, version, progress) {
  const release = pluginRelease(version, process.platform, process.arch);
  if (release && (await unpackRelease(release, draft))) {
    return { how: `downloaded, release ${version}`, files: [EXECUTABLE] };
  }
  progress.say(STEP, "building from Go modules …");
  await buildPrograms(
    root,
    "docker",
    [{ package: ".", output: path.join(draft, EXECUTABLE), variables: { "main.version": version } }],
    `The docker plugin ${version}`,
  );
  return { how: `built from Go modules, ${version}`, files: [EXECUTABLE] };
}

/**
 * Registers our plugin in a PULUMI_HOME of our own, never in the user's: other projects of theirs have a right to the
 * official one.
 *
 * @param {string} root
 * @param {OwnPlugin | undefined} plugin
 * @param {string} cli the Pulumi CLI
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<DockerPlugin>}
 */
async function registerPlugin(root, plugin, cli, env) {
  if (!plugin) return { home: undefined, origin: "user" };
  const { docker: version } = readVersions(root);
  if (!isRegistered(plugin, version)) {
    await withLock(`${plugin.home}.lock`, async () => {
      if (isRegistered(plugin, version)) return;
      keepNoLogs(plugin.home);
      const args = ["plugin", "install", "resource", "docker", version, "--file", plugin.file, "--reinstall"];
      const outcome = await run(cli, args, {
        env: { ...env, PULUMI_HOME: plugin.home, PULUMI_SKIP_UPDATE_CHECK: "1" },
      });
      if (outcome.code !== 0 || !isInstalled(plugin.home, version)) {
        throw new SetupFailure(
          `\`pulumi plugin install\` could not register the docker plugin in ${plugin.home}:\n` +
            lastLines(outcome.stderr || outcome.stdout, 6),
        );
      }
      // Same bytes, same time: a later look at size and time tells whether it is still that file.
      const { atime, mtime } = fs.statSync(plugin.file);
      fs.utimesSync(pluginFile(plugin.home, version), atime, mtime);
    });
  }
  return { home: plugin.home, origin: plugin.how.startsWith("built") ? "built" : "release" };
}

/**
 * Keeps Pulumi from writing logs that it is not asked for. Where there are logs already, it continues to write them.
 *
 * @param {string} home
 */
function keepNoLogs(home) {
  makeFolder(home, { mode: 0o700 });
  const logs = path.join(home, "logs");
  if (!fs.existsSync(logs)) fs.writeFileSync(logs, NO_LOGS);
}

/**
 * @param {OwnPlugin} plugin
 * @param {string} version
 */
function isRegistered(plugin, version) {
  const registered = fs.statSync(pluginFile(plugin.home, version), { throwIfNoEntry: false });
  const made = fs.statSync(plugin.file);
  return isInstalled(plugin.home, version) && registered?.size === made.size && sameTime(registered, made);
}

/**
 * Times as `utimes` can set them, in integer milliseconds.
 *
 * @param {fs.Stats} left
 * @param {fs.Stats} right
 */
function sameTime(left, right) {
  return Math.abs(left.mtimeMs - right.mtimeMs) < 2;
}

/**
 * Whether a PULUMI_HOME holds the plugin, and wholly: Pulumi leaves a `.partial` file beside one that it did not finish.
 *
 * @param {string} home
 * @param {string} version
 * @returns {boolean}
 */
function isInstalled(home, version) {
  const partial = path.join(home, "plugins", `resource-docker-v${version}.partial`);
  return fs.existsSync(pluginFile(home, version)) && !fs.existsSync(partial);
}

/**
 * @param {string} home
 * @param {string} version
 */
function pluginFile(home, version) {
  return path.join(home, "plugins", `resource-docker-v${version}`, EXECUTABLE);
}

module.exports = { ensureDockerPlugin, registerPlugin, isInstalled };

// @ts-check
"use strict";

const fs = require("node:fs");
const path = require("node:path");
const { pathToFileURL } = require("node:url");
const { ensureDockerPlugin, registerPlugin } = require("./docker-plugin.js");
const { SetupFailure } = require("./failure.js");
const { makeFolder, stateFolder, userPulumiHome } = require("./folders.js");
const { readJsonObject } = require("./json-file.js");
const { loopbackVariables } = require("./loopback.js");
const { passphraseVariables } = require("./passphrase.js");
const { Progress } = require("./progress.js");
const { INSTALLATION } = require("./project-folder.js");
const { ensurePulumiCli } = require("./pulumi-cli.js");
const { ENGINE_GOGC } = require("./go-modules.js");
const { ensureStackExists } = require("./stack.js");

/**
 * The tools and where they are. @typedef {object} Tools
 * @property {import("./pulumi-cli.js").PulumiCli} cli
 * @property {import("./docker-plugin.js").DockerPlugin} plugin
 */

/** One search per process. @type {Promise<Tools> | undefined} */
let found;

/**
 * Makes the Pulumi CLI and the docker plugin ready, each by itself and both at once.
 *
 * @param {Progress} [progress]
 * @returns {Promise<Tools>}
 */
function ensureTools(progress = new Progress(process.stderr)) {
  if (found) return found;
  found = (async () => {
    const [cli, own] = await Promise.all([
      ensurePulumiCli(INSTALLATION, process.env, progress),
      ensureDockerPlugin(INSTALLATION, process.env, progress),
    ]);
    return { cli, plugin: await registerPlugin(INSTALLATION, own, cli.file, process.env) };
  })();
  // A failure is not kept: the next call may find what was missing.
  found.catch(() => (found = undefined));
  return found;
}

/**
 * The variables with which Pulumi runs in a project. The user's own settings stay: each variable is set only where
 * they have none.
 *
 * @param {string} root the project's folder
 * @returns {Promise<Record<string, string>>}
 */
async function pulumiEnvironment(root) {
  const tools = await ensureTools();
  const additions = pulumiVariables(root, tools, process.env);
  const state = additions.PULUMI_BACKEND_URL && stateFolder(process.env);
  if (state) makeFolder(state, { mode: 0o700 });
  const folder = pathFolder(tools, process.env);
  if (folder !== undefined) {
    additions.PATH = process.env.PATH ? `${folder}${path.delimiter}${process.env.PATH}` : folder;
  }
  return additions;
}

/**
 * The variables but PATH.
 *
 * @param {string} root
 * @param {Tools} tools
 * @param {NodeJS.ProcessEnv} env
 * @returns {Record<string, string>}
 */
function pulumiVariables(root, tools, env) {
  /** @type {Record<string, string>} */
  const additions = { PULUMI_SKIP_UPDATE_CHECK: "1", ...loopbackVariables(env) };
  // The provider compares resources side by side instead of one after the other.
  if (env.PULUMI_PARALLEL_DIFF === undefined) additions.PULUMI_PARALLEL_DIFF = "true";
  // The engine and the provider collect their garbage half as often as Go does by itself.
  if (!env.GOGC && !env.GOMEMLIMIT) additions.GOGC = ENGINE_GOGC;
  const home = userPulumiHome(env);
  const credentials = env.PULUMI_CREDENTIALS_PATH || home;
  const loggedIn = hasLogin(credentials, env.PULUMI_BACKEND_URL !== undefined);
  if (tools.plugin.home !== undefined) {
    additions.PULUMI_HOME = tools.plugin.home;
    // Whatever could be downloaded would have been; asking for more only fails later and less clearly.
    additions.PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION = "true";
    // The user's login lies in their own PULUMI_HOME.
    if (loggedIn && !env.PULUMI_CREDENTIALS_PATH) additions.PULUMI_CREDENTIALS_PATH = home;
  }
  if (!env.PULUMI_BACKEND_URL && !loggedIn)
    additions.PULUMI_BACKEND_URL = pathToFileURL(stateFolder(env)).href;
  if (env.PULUMI_CONFIG_PASSPHRASE === undefined && !env.PULUMI_CONFIG_PASSPHRASE_FILE) {
    additions.PULUMI_CONFIG_PASSPHRASE_FILE = labPassphrase(root);
  }
  return additions;
}

/**
 * The public passphrase of a project's lab stacks: its own, else this program's.
 *
 * @param {string} root
 */
function labPassphrase(root) {
  const own = path.join(root, "lab.passphrase");
  return fs.existsSync(own) ? own : path.join(INSTALLATION, "lab.passphrase");
}

/**
 * The folder to put on PATH for a CLI that is not there yet.
 *
 * @param {Tools} tools
 * @param {NodeJS.ProcessEnv} env
 * @returns {string | undefined}
 */
function pathFolder(tools, env) {
  if (tools.cli.origin === "path") return undefined;
  const folder = path.dirname(tools.cli.file);
  const first = (env.PATH ?? "").split(path.delimiter)[0] ?? "";
  return first === folder ? undefined : folder;
}

/**
 * Creates a stack where the state has none of that name; its settings file stays as it is.
 *
 * @param {string} root
 * @param {string} stack
 * @returns {Promise<boolean>} whether it was created now
 */
async function ensureStack(root, stack) {
  const own = passphraseVariables(stack, process.env);
  return ensureStackExists(root, stack, { ...process.env, ...(await pulumiEnvironment(root)), ...own });
}

/**
 * Whether Pulumi's own notes name a backend that the user has logged in to. Notes that were cut short are no answer: with
 * another backend than the user's, all that is deployed would look as if it were not.
 *
 * @param {string} folder
 * @param {boolean} [backendIsSet] whether the answer decides about no backend
 * @returns {boolean}
 */
function hasLogin(folder, backendIsSet = false) {
  const file = path.join(folder, "credentials.json");
  try {
    fs.accessSync(file, fs.constants.R_OK);
  } catch (error) {
    const { code = "" } = /** @type {NodeJS.ErrnoException} */ (error);
    if (["ENOENT", "ENOTDIR", "ELOOP"].includes(code)) return false;
    throw new SetupFailure(
      `Pulumi's login ${file} can't be read (${code}): make it readable to this account, or set PULUMI_BACKEND_URL.`,
    );
  }
  const login = readJsonObject(file);
  if (login && ["string", "undefined"].includes(typeof login.current)) return Boolean(login.current);
  if (backendIsSet) return false;
  throw new SetupFailure(
    `Pulumi's login ${file} is damaged, such as cut short while it was written: set PULUMI_BACKEND_URL to the backend of your stacks, or remove the file and log in again ("pulumi login").`,
  );
}

module.exports = { ensureTools, pulumiEnvironment, pulumiVariables, pathFolder, ensureStack };

// @ts-check
"use strict";

const { createHash } = require("node:crypto");
const fs = require("node:fs");
const path = require("node:path");
const { backendFolder } = require("./backend-folder.js");
const { SetupFailure } = require("./failure.js");
const { cacheFolder, userPulumiHome } = require("./folders.js");
const { readJsonObject } = require("./json-file.js");
const { withLock } = require("./lock.js");
const { passphraseFile } = require("./passphrase.js");
const { lastLines, run } = require("./processes.js");

/** What Pulumi takes as a stack's name. */
const STACK_NAME = /^[A-Za-z0-9_.-]{1,100}$/;

/**
 * Creates a stack if the state has none of that name. Pulumi.<stack>.yaml stays byte for byte unchanged if it
 * has its encryption salt; a new one gets it from Pulumi.
 *
 * @param {string} root
 * @param {string} stack
 * @param {NodeJS.ProcessEnv} env with Pulumi's variables set
 * @returns {Promise<boolean>} whether it was created now
 */
async function ensureStackExists(root, stack, env) {
  assertStackName(stack);
  const exists = async () =>
    localStackExists(root, stack, env) ?? (await listedStackExists(root, stack, env));
  if (await exists()) return false;
  return withLock(path.join(cacheFolder(env), `stack-${stack}.lock`), async () => {
    if (await exists()) return false;
    await createStack(root, stack, env);
    return true;
  });
}

/**
 * @param {string} root
 * @param {string} stack
 * @param {NodeJS.ProcessEnv} env
 */
async function createStack(root, stack, env) {
  const file = path.join(root, `Pulumi.${stack}.yaml`);
  const before = fs.existsSync(file) ? fs.readFileSync(file) : undefined;
  const outcome = await run("pulumi", ["stack", "init", stack, "--no-select", "--non-interactive"], {
    cwd: root,
    env,
  });
  if (before && /^encryptionsalt:/m.test(before.toString()) && !before.equals(fs.readFileSync(file))) {
    fs.writeFileSync(file, before);
  }
  if (/incorrect passphrase/.test(outcome.stderr)) {
    throw new SetupFailure(
      `The passphrase is not the one that ${path.basename(file)} is sealed with: for the stacks of this repository unset ` +
        "PULUMI_CONFIG_PASSPHRASE and PULUMI_CONFIG_PASSPHRASE_FILE (lab.passphrase is taken); a tenant's own is to be in " +
        `${passphraseFile(stack, env)}.`,
    );
  }
  if (outcome.code !== 0) {
    throw pulumiFailure(`The stack ${stack} can't be created`, outcome, env);
  }
}

/**
 * Whether a state in a local folder has the stack; undefined where the state is elsewhere.
 *
 * @param {string} root
 * @param {string} stack
 * @param {NodeJS.ProcessEnv} env
 * @returns {boolean | undefined}
 */
function localStackExists(root, stack, env) {
  const folder = backendFolder(env.PULUMI_BACKEND_URL, root);
  if (folder === undefined) return undefined;
  const file = path.join(folder, ".pulumi", "stacks", projectName(root), stack);
  return fs.existsSync(`${file}.json`) || fs.existsSync(`${file}.json.gz`);
}

/**
 * @param {string} root
 * @param {string} stack
 * @param {NodeJS.ProcessEnv} env
 */
async function listedStackExists(root, stack, env) {
  const outcome = await run("pulumi", ["stack", "ls", "--json", "--non-interactive"], { cwd: root, env });
  if (outcome.code !== 0) {
    throw pulumiFailure("The stacks can't be listed", outcome, env);
  }
  const names = JSON.parse(outcome.stdout).map((/** @type {{ name: string }} */ { name }) => name);
  return names.some((/** @type {string} */ name) => name.slice(name.lastIndexOf("/") + 1) === stack);
}

/**
 * The failure of a Pulumi command, in one sentence. Pulumi takes a URL with an unknown scheme for a Pulumi Cloud and asks for its
 * token, which would mislead.
 *
 * @param {string} what
 * @param {{ stdout: string, stderr: string }} outcome
 * @param {NodeJS.ProcessEnv} env
 * @param {string} [next] what to do unless the backend is the reason
 * @returns {SetupFailure}
 */
function pulumiFailure(what, outcome, env, next = "Correct that and run the command again.") {
  const said = lastLines(outcome.stderr || outcome.stdout, 6);
  const reason = said
    .replace(/^error: /gm, "")
    .trim()
    .replace(/\.$/, "")
    .split(/\s*\n\s*/)
    .join("; ");
  if (env.PULUMI_BACKEND_URL && /unable to open bucket|blob \(key|PULUMI_ACCESS_TOKEN must be set/.test(said))
    return new SetupFailure(
      `${what}: Pulumi can't use the backend of PULUMI_BACKEND_URL (${reason}). Set it to a folder that exists and is ` +
        "writable (file:///PATH), or to a remote backend with its credentials; blanks, % and # in a path are encoded.",
    );
  return new SetupFailure(`${what}: Pulumi reports "${reason}". ${next}`);
}

/**
 * Selects a stack for bare `pulumi` commands, unless the user has selected one.
 *
 * @param {string} root
 * @param {string} stack
 * @param {NodeJS.ProcessEnv} env with Pulumi's variables set
 * @returns {Promise<void>}
 */
async function selectStack(root, stack, env) {
  if (selectedStack(root, env) !== undefined) return;
  const outcome = await run("pulumi", ["stack", "select", stack, "--non-interactive"], { cwd: root, env });
  if (outcome.code !== 0) {
    const home = env.PULUMI_HOME || userPulumiHome(env);
    throw pulumiFailure(
      `The stack ${stack} can't be selected for bare pulumi in ${root}`,
      outcome,
      env,
      `Pulumi keeps the selection in ${path.join(home, "workspaces")}, which must be writable: correct that, or name the stack each time (pulumi up --stack ${stack}).`,
    );
  }
}

/**
 * The stack that bare `pulumi` commands in this project work on, as Pulumi notes it: in a file that is named by the
 * project and the place of its Pulumi.yaml.
 *
 * @param {string} root
 * @param {NodeJS.ProcessEnv} env
 * @returns {string | undefined}
 */
function selectedStack(root, env) {
  const place = createHash("sha1").update(path.join(root, "Pulumi.yaml")).digest("hex");
  const home = env.PULUMI_HOME || userPulumiHome(env);
  const file = path.join(home, "workspaces", `${projectName(root)}-${place}-workspace.json`);
  const stack = readJsonObject(file)?.stack;
  return typeof stack === "string" && stack !== "" ? stack : undefined;
}

/** @param {string} stack */
function assertStackName(stack) {
  if (STACK_NAME.test(stack)) return;
  throw new SetupFailure(
    `${JSON.stringify(stack)} can't be a stack's name; allowed are up to 100 letters, digits, "-", "_" and ".".`,
  );
}

/** @param {string} root */
function projectName(root) {
  const text = fs.readFileSync(path.join(root, "Pulumi.yaml"), "utf8");
  const name = /^name:\s*["']?([^\s"'#]+)/m.exec(text)?.[1];
  if (name) return name;
  throw new SetupFailure(
    `${path.join(root, "Pulumi.yaml")} has no line \`name:\`; every Pulumi project needs one.`,
  );
}

module.exports = { ensureStackExists, selectStack, selectedStack };

// @ts-check
"use strict";

const { createHash } = require("node:crypto");
const path = require("node:path");
const { ensureBase } = require("./base-image.js");
const { filesBelow, IMAGE_OUTPUT } = require("./build.js");
const { dockerEndpoint, get } = require("./docker-endpoint.js");
const { SetupFailure } = require("./failure.js");
const { cacheFolder } = require("./folders.js");
const { readJsonObject } = require("./json-file.js");
const { withLock } = require("./lock.js");
const { lastLines, run } = require("./processes.js");
const { filesHash } = require("./sources.js");
const { readVersions } = require("./versions.js");

/** The name of the step. */
const STEP = "simulator image";

/** What the image was made from: labels on it. */
const INPUTS_LABEL = "genesys-chat.image.inputs";
const BASE_LABEL = "genesys-chat.image.base";
const BASE_ID_LABEL = "genesys-chat.image.base-id";

/** A daemon's record of an image. @typedef {{ Id: string, Size: number, Config?: { Labels?: Record<string, string> | null } }} Image */

/**
 * Makes the simulator's image where the daemon has none that was made from these files and this base.
 *
 * @param {string} root
 * @param {import("./progress.js").Progress} progress
 * @returns {Promise<void>}
 */
async function ensureSimulatorImage(root, progress) {
  const context = path.join(root, IMAGE_OUTPUT);
  const reference = readReference(context);
  const ready = async () => {
    const image = await inspect(reference);
    if (!image || !(await isCurrent(image, context))) return false;
    progress.idle(STEP, `already there: ${reference}`, image.Size);
    return true;
  };
  if (await ready()) return;
  await withLock(
    path.join(cacheFolder(process.env), "simulator-image.lock"),
    async () => {
      if (await ready()) return;
      await progress.during(STEP, `making ${reference}`, () => makeImage(root, context, reference, progress));
    },
    (holder) => progress.say(STEP, `waiting for process ${holder.pid} on ${holder.host}, which makes it`),
  );
}

/**
 * @param {string} root
 * @param {string} context
 * @param {string} reference
 * @param {import("./progress.js").Progress} progress
 */
async function makeImage(root, context, reference, progress) {
  const idOf = async (/** @type {string} */ name) => (await inspect(name))?.Id;
  const base = await ensureBase(nodeImage(root, process.env), idOf, (what) => progress.say(STEP, what));
  const labels = {
    [INPUTS_LABEL]: imageInputs(context, base.id),
    [BASE_LABEL]: base.reference,
    [BASE_ID_LABEL]: base.id,
  };
  const args = ["build", "--tag", reference, "--build-arg", `BASE=${base.reference}`];
  for (const [name, value] of Object.entries(labels)) args.push("--label", `${name}=${value}`);
  // The classic builder: every daemon has it, whatever plugins the command has. Its warnings are for its makers.
  const outcome = await run("docker", [...args, context], { env: { ...process.env, DOCKER_BUILDKIT: "0" } });
  if (outcome.code !== 0) {
    throw new SetupFailure(
      `The image ${reference} can't be made:\n${lastLines(outcome.stdout + outcome.stderr, 12)}`,
    );
  }
  const image = await inspect(reference);
  return { how: `made from ${base.reference}`, bytes: image?.Size ?? null };
}

/**
 * The Node.js image that the simulator's image is made from: the one of GENESYS_CHAT_NODE_IMAGE, such as
 * `node@sha256:…`, else the one of setup/toolchain/versions.json.
 *
 * @param {string} root
 * @param {NodeJS.ProcessEnv} env
 * @returns {string}
 */
function nodeImage(root, env) {
  return env.GENESYS_CHAT_NODE_IMAGE || readVersions(root).nodeImage;
}

/**
 * A hash of all that decides what the image holds.
 *
 * @param {string} context folder of the files, the Dockerfile among them
 * @param {string} baseId
 * @returns {string}
 */
function imageInputs(context, baseId) {
  const files = filesBelow(context).filter((file) => file !== "tag.json");
  return createHash("sha256")
    .update(`${filesHash(context, files)} ${baseId}`)
    .digest("hex");
}

/**
 * Whether an image was made from these files, and from its base as the daemon has it now. A base that was removed
 * meanwhile is no reason to make the image again.
 *
 * @param {Image} image
 * @param {string} context
 * @returns {Promise<boolean>}
 */
async function isCurrent(image, context) {
  const labels = image.Config?.Labels ?? {};
  const base = labels[BASE_LABEL];
  const baseId = (base && (await inspect(base))?.Id) || labels[BASE_ID_LABEL];
  return baseId !== undefined && labels[INPUTS_LABEL] === imageInputs(context, baseId);
}

/**
 * What the daemon knows of an image; undefined if it has none of that name.
 *
 * @param {string} reference
 * @returns {Promise<Image | undefined>}
 */
async function inspect(reference) {
  const { request } = dockerEndpoint(process.env);
  if (request) {
    const { status, body } = await get(request, `/images/${encodeURIComponent(reference)}/json`);
    return status === 200 ? JSON.parse(body) : undefined;
  }
  const outcome = await run("docker", ["image", "inspect", reference]);
  return outcome.code === 0 ? JSON.parse(outcome.stdout)[0] : undefined;
}

/** @param {string} context */
function readReference(context) {
  const file = path.join(context, "tag.json");
  const image = readJsonObject(file)?.image;
  if (typeof image === "string") return image;
  throw new SetupFailure(`${file} is missing or damaged; run \`./chatstack build\`.`);
}

module.exports = { ensureSimulatorImage, imageInputs, nodeImage };

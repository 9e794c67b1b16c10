// @ts-check
"use strict";

const { createHash } = require("node:crypto");
const fs = require("node:fs");
const os = require("node:os");
const path = require("node:path");
const { withDraft } = require("./draft-folder.js");
const { SetupFailure } = require("./failure.js");
const { lastLines, run } = require("./processes.js");

/** What a locally made base is; changed whenever `fillBase` lays other files. */
const BASE_KIND = "host-node-1";

/** How long a registry may take to begin answering, in milliseconds. */
const REGISTRY_PATIENCE = 10_000;

/** Timeout of a pull that makes progress, in milliseconds. */
const PULL_PATIENCE = 10 * 60 * 1000;

/** The user and group that processes of the image run as. */
const USER = 10001;

/**
 * The base for the simulator's image: an ordinary Node.js image if the daemon has it or a registry can be reached,
 * else one that is made from this machine's Node.js.
 *
 * @param {string} nodeImage
 * @param {(reference: string) => Promise<string | undefined>} imageId id of an image that the daemon has
 * @param {(what: string) => void} say
 * @returns {Promise<{ reference: string, id: string, made: boolean }>}
 */
async function ensureBase(nodeImage, imageId, say) {
  const own = `genesys-chat-base:${baseKey()}`;
  for (const reference of [nodeImage, own]) {
    const id = await imageId(reference);
    if (id) return { reference, id, made: false };
  }
  say(`pulling ${nodeImage} …`);
  const pulled = (await pull(nodeImage)) && (await imageId(nodeImage));
  if (pulled) return { reference: nodeImage, id: pulled, made: true };
  say("no registry can be reached: making a base from this machine's Node.js …");
  await makeBase(own, nodeImage);
  const id = await imageId(own);
  if (!id)
    throw new SetupFailure(`The daemon took the base image ${own} and does not list it; run this again.`);
  return { reference: own, id, made: true };
}

/** Which Node.js, and which layout, a locally made base has. */
function baseKey() {
  const parts = [BASE_KIND, process.version, process.platform, process.arch];
  return createHash("sha256").update(parts.join(" ")).digest("hex").slice(0, 12);
}

/**
 * Pulls an image; gives up soon if no registry answers.
 *
 * @param {string} reference
 */
async function pull(reference) {
  const started = run("docker", ["pull", reference], { timeout: REGISTRY_PATIENCE });
  const first = await started;
  if (first.code === 0) return true;
  // The pull had begun and only ran into the timeout: loaded layers are kept, so continue.
  const begun = /Pulling fs layer|Downloading|Pull complete|Extracting/.test(first.stdout);
  return begun && (await run("docker", ["pull", reference], { timeout: PULL_PATIENCE })).code === 0;
}

/**
 * Makes the base: this machine's Node.js and bash, the libraries that they load, and the few files that a C library
 * looks for. No shell tools, no package manager.
 *
 * @param {string} reference
 * @param {string} nodeImage
 */
async function makeBase(reference, nodeImage) {
  if (process.platform !== "linux") {
    throw new SetupFailure(
      `The image ${nodeImage} can't be pulled, and a base for Linux can't be made from this system's Node.js; ` +
        `make a registry reachable, or load the image (\`docker load\`) and run this again.`,
    );
  }
  await withDraft(path.join(os.tmpdir(), `genesys-chat-base-${process.pid}`), async (draft) => {
    await fillBase(draft);
    const archive = path.join(draft, "base.tar");
    const packed = await run("tar", [
      "-C",
      path.join(draft, "root"),
      "--owner=0",
      "--group=0",
      "-cf",
      archive,
      ".",
    ]);
    if (packed.code !== 0)
      throw new SetupFailure(`The base image can't be packed: ${lastLines(packed.stderr, 3)}`);
    const searchPath = "ENV PATH=/usr/local/bin:/usr/bin:/bin";
    const imported = await run("docker", ["import", "--change", searchPath, archive, reference]);
    if (imported.code !== 0) {
      throw new SetupFailure(`The daemon does not take the base image: ${lastLines(imported.stderr, 3)}`);
    }
  });
  await tryBase(reference);
}

/**
 * Runs what is in a base once: a library that was overlooked shows here and not in every container.
 *
 * @param {string} reference
 */
async function tryBase(reference) {
  const script = `node -e 'require("dns"); require("http"); if (process.getuid() !== ${USER}) process.exit(1)'`;
  const args = [
    "run",
    "--rm",
    "--network",
    "none",
    "--user",
    `${USER}:${USER}`,
    reference,
    "bash",
    "-c",
    script,
  ];
  const outcome = await run("docker", args, { timeout: 60_000 });
  if (outcome.code === 0) return;
  await run("docker", ["image", "rm", reference]);
  throw new SetupFailure(
    `A base image made from this machine's Node.js does not run:\n${lastLines(outcome.stderr, 4)}\n` +
      "Load an ordinary Node.js image into the daemon (`docker load`) and run this again.",
  );
}

/** @param {string} draft */
async function fillBase(draft) {
  const root = path.join(draft, "root");
  const shell = ["/bin/bash", "/usr/bin/bash", "/usr/local/bin/bash"].find((file) => fs.existsSync(file));
  if (!shell)
    throw new SetupFailure(
      "The base image needs bash, and this machine has none; install it and run this again.",
    );
  const programs = { "/usr/local/bin/node": process.execPath, "/bin/bash": shell };
  for (const [target, source] of Object.entries(programs)) {
    place(root, source, target);
    for (const library of await libraries(source)) place(root, library, library);
  }
  for (const file of looselyLoaded()) place(root, file, file);
  fs.mkdirSync(path.join(root, "etc"), { recursive: true });
  fs.mkdirSync(path.join(root, "tmp"));
  fs.chmodSync(path.join(root, "tmp"), 0o1777);
  const write = (/** @type {string} */ name, /** @type {string} */ text) =>
    fs.writeFileSync(path.join(root, "etc", name), text);
  write("passwd", `root:x:0:0:root:/:/bin/bash\ngenesys:x:${USER}:${USER}:genesys:/tmp:/bin/bash\n`);
  write("group", `root:x:0:\ngenesys:x:${USER}:\n`);
  write("nsswitch.conf", "hosts: files dns\n");
}

/**
 * The shared libraries of a program, the loader among them, as `ldd` finds them.
 *
 * @param {string} program
 * @returns {Promise<string[]>}
 */
async function libraries(program) {
  const outcome = await run("ldd", [program], { env: { ...process.env, LC_ALL: "C" } });
  // A static program has none; ldd says so and fails.
  if (/not a dynamic executable|statically linked/.test(outcome.stdout + outcome.stderr)) return [];
  if (outcome.code !== 0)
    throw new SetupFailure(`\`ldd ${program}\` failed: ${lastLines(outcome.stderr, 2)}`);
  const missing = /^\s*(\S+) => not found/m.exec(outcome.stdout);
  if (missing)
    throw new SetupFailure(`${program} needs the library ${missing[1]}, which this machine does not have.`);
  return [...outcome.stdout.matchAll(/(?:=> |^\s*)(\/\S+) \(0x/gm)].map((match) => match[1] ?? "");
}

/**
 * What is loaded without being linked: resolvers of older C libraries, Debian's parts of Node.js that lie in files of
 * their own, and the certificates of authorities.
 *
 * @returns {string[]}
 */
function looselyLoaded() {
  const found = ["/etc/ssl/certs/ca-certificates.crt"].filter((file) => fs.existsSync(file));
  for (const folder of ["/lib/x86_64-linux-gnu", "/lib/aarch64-linux-gnu", "/lib64", "/usr/lib64"]) {
    for (const name of ["libnss_files.so.2", "libnss_dns.so.2", "libresolv.so.2"]) {
      if (fs.existsSync(path.join(folder, name))) found.push(path.join(folder, name));
    }
  }
  const variables = /** @type {Record<string, unknown>} */ (
    /** @type {unknown} */ (process.config.variables)
  );
  const parts = variables.node_builtin_shareable_builtins;
  for (const file of Array.isArray(parts) ? parts : []) {
    if (path.isAbsolute(file) && fs.existsSync(file)) found.push(file);
  }
  return found;
}

/**
 * @param {string} root
 * @param {string} source
 * @param {string} target
 */
function place(root, source, target) {
  const file = path.join(root, target);
  if (fs.existsSync(file)) return;
  fs.mkdirSync(path.dirname(file), { recursive: true });
  // What a link points at: the links of this machine are not in the image.
  fs.copyFileSync(fs.realpathSync(source), file);
}

module.exports = { ensureBase, baseKey, libraries };

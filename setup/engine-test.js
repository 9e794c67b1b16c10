// @ts-check
"use strict";

/*
 * `npm run test:engine`: the tests of a stack's life on a current Docker Engine of its own, beside the machine's daemon. It needs
 * Linux and root. Engine, containers and tests are in namespaces of their own: nothing of them outlives the run, and neither
 * bridges, firewall rules nor ports meet those of the machine.
 */
const { spawn, spawnSync } = require("node:child_process");
const fs = require("node:fs");
const os = require("node:os");
const path = require("node:path");
const { ensureEngine } = require("./engine.js");
const { SetupFailure } = require("./failure.js");
const { Progress } = require("./progress.js");

const ROOT = path.dirname(__dirname);

/** What a stack goes through: its life, rolling changes, the provider's traps, `verify`, and the drill's short form. */
const TESTS = ["stack", "rolling", "traps", "verify", "drill"].map((name) => `test/${name}.test.ts`);

/** How long the engine may take to answer, in milliseconds. */
const START_PATIENCE = 60_000;

/** The argument of the run inside the namespaces, as opposed to the one that creates them. */
const INSIDE = "--inside";

/** @param {string[]} words */
async function main(words) {
  if (words[0] === INSIDE) return inside(words[1] ?? "", words[2] ?? "", words.slice(3));
  if (process.platform !== "linux" || process.getuid?.() !== 0) {
    throw new SetupFailure(
      "An engine of its own needs Linux and root; run this as root, or set DOCKER_HOST to a current engine and run ./chatstack test.",
    );
  }
  const { folder } = await ensureEngine(ROOT, process.env, new Progress(process.stderr));
  const place = fs.mkdtempSync(path.join(os.tmpdir(), "genesys-chat-engine-"));
  const apart = ["--net", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc"];
  const again = [process.execPath, __filename, INSIDE, folder, place, ...words];
  const run = spawn("unshare", [...apart, ...again], { stdio: "inherit" });
  // With it goes the first process of its namespace, and with that all others.
  const end = () => run.kill("SIGKILL");
  process.on("SIGINT", end).on("SIGTERM", end).on("SIGHUP", end);
  const code = await new Promise((resolve, reject) => run.on("close", resolve).on("error", reject));
  fs.rmSync(place, { recursive: true, force: true });
  return code ?? 2;
}

/**
 * @param {string} programs the folder of the engine's programs
 * @param {string} place the folder for all that it writes
 * @param {string[]} words for jest, instead of all of the tests
 */
async function inside(programs, place, words) {
  spawnSync("ip", ["link", "set", "lo", "up"]);
  const at = (/** @type {string} */ name) => path.join(place, name);
  const socket = at("containerd.sock");
  const env = { ...process.env, PATH: `${programs}${path.delimiter}${process.env.PATH}` };
  fs.writeFileSync(
    at("containerd.toml"),
    `version = 3\nroot = "${at("containerd")}"\nstate = "${at("state")}"\n` +
      `disabled_plugins = ["io.containerd.grpc.v1.cri"]\n[grpc]\naddress = "${socket}"\n[ttrpc]\naddress = "${socket}.ttrpc"\n`,
  );
  fs.writeFileSync(at("daemon.json"), "{}");
  background(at, env, "containerd", ["--config", at("containerd.toml")]);
  await until("containerd", at, () => fs.existsSync(socket));
  const host = `unix://${at("docker.sock")}`;
  const places = ["--data-root", at("data"), "--exec-root", at("exec"), "--pidfile", at("docker.pid")];
  background(at, env, "dockerd", [
    ...["--config-file", at("daemon.json"), "--containerd", socket, "--host", host],
    ...places,
  ]);
  const client = { ...process.env, DOCKER_HOST: host };
  const ask = () => spawnSync("docker", ["version", "--format", "{{.Server.Version}}"], { env: client });
  await until("dockerd", at, () => ask().status === 0);
  process.stderr.write(`Docker Engine ${ask().stdout.toString().trim()}, beside the machine's daemon\n`);
  const chatstack = (/** @type {string[]} */ ...args) =>
    spawnSync(path.join(ROOT, "chatstack"), args, { env: client, stdio: "inherit" }).status ?? 2;
  const ready = chatstack("setup");
  // One at a time: two of them need more than two processors.
  return ready === 0 ? chatstack("test", "--", "--runInBand", ...(words.length > 0 ? words : TESTS)) : ready;
}

/**
 * @param {(name: string) => string} at
 * @param {NodeJS.ProcessEnv} env
 * @param {string} program
 * @param {string[]} args
 */
function background(at, env, program, args) {
  const log = fs.openSync(at(`${program}.log`), "w");
  spawn(program, args, { env, stdio: ["ignore", log, log] }).unref();
}

/**
 * @param {string} program
 * @param {(name: string) => string} at
 * @param {() => boolean} holds
 */
async function until(program, at, holds) {
  for (const deadline = Date.now() + START_PATIENCE; !holds();) {
    if (Date.now() > deadline) {
      const log = fs
        .readFileSync(at(`${program}.log`), "utf8")
        .trim()
        .split("\n")
        .slice(-5)
        .join("\n");
      throw new SetupFailure(
        `${program} does not answer within ${START_PATIENCE / 1000} s; the end of its log:\n${log}`,
      );
    }
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

main(process.argv.slice(2)).then(
  (code) => process.exit(code),
  (error) => {
    if (!(error instanceof SetupFailure)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(2);
  },
);

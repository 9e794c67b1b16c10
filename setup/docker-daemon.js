// @ts-check
"use strict";

const { spawn } = require("node:child_process");
const fs = require("node:fs");
const { classify, classifyWords, dockerEndpoint, get } = require("./docker-endpoint.js");
const { installPackages, isDebian } = require("./debian-packages.js");
const { SetupFailure } = require("./failure.js");
const { startOf, withLock } = require("./lock.js");
const { findExecutable, lastLines, run } = require("./processes.js");
const { isAtLeast } = require("./versions.js");

/** The name of the step. */
const STEP = "docker";

/** Where administrators' programs are that an ordinary PATH leaves out. */
const SYSTEM_FOLDERS = ":/usr/local/sbin:/usr/sbin:/sbin";

/** What a daemon that we start writes to. */
const DAEMON_LOG = "/var/log/genesys-chat-dockerd.log";

/** Where the daemon and its helper keep their process numbers. */
const PID_FILES = {
  dockerd: "/var/run/docker.pid",
  containerd: "/var/run/docker/containerd/containerd.pid",
};

/** The oldest Docker Engine API that is supported, and the engine that it came with. */
const OLDEST = { api: "1.41", engine: "20.10" };

/** How long a daemon may take to start, in milliseconds. */
const START_PATIENCE = 60_000;

/**
 * Makes sure that a Docker daemon answers, and that there is a docker command to talk to it. This machine's own daemon
 * is installed and started where that can be done; a daemon is never stopped here, nor one that was chosen by
 * DOCKER_HOST or a context touched.
 *
 * @param {import("./progress.js").Progress} progress
 * @returns {Promise<void>}
 */
async function ensureDocker(progress) {
  const endpoint = dockerEndpoint(process.env);
  const first = await daemonState(endpoint);
  const outdated = outdatedSentence(endpoint, first.apiVersion);
  if (outdated !== undefined) throw new SetupFailure(outdated);
  if (first.state === "answers" && findExecutable("docker", process.env.PATH)) {
    return progress.idle(STEP, `a daemon answers at ${endpoint.address}`);
  }
  const mayStart = endpoint.isDefault && process.getuid?.() === 0 && isDebian();
  if (first.state !== "answers" && !(first.state === "absent" && mayStart)) {
    throw new SetupFailure(daemonSentence(endpoint, first));
  }
  if (!mayStart)
    throw new SetupFailure("There is no docker command on PATH; install Docker's command line (docker-cli).");
  await withLock(
    "/var/lock/genesys-chat-docker.lock",
    () => installAndStart(endpoint, progress),
    (holder) => progress.say(STEP, `waiting for process ${holder.pid}, which installs and starts it`),
  );
}

/**
 * @param {import("./docker-endpoint.js").Endpoint} endpoint
 * @param {import("./progress.js").Progress} progress
 */
async function installAndStart(endpoint, progress) {
  const systemPath = (process.env.PATH ?? "") + SYSTEM_FOLDERS;
  const complete = () => findExecutable("dockerd", systemPath) && findExecutable("docker", systemPath);
  /** @type {number | null} */
  let bytes = null;
  const installs = !complete();
  if (installs)
    await progress.during("docker packages", "installing with apt", async () => {
      // Debian 13 and Ubuntu 25 have the command in a package of its own.
      bytes = await installPackages("Docker", ["docker.io", "iptables"], ["docker-cli"]);
      return { how: "installed docker.io with apt", bytes };
    });
  if ((await daemonState(endpoint)).state === "answers") return;
  await progress.during(STEP, "starting the daemon", async () => ({
    how: await startDaemon(endpoint, systemPath),
    bytes: null,
  }));
}

/**
 * Whether a daemon answers, and if not, why.
 *
 * @param {import("./docker-endpoint.js").Endpoint} endpoint
 * @returns {Promise<import("./docker-endpoint.js").DaemonState>}
 */
async function daemonState(endpoint) {
  if (endpoint.request) {
    try {
      const { status, apiVersion } = await get(endpoint.request, "/_ping");
      return status === 200
        ? { state: "answers", reason: "", ...(apiVersion && { apiVersion }) }
        : { state: "failing", reason: `it answers HTTP ${status}` };
    } catch (error) {
      return classify(error);
    }
  }
  const format = "{{.Server.APIVersion}}";
  const outcome = await run("docker", ["version", "--format", format], { timeout: 20_000 });
  return outcome.code === 0
    ? { state: "answers", reason: "", apiVersion: outcome.stdout.trim() }
    : classifyWords(outcome.stderr);
}

/**
 * One sentence about a daemon that is too old; undefined if it is not, or does not say how old it is.
 *
 * @param {import("./docker-endpoint.js").Endpoint} endpoint
 * @param {string | undefined} apiVersion
 * @returns {string | undefined}
 */
function outdatedSentence(endpoint, apiVersion) {
  if (!apiVersion || isAtLeast(apiVersion, OLDEST.api)) return undefined;
  return (
    `The Docker daemon at ${endpoint.address} speaks Engine API ${apiVersion}, and Docker Engine ${OLDEST.engine} ` +
    `(API ${OLDEST.api}) or newer is needed: update it, or set DOCKER_HOST to a newer one.`
  );
}

/**
 * One sentence about a daemon that can't be used: its address, what happened, what to do.
 *
 * @param {import("./docker-endpoint.js").Endpoint} endpoint
 * @param {import("./docker-endpoint.js").DaemonState} found
 * @returns {string}
 */
function daemonSentence(endpoint, found) {
  if (endpoint.context !== undefined && !endpoint.address) {
    return (
      `There is no Docker context ${endpoint.context}: "docker context ls" lists those that there are; choose one ` +
      'with "docker context use", or set DOCKER_HOST.'
    );
  }
  const where = endpoint.address || "an unknown address";
  const named = endpoint.source === "nothing" ? where : `${where} (named by ${endpoint.source})`;
  if (found.state === "denied") {
    return (
      `This account may not use the Docker daemon at ${named}: add it to the group docker ` +
      "(`sudo usermod -aG docker $USER`, then log in again), or run this as root."
    );
  }
  if (found.state === "absent") {
    const advice = endpoint.isDefault
      ? "install and start Docker (for example `sudo apt-get install docker.io` and `sudo systemctl start docker`), or set DOCKER_HOST to a daemon that runs"
      : `start it, or change ${endpoint.source}`;
    return `No Docker daemon answers at ${named}: ${advice}.`;
  }
  return `The Docker daemon at ${named} does not answer as it should (${found.reason}): look at its log, or set DOCKER_HOST to another.`;
}

/**
 * A daemon that was killed leaves its number behind, and the next one refuses to start while a process has that number,
 * even a defunct one. A daemon that is alive is left alone.
 *
 * @param {string} file
 * @param {string} name the program that keeps its number there
 */
async function dropStalePidFile(file, name) {
  const pid = fs.existsSync(file) ? fs.readFileSync(file, "utf8").trim() : "";
  if (!/^\d+$/.test(pid)) return;
  for (const deadline = Date.now() + 5_000; Date.now() < deadline;) {
    const started = startOf(Number(pid));
    if (started === "" || started === "defunct" || !isNamed(pid, name))
      return fs.rmSync(file, { force: true });
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** Whether a process is still that program, and not another that was given its number. @param {string} pid @param {string} name */
function isNamed(pid, name) {
  try {
    return fs.readFileSync(`/proc/${pid}/comm`, "utf8").trim() === name;
  } catch {
    return false;
  }
}

/**
 * Starts the daemon, by systemd where that runs and by hand elsewhere, and waits until it answers. It outlives us.
 *
 * @param {import("./docker-endpoint.js").Endpoint} endpoint
 * @param {string} systemPath
 * @returns {Promise<string>}
 */
async function startDaemon(endpoint, systemPath) {
  /** @type {{ exited: boolean }} */
  const daemon = { exited: false };
  const bySystemd = fs.existsSync("/run/systemd/system");
  if (bySystemd) {
    const outcome = await run("systemctl", ["start", "docker"]);
    if (outcome.code !== 0) {
      throw new SetupFailure(
        `\`systemctl start docker\` failed: ${lastLines(outcome.stderr, 3)}; see \`journalctl -u docker\`.`,
      );
    }
  } else {
    for (const [name, file] of Object.entries(PID_FILES)) await dropStalePidFile(file, name);
    const log = fs.openSync(DAEMON_LOG, "w");
    // A session, a log and no terminal of its own: it stays when this process and its terminal go.
    const child = spawn(findExecutable("dockerd", systemPath) ?? "dockerd", [], {
      detached: true,
      stdio: ["ignore", log, log],
      env: { ...process.env, PATH: systemPath },
      cwd: "/",
    });
    fs.closeSync(log);
    child.on("error", () => (daemon.exited = true));
    child.on("exit", () => (daemon.exited = true));
    child.unref();
  }
  for (const deadline = Date.now() + START_PATIENCE; Date.now() < deadline && !daemon.exited;) {
    if ((await daemonState(endpoint)).state === "answers")
      return bySystemd ? "started by systemd" : "started by hand";
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  const log = bySystemd
    ? "see `journalctl -u docker`"
    : `the end of ${DAEMON_LOG}:\n${lastLines(readTail(DAEMON_LOG), 5)}`;
  throw new SetupFailure(
    `The Docker daemon ${daemon.exited ? "ended as it started" : "did not answer within 60 s"}; ${log}`,
  );
}

/** @param {string} file */
function readTail(file) {
  try {
    return fs.readFileSync(file, "utf8").slice(-20_000);
  } catch {
    return "";
  }
}

module.exports = { ensureDocker, daemonState, daemonSentence, outdatedSentence };

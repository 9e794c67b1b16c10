// @ts-check
"use strict";

const { createHash } = require("node:crypto");
const fs = require("node:fs");
const http = require("node:http");
const os = require("node:os");
const path = require("node:path");

/** Where Docker's daemon listens unless told otherwise. */
const DEFAULT_SOCKET = "/var/run/docker.sock";

/** How long a daemon may take to answer a small question, in milliseconds. */
const PATIENCE = 5000;

/**
 * Where the daemon is, as the docker command would find it.
 *
 * @typedef {object} Endpoint
 * @property {string} address as a user would write it
 * @property {string} source what names it: DOCKER_HOST, a context, or nothing
 * @property {boolean} isDefault nobody chose it: it is this machine's own, which may be installed and started
 * @property {http.RequestOptions | undefined} request how to reach it by plain HTTP; undefined for TLS and ssh, which
 *   are left to the docker command
 */

/** @typedef {{ state: "answers" | "denied" | "absent" | "failing", reason: string }} DaemonState */

/**
 * Finds the daemon's address: DOCKER_HOST, else DOCKER_CONTEXT or the context in use, else the default socket.
 *
 * @param {NodeJS.ProcessEnv} env
 * @returns {Endpoint}
 */
function dockerEndpoint(env) {
  if (env.DOCKER_HOST) return endpoint(env.DOCKER_HOST, "DOCKER_HOST", env);
  const folder = env.DOCKER_CONFIG || path.join(env.HOME || os.homedir(), ".docker");
  const context = env.DOCKER_CONTEXT || readJson(path.join(folder, "config.json"))?.currentContext;
  if (!context || context === "default") return endpoint(`unix://${DEFAULT_SOCKET}`, "nothing", env);
  const key = createHash("sha256").update(context).digest("hex");
  const host = readJson(path.join(folder, "contexts", "meta", key, "meta.json"))?.Endpoints?.docker?.Host;
  return endpoint(host ?? "", `the context ${context}`, env);
}

/**
 * @param {string} address
 * @param {string} source
 * @param {NodeJS.ProcessEnv} env
 * @returns {Endpoint}
 */
function endpoint(address, source, env) {
  const isDefault = address === `unix://${DEFAULT_SOCKET}` || address === "unix:///run/docker.sock";
  const socket = /^unix:\/\/(\/.*)$/.exec(address)?.[1];
  if (socket !== undefined) return { address, source, isDefault, request: { socketPath: socket } };
  const tcp = /^tcp:\/\/(\[[^\]]+\]|[^:/]+)(?::(\d+))?\/?$/.exec(address);
  if (tcp && !env.DOCKER_TLS_VERIFY && !env.DOCKER_TLS && !source.startsWith("the context")) {
    const host = tcp[1]?.replace(/^\[|\]$/g, "");
    return { address, source, isDefault: false, request: { host, port: Number(tcp[2] ?? 2375) } };
  }
  return { address, source, isDefault: false, request: undefined };
}

/**
 * Asks the daemon something by plain HTTP.
 *
 * @param {http.RequestOptions} request
 * @param {string} pathname
 * @returns {Promise<{ status: number, body: string }>}
 */
function get(request, pathname) {
  return new Promise((resolve, reject) => {
    const question = http.get(
      { ...request, path: pathname, timeout: PATIENCE, headers: { host: "docker" } },
      (answer) => {
        let body = "";
        answer.setEncoding("utf8").on("data", (text) => (body += text));
        answer.on("end", () => resolve({ status: answer.statusCode ?? 0, body }));
        answer.on("error", reject);
      },
    );
    question.on("timeout", () =>
      question.destroy(Object.assign(new Error("no answer within 5 s"), { code: "ETIMEDOUT" })),
    );
    question.on("error", reject);
  });
}

/**
 * Says what an error on the way to the daemon means.
 *
 * @param {unknown} error
 * @returns {DaemonState}
 */
function classify(error) {
  const { code, message } = /** @type {NodeJS.ErrnoException} */ (error);
  if (code === "EACCES" || code === "EPERM") return { state: "denied", reason: message };
  if (code === "ENOENT" || code === "ECONNREFUSED" || code === "ENOTSOCK")
    return { state: "absent", reason: message };
  return { state: "failing", reason: message };
}

/**
 * Says what the docker command's words mean, where only it can reach the daemon.
 *
 * @param {string} words its standard error
 * @returns {DaemonState}
 */
function classifyWords(words) {
  const reason = words.trim().split("\n").slice(-1)[0] ?? "";
  if (/permission denied/i.test(words)) return { state: "denied", reason };
  if (/cannot connect|is the docker daemon running|connection refused|no such file/i.test(words)) {
    return { state: "absent", reason };
  }
  return { state: "failing", reason };
}

/**
 * @param {string} file
 * @returns {any} undefined where there is no such JSON
 */
function readJson(file) {
  try {
    return JSON.parse(fs.readFileSync(file, "utf8"));
  } catch {
    return undefined;
  }
}

module.exports = { dockerEndpoint, get, classify, classifyWords };

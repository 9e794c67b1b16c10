// @ts-check
"use strict";

const { createHash } = require("node:crypto");
const fs = require("node:fs");
const http = require("node:http");
const os = require("node:os");
const path = require("node:path");
const { readJsonObject } = require("./json-file.js");

/** Where Docker's daemon listens unless told otherwise. */
const DEFAULT_SOCKET = "/var/run/docker.sock";

/** How long a daemon may take to answer a small question, in milliseconds. */
const PATIENCE = 5000;

/**
 * The variable that says which context DOCKER_HOST was taken from, as `<address> <context>`: messages name the context,
 * since that is what the user set.
 */
const CONTEXT_VARIABLE = "GENESYS_CHAT_DOCKER_CONTEXT";

/**
 * The Docker daemon's address, as the docker command finds it.
 *
 * @typedef {object} Endpoint
 * @property {string} address as a user would write it; empty if the context is unknown
 * @property {string} source what names it: DOCKER_HOST, a context, or nothing
 * @property {boolean} isDefault no setting names it: it is this machine's own, which may be installed and started
 * @property {http.RequestOptions | undefined} request how to reach it by plain HTTP; undefined for TLS and ssh, which
 *   are left to the docker command
 * @property {string} [context] the context that names it; undefined if none does
 * @property {string} [certificates] the folder of ca.pem, cert.pem and key.pem; undefined without TLS
 */

/**
 * Whether a daemon answers, why not if it does not, and the newest API that it speaks, if it says so.
 *
 * @typedef {{ state: "answers" | "denied" | "absent" | "failing", reason: string, apiVersion?: string }} DaemonState
 */

/**
 * Finds the daemon's address: DOCKER_HOST, else DOCKER_CONTEXT or the context in use, else the default socket.
 *
 * @param {NodeJS.ProcessEnv} env
 * @returns {Endpoint}
 */
function dockerEndpoint(env) {
  const folder = configFolder(env);
  const usesTls = Boolean(env.DOCKER_TLS_VERIFY || env.DOCKER_TLS);
  const certificates = usesTls ? env.DOCKER_CERT_PATH || folder : undefined;
  if (env.DOCKER_HOST) {
    const [address, ...context] = (env[CONTEXT_VARIABLE] ?? "").split(" ");
    const source = address === env.DOCKER_HOST ? `the context ${context.join(" ")}` : "DOCKER_HOST";
    return endpoint(env.DOCKER_HOST, source, certificates);
  }
  const context =
    env.DOCKER_CONTEXT || textOf(readJsonObject(path.join(folder, "config.json"))?.currentContext);
  if (!context || context === "default") return endpoint(`unix://${DEFAULT_SOCKET}`, "nothing", certificates);
  const key = createHash("sha256").update(context).digest("hex");
  const meta = readJsonObject(path.join(folder, "contexts", "meta", key, "meta.json"));
  const host = textOf(meta?.Endpoints?.docker?.Host);
  const own = path.join(folder, "contexts", "tls", key, "docker");
  return { ...endpoint(host ?? "", `the context ${context}`, fs.existsSync(own) ? own : undefined), context };
}

/** The docker command's own folder. @param {NodeJS.ProcessEnv} env */
function configFolder(env) {
  return env.DOCKER_CONFIG || path.join(env.HOME || os.homedir(), ".docker");
}

/**
 * The variables that lead the docker command and Pulumi's docker provider to the same daemon; undefined is to be unset.
 * The provider knows no context in use, reads contexts in the account's home folder only and without their
 * certificates, and prefers DOCKER_CONTEXT to DOCKER_HOST.
 *
 * @param {NodeJS.ProcessEnv} env
 * @returns {Record<string, string | undefined>}
 */
function daemonVariables(env) {
  const { address, source, context, certificates } = dockerEndpoint(env);
  // An unknown context: the docker command says so itself.
  if (!address) return {};
  /** @type {Record<string, string | undefined>} */
  const wanted = { DOCKER_CONTEXT: undefined, DOCKER_CERT_PATH: certificates };
  if (source !== "nothing") wanted.DOCKER_HOST = address;
  if (context !== undefined) {
    wanted[CONTEXT_VARIABLE] = `${address} ${context}`;
    // Those of the environment are for DOCKER_HOST, and the docker command does not use them for a context.
    wanted.DOCKER_TLS_VERIFY = certificates && "1";
    wanted.DOCKER_TLS = undefined;
  }
  return Object.fromEntries(Object.entries(wanted).filter(([name, value]) => env[name] !== value));
}

/**
 * Sets and unsets the variables of `daemonVariables`, for this process and all that it starts.
 *
 * @param {NodeJS.ProcessEnv} env changed in place
 * @returns {void}
 */
function chooseDaemon(env) {
  for (const [name, value] of Object.entries(daemonVariables(env))) {
    if (value === undefined) delete env[name];
    else env[name] = value;
  }
}

/**
 * @param {string} address
 * @param {string} source
 * @param {string | undefined} certificates
 * @returns {Endpoint}
 */
function endpoint(address, source, certificates) {
  const isDefault = address === `unix://${DEFAULT_SOCKET}` || address === "unix:///run/docker.sock";
  const socket = /^unix:\/\/(\/.*)$/.exec(address)?.[1];
  if (socket !== undefined) return { address, source, isDefault, request: { socketPath: socket } };
  const tcp = /^tcp:\/\/(\[[^\]]+\]|[^:/]+)(?::(\d+))?\/?$/.exec(address);
  const found = { address, source, isDefault: false, request: undefined };
  if (!tcp) return found;
  if (certificates !== undefined) return { ...found, certificates };
  const host = tcp[1]?.replace(/^\[|\]$/g, "");
  return { ...found, request: { host, port: Number(tcp[2] ?? 2375) } };
}

/**
 * Asks the daemon something by plain HTTP.
 *
 * @param {http.RequestOptions} request
 * @param {string} pathname
 * @returns {Promise<{ status: number, body: string, apiVersion: string | undefined }>} apiVersion: the newest that the
 *   daemon speaks, if it says so
 */
function get(request, pathname) {
  return new Promise((resolve, reject) => {
    const question = http.get(
      { ...request, path: pathname, timeout: PATIENCE, headers: { host: "docker" } },
      (answer) => {
        let body = "";
        answer.setEncoding("utf8").on("data", (text) => (body += text));
        const apiVersion = [answer.headers["api-version"]].flat()[0];
        answer.on("end", () => resolve({ status: answer.statusCode ?? 0, body, apiVersion }));
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
 * @param {unknown} value
 * @returns {string | undefined}
 */
function textOf(value) {
  return typeof value === "string" ? value : undefined;
}

module.exports = { dockerEndpoint, daemonVariables, chooseDaemon, get, classify, classifyWords };

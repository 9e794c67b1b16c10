// @ts-check
"use strict";

/** The addresses of this machine that Pulumi's processes, and customers of a lab stack, talk to. */
const LOOPBACK = ["127.0.0.1", "localhost", "::1"];

/** The variables that name a proxy, in lower case; each has a twin in upper case. */
const PROXIES = ["http_proxy", "https_proxy", "all_proxy", "grpc_proxy"];

/**
 * Whether the environment names a proxy.
 *
 * @param {NodeJS.ProcessEnv} env
 * @returns {boolean}
 */
function hasProxy(env) {
  return PROXIES.some((name) => Boolean(env[name] || env[name.toUpperCase()]));
}

/**
 * The variables that keep loopback off the proxy: Pulumi's Node.js SDK reaches its engine at 127.0.0.1 by gRPC, and would
 * send that to the proxy too. What the user excepted stays excepted. None where no proxy is named.
 *
 * @param {NodeJS.ProcessEnv} env
 * @returns {Record<string, string>}
 */
function loopbackVariables(env) {
  if (!hasProxy(env)) return {};
  const [lower, upper] = [env.no_proxy || env.NO_PROXY, env.NO_PROXY || env.no_proxy];
  return {
    NO_PROXY: withLoopback(upper),
    no_proxy: withLoopback(lower),
    // gRPC reads this one instead of no_proxy if it is set.
    ...(env.no_grpc_proxy && { no_grpc_proxy: withLoopback(env.no_grpc_proxy) }),
  };
}

/**
 * The variables by which apt and curl find the proxy: they don't read every one in upper case.
 *
 * @param {NodeJS.ProcessEnv} env
 * @returns {Record<string, string>}
 */
function proxyVariables(env) {
  const named = PROXIES.flatMap((name) => {
    const value = env[name] || env[name.toUpperCase()];
    return value ? [/** @type {const} */ ([name, value])] : [];
  });
  return Object.fromEntries(named);
}

/** @param {string | undefined} list */
function withLoopback(list) {
  // Some programs take blanks between entries, others commas only.
  const entries = (list ?? "").split(/[\s,]+/).filter(Boolean);
  return [...entries, ...LOOPBACK.filter((address) => !entries.includes(address))].join(",");
}

module.exports = { hasProxy, loopbackVariables, proxyVariables };

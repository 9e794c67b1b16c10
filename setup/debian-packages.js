// @ts-check
"use strict";

const fs = require("node:fs");
const { SetupFailure } = require("./failure.js");
const { proxyVariables } = require("./loopback.js");
const { lastLines, run } = require("./processes.js");

/** Returns true on Debian and the systems derived from it. */
function isDebian() {
  try {
    return /^(ID|ID_LIKE)=.*\b(debian|ubuntu)\b/m.test(fs.readFileSync("/etc/os-release", "utf8"));
  } catch {
    return false;
  }
}

/**
 * Installs packages with apt. Returns the bytes that apt says they take, or null if it does not say so.
 *
 * @param {string} what what they are, for the error
 * @param {readonly string[]} packages
 * @param {readonly string[]} [ifKnown] packages to install as well if the system's lists have them
 * @returns {Promise<number | null>}
 */
async function installPackages(what, packages, ifKnown = []) {
  const system = { DEBIAN_FRONTEND: "noninteractive", LC_ALL: "C.UTF-8" };
  const env = { ...process.env, ...proxyVariables(process.env), ...system };
  const patience = ["-o", "DPkg::Lock::Timeout=300"];
  await run("apt-get", [...patience, "update"], { env }); // an old list may do; if not, the next command says so
  const all = [...packages];
  for (const name of ifKnown) {
    const known = await run("apt-cache", ["show", "--no-all-versions", name], { env });
    if (known.code === 0 && known.stdout !== "") all.push(name);
  }
  const args = [...patience, "install", "--yes", "--no-install-recommends", ...all];
  const outcome = await run("apt-get", args, { env });
  if (outcome.code !== 0) {
    throw new SetupFailure(
      `${what} can't be installed with apt:\n${lastLines(outcome.stderr || outcome.stdout, 6)}\nInstall ${what} yourself and run this again.`,
    );
  }
  const [, amount, unit] = /([\d.,]+) (kB|MB|GB) of additional disk space/.exec(outcome.stdout) ?? [];
  const factor = { kB: 1e3, MB: 1e6, GB: 1e9 }[unit ?? ""];
  return factor === undefined ? null : Number(amount?.replace(/,/g, "")) * factor;
}

module.exports = { installPackages, isDebian };

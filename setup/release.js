// @ts-check
"use strict";

const fs = require("node:fs");
const path = require("node:path");
const { pipeline } = require("node:stream/promises");
const { Readable } = require("node:stream");
const { fileHash } = require("./artifact.js");
const { SetupFailure } = require("./failure.js");
const { hasProxy, loopbackVariables, proxyVariables } = require("./loopback.js");
const { run } = require("./processes.js");

/** How long a connection may take to answer before the site counts as out of reach, in milliseconds. */
const CONNECT_PATIENCE = 3000;

/** Timeout of a complete download, in milliseconds. */
const DOWNLOAD_PATIENCE = 10 * 60 * 1000;

/** The sites of official releases. @typedef {{ archives: string, checksums: string }} Sites */

/** Where Pulumi publishes: archives on its own site, their checksums with the sources' releases. @type {Sites} */
const OFFICIAL_SITES = {
  archives: "https://get.pulumi.com/releases",
  checksums: "https://github.com/pulumi",
};

/**
 * An archive that is published, and the list that holds its checksum.
 *
 * @typedef {{ archive: string, checksums: string }} Release
 */

/**
 * The official Pulumi CLI for a machine; undefined where none is published for it.
 *
 * @param {string} version
 * @param {NodeJS.Platform} platform
 * @param {string} architecture in Node.js' words
 * @param {Sites} [sites]
 * @returns {Release | undefined}
 */
function cliRelease(version, platform, architecture, sites = OFFICIAL_SITES) {
  if (!published(platform, architecture)) return undefined;
  return {
    archive: `${sites.archives}/sdk/pulumi-v${version}-${platform}-${architecture}.tar.gz`,
    checksums: `${sites.checksums}/pulumi/releases/download/v${version}/pulumi-${version}-checksums.txt`,
  };
}

/**
 * The official docker plugin for a machine; undefined where none is published for it.
 *
 * @param {string} version
 * @param {NodeJS.Platform} platform
 * @param {string} architecture in Node.js' words
 * @param {Sites} [sites]
 * @returns {Release | undefined}
 */
function pluginRelease(version, platform, architecture, sites = OFFICIAL_SITES) {
  if (!published(platform, architecture)) return undefined;
  const goArchitecture = architecture === "x64" ? "amd64" : architecture;
  return {
    archive: `${sites.archives}/plugins/pulumi-resource-docker-v${version}-${platform}-${goArchitecture}.tar.gz`,
    checksums: `${sites.checksums}/pulumi-docker/releases/download/v${version}/pulumi-docker_${version}_checksums.txt`,
  };
}

/** The SHA-256 of archives by their names: an archive that is named here must have it, whatever is published. */
const PINNED = path.join(__dirname, "toolchain", "checksums.json");

/**
 * Downloads an archive, compares it with its pinned or else its published checksum and unpacks it. If the site is out
 * of reach, or the checksum is, the answer is false: nothing that can't be verified is used. A checksum that differs is
 * a failure.
 *
 * @param {Release} release
 * @param {string} folder into which it is unpacked
 * @param {Record<string, string>} [pinned] SHA-256 by archive name
 * @returns {Promise<boolean>}
 */
async function unpackRelease(release, folder, pinned = JSON.parse(fs.readFileSync(PINNED, "utf8"))) {
  const pin = pinned[nameOf(release)];
  const expected = pin ?? (await publishedChecksum(release, folder));
  if (expected === undefined) return false;
  const archive = path.join(folder, "download.tar.gz");
  if (!(await download(release.archive, archive))) return false;
  const actual = fileHash(archive);
  if (actual !== expected) {
    throw new SetupFailure(
      `${release.archive} has the SHA-256 ${actual}, ${pin === undefined ? "published" : "pinned in setup/toolchain/checksums.json"} is ${expected}: ` +
        "it was changed on the way, or not wholly received. Run this again; if it stays so, install Pulumi yourself and put it on PATH.",
    );
  }
  const outcome = await run("tar", ["-xzf", archive, "-C", folder]);
  fs.rmSync(archive);
  if (outcome.code !== 0)
    throw new SetupFailure(`${release.archive} can't be unpacked: ${outcome.stderr.trim()}`);
  return true;
}

/**
 * @param {Release} release
 * @param {string} folder
 * @returns {Promise<string | undefined>}
 */
async function publishedChecksum(release, folder) {
  const list = path.join(folder, "checksums.txt");
  if (!(await download(release.checksums, list))) return undefined;
  const text = fs.readFileSync(list, "utf8");
  fs.rmSync(list);
  return findChecksum(text, nameOf(release));
}

/** The file name of an archive. @param {Release} release */
function nameOf({ archive }) {
  return archive.slice(archive.lastIndexOf("/") + 1);
}

/**
 * The SHA-256 of a file in a list as `sha256sum` writes it.
 *
 * @param {string} list
 * @param {string} name
 * @returns {string | undefined}
 */
function findChecksum(list, name) {
  for (const line of list.split("\n")) {
    const [sum, file] = line.trim().split(/\s+\*?/);
    if (file === name && /^[0-9a-f]{64}$/i.test(sum ?? "")) return sum?.toLowerCase();
  }
  return undefined;
}

/**
 * Downloads a file; false where the site does not answer soon, or not with what was asked for. With a proxy it is curl that
 * does it: Node.js 20 reads no proxy variables.
 *
 * @param {string} address
 * @param {string} file
 * @returns {Promise<boolean>}
 */
async function download(address, file) {
  if (hasProxy(process.env)) return downloadByCurl(address, file);
  const response = await reach(address);
  if (!response?.body) return false;
  const body = /** @type {import("node:stream/web").ReadableStream} */ (response.body);
  await pipeline(Readable.fromWeb(body), fs.createWriteStream(file));
  return true;
}

/**
 * @param {string} address
 * @param {string} file
 */
async function downloadByCurl(address, file) {
  const limits = ["--connect-timeout", CONNECT_PATIENCE, "--max-time", DOWNLOAD_PATIENCE].map((word) =>
    typeof word === "number" ? String(word / 1000) : word,
  );
  const env = { ...process.env, ...proxyVariables(process.env), ...loopbackVariables(process.env) };
  const words = ["--fail", "--silent", "--location", ...limits, "--output", file, address];
  return (await run("curl", words, { env })).code === 0;
}

/**
 * The answer of a site; undefined if it does not answer soon, or not with the requested content.
 *
 * @param {string} address
 * @returns {Promise<Response | undefined>}
 */
async function reach(address) {
  const impatience = new AbortController();
  const timer = setTimeout(() => impatience.abort(), CONNECT_PATIENCE);
  try {
    const signal = AbortSignal.any([impatience.signal, AbortSignal.timeout(DOWNLOAD_PATIENCE)]);
    const response = await fetch(address, { signal });
    return response.ok ? response : undefined;
  } catch {
    return undefined;
  } finally {
    clearTimeout(timer);
  }
}

/**
 * @param {NodeJS.Platform} platform
 * @param {string} architecture
 */
function published(platform, architecture) {
  return (
    (platform === "linux" || platform === "darwin") && (architecture === "x64" || architecture === "arm64")
  );
}

module.exports = { cliRelease, pluginRelease, unpackRelease, findChecksum };

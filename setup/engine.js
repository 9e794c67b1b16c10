// @ts-check
"use strict";

const fs = require("node:fs");
const path = require("node:path");
const { ensureArtifact } = require("./artifact.js");
const { cacheFolder } = require("./folders.js");
const { buildPrograms, moduleKey } = require("./go-modules.js");

/** The name of the step. */
const STEP = "docker engine";

/** The Go package whose variable holds the daemon's version. */
const VERSION_VARIABLE = "github.com/moby/moby/v2/dockerversion.Version";

/** What Docker Engine consists of: the module of each program, and whether it is linked with C libraries. */
const PROGRAMS = {
  dockerd: { package: "github.com/moby/moby/v2/cmd/dockerd", cgo: false },
  "docker-proxy": { package: "github.com/moby/moby/v2/cmd/docker-proxy", cgo: false },
  containerd: { package: "github.com/containerd/containerd/v2/cmd/containerd", cgo: false },
  "containerd-shim-runc-v2": {
    package: "github.com/containerd/containerd/v2/cmd/containerd-shim-runc-v2",
    cgo: false,
  },
  // Its filter of system calls is libseccomp's.
  runc: { package: "github.com/opencontainers/runc", cgo: true },
};

/**
 * Makes a current Docker Engine ready: found in the cache, else built from the Go modules that setup/toolchain/engine pins.
 *
 * @param {string} root
 * @param {NodeJS.ProcessEnv} env
 * @param {import("./progress.js").Progress} progress
 * @returns {Promise<{ folder: string, version: string }>} the folder of its programs, and dockerd's version
 */
async function ensureEngine(root, env, progress) {
  const version = engineVersion(root);
  const folder = path.join(cacheFolder(env), `docker-engine-${version}-${moduleKey(root, "engine")}`);
  await ensureArtifact(folder, STEP, progress, async (draft) => {
    progress.say(STEP, "building from Go modules (some minutes) …");
    const programs = Object.entries(PROGRAMS).map(([name, { package: source, cgo }]) => ({
      package: source,
      output: path.join(draft, name),
      variables: /** @type {Record<string, string>} */ (
        name === "dockerd" ? { [VERSION_VARIABLE]: version } : {}
      ),
      ...(cgo ? { tags: ["seccomp"] } : {}),
      environment: { CGO_ENABLED: cgo ? "1" : "0" },
    }));
    await buildPrograms(
      root,
      "engine",
      programs,
      `Docker Engine ${version} (runc needs gcc and libseccomp-dev)`,
    );
    return { how: `built from Go modules, ${version}`, files: Object.keys(PROGRAMS) };
  });
  return { folder, version };
}

/**
 * The version of moby that setup/toolchain/engine/go.mod requires, without its v.
 *
 * @param {string} root
 * @returns {string}
 */
function engineVersion(root) {
  const text = fs.readFileSync(path.join(root, "setup", "toolchain", "engine", "go.mod"), "utf8");
  const version = /^\s*github\.com\/moby\/moby\/v2 v(\S+)/m.exec(text)?.[1];
  if (version === undefined)
    throw new Error("setup/toolchain/engine/go.mod requires no github.com/moby/moby/v2");
  return version;
}

module.exports = { ensureEngine, engineVersion };

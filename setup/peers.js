// @ts-check
"use strict";

const path = require("node:path");
const { ensureArtifact } = require("./artifact.js");
const { cacheFolder, makeFolder } = require("./folders.js");
const { buildPrograms, moduleKey } = require("./go-modules.js");

/*
 * What the benchmarks compare with (bench/README.md): built from published Go modules when a benchmark first asks for it, since no
 * command needs it.
 */

/** The folder of the provider, which OpenTofu gets by name from `dev_overrides`: no address of a registry is needed. */
const PROVIDER = path.join("provider", "terraform-provider-docker");

/**
 * A program of a peer: its module in `setup/toolchain`, its package, its file in the cached folder, and variables that the linker sets.
 *
 * @typedef {{ module: "compose" | "tofu" | "tofu-docker", package: string, output: string, variables?: Record<string, string> }} PeerProgram
 */

/** @type {Record<"compose" | "tofu", { name: string, version: string, programs: PeerProgram[] }>} */
const PEERS = {
  compose: {
    name: "Docker Compose",
    version: "2.40.3",
    programs: [
      {
        module: "compose",
        package: "github.com/docker/compose/v2/cmd",
        output: "docker-compose",
        variables: { "github.com/docker/compose/v2/internal.Version": "v2.40.3" },
      },
    ],
  },
  tofu: {
    name: "OpenTofu",
    version: "1.12.6",
    programs: [
      { module: "tofu", package: "github.com/opentofu/opentofu/cmd/tofu", output: "tofu" },
      {
        module: "tofu-docker",
        package: "github.com/terraform-providers/terraform-provider-docker",
        output: PROVIDER,
      },
    ],
  },
};

/**
 * Makes a peer ready: found in the cache, else built.
 *
 * @param {string} root
 * @param {keyof typeof PEERS} peer
 * @param {NodeJS.ProcessEnv} env
 * @param {import("./progress.js").Progress} progress
 * @returns {Promise<string>} the folder of its programs
 */
async function ensurePeer(root, peer, env, progress) {
  const { name, version, programs } = PEERS[peer];
  // With its subfolders: a cache that an earlier release filled has others.
  const key = [
    ...programs.map(({ module }) => moduleKey(root, module)),
    ...programs.map(({ output }) => path.dirname(output)).filter((name) => name !== "."),
  ].join("-");
  const folder = path.join(cacheFolder(env), `${peer}-${version}-${key}`);
  await ensureArtifact(folder, name, progress, async (draft) => {
    progress.say(name, "building from Go modules (some minutes) …");
    for (const { module, output, variables = {}, ...program } of programs) {
      const file = path.join(draft, output);
      makeFolder(path.dirname(file));
      await buildPrograms(root, module, [{ ...program, output: file, variables }], `${name} ${version}`);
    }
    return { how: `built from Go modules, ${version}`, files: programs.map(({ output }) => output) };
  });
  return folder;
}

module.exports = { ensurePeer, PEERS };

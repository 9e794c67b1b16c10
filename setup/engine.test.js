// @ts-check
"use strict";

const fs = require("node:fs");
const path = require("node:path");
const { engineVersion } = require("./engine.js");
const { moduleKey } = require("./go-modules.js");

const ROOT = path.dirname(__dirname);

test("the engine's module pins moby, containerd and runc, each with its checksum", () => {
  const sums = fs.readFileSync(path.join(ROOT, "setup", "toolchain", "engine", "go.sum"), "utf8");
  const module = fs.readFileSync(path.join(ROOT, "setup", "toolchain", "engine", "go.mod"), "utf8");
  for (const name of ["moby/moby/v2", "containerd/containerd/v2", "opencontainers/runc"]) {
    const version = new RegExp(`github\\.com/${name} (v\\S+)`).exec(module)?.[1];
    expect(sums).toContain(`github.com/${name} ${version} h1:`);
  }
  expect(engineVersion(ROOT)).toMatch(/^\d+\.\d+\.\d+/);
  expect(moduleKey(ROOT, "engine")).toMatch(/^[0-9a-f]{12}$/);
});

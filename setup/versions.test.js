// @ts-check
"use strict";

const fs = require("node:fs");
const path = require("node:path");
const { isAtLeast, readVersions } = require("./versions.js");

const ROOT = path.dirname(__dirname);
const versions = readVersions(ROOT);
const goModule = (/** @type {string} */ name) =>
  fs.readFileSync(path.join(ROOT, "setup", "toolchain", name, "go.mod"), "utf8");

test("the docker plugin is of the version that package.json asks for", () => {
  expect(require("../package.json").dependencies["@pulumi/docker"]).toBe(versions.docker);
});

test("the Go modules require the Pulumi that versions.json names", () => {
  expect(goModule("cli")).toMatch(new RegExp(`\\sgithub.com/pulumi/pulumi/pkg/v3 v${versions.pulumi}\\s`));
  expect(goModule("cli")).toMatch(new RegExp(`\\sgithub.com/pulumi/pulumi/sdk/v3 v${versions.pulumi}\\s`));
  expect(goModule("docker")).toMatch(new RegExp(`\\sgithub.com/pulumi/pulumi/sdk/v3 v${versions.pulumi}\\s`));
});

test("the CLI that we make ready would do on PATH too", () => {
  expect(isAtLeast(versions.pulumi, versions.pulumiMinimum)).toBe(true);
});

test.each([
  ["v3.200.0", "3.200.0", true],
  ["3.200.1-alpha.1", "3.200.0", true],
  ["4.0.0", "3.200.0", true],
  ["3.99.9", "3.200.0", false],
  ["1.26.8", "1.26.0", true],
  ["1.26rc1", "1.26.0", true],
  ["", "1.26.0", false],
])("%j is at least %s: %s", (version, minimum, expected) => {
  expect(isAtLeast(version, minimum)).toBe(expected);
});

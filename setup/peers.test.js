// @ts-check
const fs = require("node:fs");
const path = require("node:path");
const { PEERS } = require("./peers.js");

/** @param {string} name of the module */
const goMod = (name) => fs.readFileSync(path.join(__dirname, "toolchain", name, "go.mod"), "utf8");

test("peers have the versions that their modules pin", () => {
  expect(goMod("compose")).toContain(`github.com/docker/compose/v2 v${PEERS.compose.version}`);
  expect(goMod("tofu")).toContain(`github.com/opentofu/opentofu v${PEERS.tofu.version}`);
});

test("OpenTofu's provider is the one that the Pulumi plugin wraps, at the same commit", () => {
  const provider = /=> github\.com\/kreuzwerker\/terraform-provider-docker (\S+)/;
  const [plugin, peer] = ["docker", "tofu-docker"].map((name) => provider.exec(goMod(name))?.[1]);
  expect(peer).toBeDefined();
  expect(peer).toBe(plugin);
});

test("every package to build is a tool of its module, so that its dependencies are pinned", () => {
  for (const { programs } of Object.values(PEERS)) {
    for (const { module, package: name } of programs) expect(goMod(module)).toContain(`tool ${name}\n`);
  }
});

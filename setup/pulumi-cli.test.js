// @ts-check
"use strict";

const fs = require("node:fs");
const path = require("node:path");
const { cliOnPath } = require("./pulumi-cli.js");
const { scratchFolder, lay } = require("./scratch-folder.js");

/**
 * A folder with a stand-in for pulumi that tells a version and counts how often it was asked.
 *
 * @param {string} version
 * @param {{ host?: boolean, folder?: string }} [options]
 */
function cli(version, { host = true, folder = scratchFolder() } = {}) {
  lay(folder, { pulumi: `#!/bin/sh\necho asked >> "$0.asked"\necho ${version}\n` });
  if (host) lay(folder, { "pulumi-language-nodejs": "#!/bin/sh\n" });
  return folder;
}

const environment = (/** @type {string[]} */ ...folders) => ({
  PATH: folders.join(path.delimiter),
  XDG_CACHE_HOME: scratchFolder(),
});

test("a CLI on PATH that is new enough is used", async () => {
  const folder = cli("v3.200.0");
  expect(await cliOnPath("3.200.0", environment(folder))).toEqual({
    file: path.join(folder, "pulumi"),
    origin: "path",
  });
});

test.each([["v3.199.9"], ["v2.999.0"], ["unknown"]])("a CLI of version %s is not", async (version) => {
  expect(await cliOnPath("3.200.0", environment(cli(version)))).toBeUndefined();
});

test("its version is asked once, and again when the file is another", async () => {
  const folder = cli("v3.100.0");
  const env = environment(folder);
  const asked = () => fs.readFileSync(path.join(folder, "pulumi.asked"), "utf8").split("\n").length - 1;
  await cliOnPath("3.200.0", env);
  expect(await cliOnPath("3.200.0", env)).toBeUndefined();
  expect(asked()).toBe(1);
  cli("v3.300.0-of-another-length", { folder });
  expect(await cliOnPath("3.200.0", env)).toBeDefined();
  expect(asked()).toBe(2);
});

test("a CLI without its language host is not used; the host may be elsewhere on PATH", async () => {
  const alone = cli("v3.256.0", { host: false });
  expect(await cliOnPath("3.200.0", environment(alone))).toBeUndefined();
  const elsewhere = lay(scratchFolder(), { "pulumi-language-nodejs": "#!/bin/sh\n" });
  expect(await cliOnPath("3.200.0", environment(alone, elsewhere))).toBeDefined();
});

test("a CLI of our own cache on PATH is passed over for the one behind it", async () => {
  const cache = scratchFolder();
  const ours = cli("v3.256.0", { folder: path.join(cache, "genesys-chat", "pulumi-3.256.0-old") });
  const theirs = cli("v3.201.0");
  const found = await cliOnPath("3.200.0", { PATH: `${ours}:${theirs}`, XDG_CACHE_HOME: cache });
  expect(found?.file).toBe(path.join(theirs, "pulumi"));
});

test("files that are not executable, folders and relative parts of PATH are passed over", async () => {
  const plain = lay(scratchFolder(), { pulumi: "text" });
  const folder = lay(scratchFolder(), { "pulumi/x": "" });
  expect(await cliOnPath("3.200.0", environment(plain, folder, ".", ""))).toBeUndefined();
});

// @ts-check
"use strict";

const fs = require("node:fs");
const path = require("node:path");
const { ensureNodePackages, packagesInstalled, packagesStamp, STAMP } = require("./node-packages.js");
const { quietProgress, scratchFolder, lay } = require("./scratch-folder.js");

/** A stand-in for npm: lays down a package, counts its calls. */
const NPM = `#!/bin/sh
echo "$*" >> "$(dirname "$0")/npm.calls"
mkdir -p node_modules/zod && echo 12345 > node_modules/zod/index.js
`;

const searchPath = process.env.PATH;
afterEach(() => {
  process.env.PATH = searchPath;
});

/** @param {string} npm */
function project(npm) {
  const tools = lay(scratchFolder(), { npm });
  process.env.PATH = `${tools}:${searchPath}`;
  const calls = () => fs.readFileSync(path.join(tools, "npm.calls"), "utf8").trim().split("\n");
  return { root: lay(scratchFolder(), { "package-lock.json": "{}" }), calls };
}

test("packages are installed once, and again when the lock file is another", async () => {
  const { root, calls } = project(NPM);
  const { progress, said } = quietProgress();
  await ensureNodePackages(root, progress);
  expect(said()).toMatch(
    /node packages +installing with npm ci …\nnode packages +installed with npm ci \(.* s, 0\.0 MB\)\n/,
  );
  await ensureNodePackages(root, progress);
  expect(calls()).toEqual(["ci --ignore-scripts --no-audit --no-fund --loglevel=error"]);
  lay(root, { "package-lock.json": '{"lockfileVersion": 3}' });
  expect(packagesInstalled(root)).toBe(false);
  await ensureNodePackages(root, progress);
  expect(calls()).toHaveLength(2);
  expect(progress.records.map(({ how }) => how)).toEqual([
    "installed with npm ci",
    "already there",
    "installed with npm ci",
  ]);
});

test("another major of Node.js needs other packages, another patch does not", () => {
  const { root } = project(NPM);
  expect(packagesStamp(root, "20.1.0")).toBe(packagesStamp(root, "20.20.2"));
  expect(packagesStamp(root, "20.1.0")).not.toBe(packagesStamp(root, "22.1.0"));
});

test("where npm fails, its first words are passed on and nothing counts as installed", async () => {
  const { root } = project(
    "#!/bin/sh\nmkdir -p node_modules\nprintf 'npm error\\nnpm error code E404\\nnpm error\\n' >&2\nexit 1\n",
  );
  const { progress } = quietProgress();
  await expect(ensureNodePackages(root, progress)).rejects.toThrow(
    /`npm ci` failed in .*\nnpm error code E404\nCheck that/,
  );
  expect(fs.existsSync(path.join(root, "node_modules", STAMP))).toBe(false);
});

test("an installed package, which has no lock file, is left alone", async () => {
  const { progress } = quietProgress();
  await ensureNodePackages(scratchFolder(), progress);
  expect(progress.records).toEqual([]);
});

test("another checkout's packages are not emptied through a link to them", async () => {
  const { root } = project(NPM);
  const other = lay(scratchFolder(), { "zod/index.js": "1" });
  fs.symlinkSync(other, path.join(root, "node_modules"));
  const { progress } = quietProgress();
  await expect(ensureNodePackages(root, progress)).rejects.toThrow(/is a link to .*remove the link/);
  expect(fs.existsSync(path.join(other, "zod", "index.js"))).toBe(true);
});

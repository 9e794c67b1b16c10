// @ts-check
"use strict";

const fs = require("node:fs");
const path = require("node:path");
const { ensureDockerPlugin, isInstalled, registerPlugin } = require("./docker-plugin.js");
const { quietProgress, scratchFolder, lay } = require("./scratch-folder.js");

const ROOT = path.dirname(__dirname);
const { docker: version } = require("./toolchain/versions.json");
const FILE = `plugins/resource-docker-v${version}/pulumi-resource-docker`;

test("a plugin in the user's PULUMI_HOME is used in place", async () => {
  const home = lay(scratchFolder(), { [FILE]: "#!official" });
  const { progress } = quietProgress();
  const env = { PULUMI_HOME: home, XDG_CACHE_HOME: scratchFolder() };
  expect(await ensureDockerPlugin(ROOT, env, progress)).toBeUndefined();
  expect(await registerPlugin(ROOT, undefined, "/no/pulumi", env)).toEqual({
    home: undefined,
    origin: "user",
  });
});

test("one that Pulumi did not finish, and one of another version, are not", () => {
  const unfinished = lay(scratchFolder(), {
    [FILE]: "#!half",
    [`plugins/resource-docker-v${version}.partial`]: "",
  });
  expect(isInstalled(unfinished, version)).toBe(false);
  const other = lay(scratchFolder(), { "plugins/resource-docker-v0.0.1/pulumi-resource-docker": "#!old" });
  expect(isInstalled(other, version)).toBe(false);
});

/** A stand-in for pulumi that registers a file as `pulumi plugin install --file` does, and counts its calls. */
const PULUMI = `#!/bin/sh
echo "$PULUMI_HOME $*" >> "$0.calls"
while [ "$1" != --file ]; do shift; done
mkdir -p "$PULUMI_HOME/$(dirname ${FILE})"
cp "$2" "$PULUMI_HOME/${FILE}"
`;

test("our plugin is registered in a home of our own, once, and again when it is another", async () => {
  const folder = lay(scratchFolder(), { pulumi: PULUMI, plugin: "#!ours" });
  const theirs = scratchFolder();
  const plugin = {
    file: path.join(folder, "plugin"),
    home: path.join(folder, "home"),
    how: "built from Go modules",
    bytes: 6,
  };
  const register = () =>
    registerPlugin(ROOT, plugin, path.join(folder, "pulumi"), {
      PATH: process.env.PATH,
      PULUMI_HOME: theirs,
    });
  const calls = () => fs.readFileSync(path.join(folder, "pulumi.calls"), "utf8").trim().split("\n");
  expect(await register()).toEqual({ home: plugin.home, origin: "built" });
  await register();
  expect(calls()).toEqual([
    `${plugin.home} plugin install resource docker ${version} --file ${plugin.file} --reinstall`,
  ]);
  lay(folder, { plugin: "#!ours, changed" });
  await register();
  expect(calls()).toHaveLength(2);
  expect(fs.readdirSync(theirs)).toEqual([]);
});

test("a home of our own has a file where Pulumi would keep logs of each command; logs that are there stay", async () => {
  const folder = lay(scratchFolder(), { pulumi: PULUMI, plugin: "#!ours", "old/logs/one.log": "kept" });
  const register = (/** @type {string} */ name) => {
    const plugin = {
      file: path.join(folder, "plugin"),
      home: path.join(folder, name),
      how: "built",
      bytes: 6,
    };
    return registerPlugin(ROOT, plugin, path.join(folder, "pulumi"), { PATH: process.env.PATH });
  };
  await register("new");
  expect(fs.readFileSync(path.join(folder, "new", "logs"), "utf8")).toMatch(
    /Remove this file to have the logs/,
  );
  // Registered again with its file removed, as for another version of the plugin, it has it again; otherwise not.
  fs.rmSync(path.join(folder, "new", "logs"));
  await register("new");
  expect(fs.existsSync(path.join(folder, "new", "logs"))).toBe(false);
  await register("old");
  expect(fs.readFileSync(path.join(folder, "old", "logs", "one.log"), "utf8")).toBe("kept");
});

test("a registration that fails is said with Pulumi's words", async () => {
  const folder = lay(scratchFolder(), {
    pulumi: "#!/bin/sh\necho 'error: no room' >&2\nexit 1\n",
    plugin: "#!ours",
  });
  const plugin = {
    file: path.join(folder, "plugin"),
    home: path.join(folder, "home"),
    how: "built",
    bytes: 6,
  };
  await expect(registerPlugin(ROOT, plugin, path.join(folder, "pulumi"), process.env)).rejects.toThrow(
    /could not register the docker plugin.*\nerror: no room/,
  );
});

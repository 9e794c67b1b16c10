// @ts-check
"use strict";

const path = require("node:path");
const { pathFolder, pulumiVariables } = require("./environment.js");
const { scratchFolder, lay } = require("./scratch-folder.js");

const ROOT = "/project";
const THEIRS = {
  cli: { file: "/usr/bin/pulumi", origin: /** @type {const} */ ("path") },
  plugin: { home: undefined, origin: /** @type {const} */ ("user") },
};
const OURS = {
  cli: { file: "/cache/pulumi-1/pulumi", origin: /** @type {const} */ ("built") },
  plugin: { home: "/cache/home-1", origin: /** @type {const} */ ("built") },
};

test("a user without anything gets local state and the lab's passphrase; a PULUMI_HOME with their own tools is theirs", () => {
  const HOME = scratchFolder();
  expect(pulumiVariables(ROOT, THEIRS, { HOME })).toEqual({
    PULUMI_SKIP_UPDATE_CHECK: "1",
    PULUMI_PARALLEL_DIFF: "true",
    GOGC: "200",
    PULUMI_BACKEND_URL: `file://${HOME}/.local/state/genesys-chat`,
    PULUMI_CONFIG_PASSPHRASE_FILE: path.join(path.dirname(__dirname), "lab.passphrase"),
  });
});

test.each([{ GOGC: "50" }, { GOMEMLIMIT: "1GiB" }])(
  "with %j the user decides how often Go's programs collect",
  (theirs) => {
    const variables = pulumiVariables(ROOT, THEIRS, { HOME: scratchFolder(), ...theirs });
    expect(variables).not.toHaveProperty("GOGC");
  },
);

test("a project's own lab.passphrase comes before that of this program", () => {
  const project = lay(scratchFolder(), { "lab.passphrase": "ours" });
  expect(pulumiVariables(project, THEIRS, { HOME: scratchFolder() })).toMatchObject({
    PULUMI_CONFIG_PASSPHRASE_FILE: path.join(project, "lab.passphrase"),
  });
});

test("a plugin of this project comes with this project's PULUMI_HOME", () => {
  const variables = pulumiVariables(ROOT, OURS, { HOME: scratchFolder(), XDG_STATE_HOME: "/my state" });
  expect(variables).toMatchObject({
    PULUMI_HOME: "/cache/home-1",
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    PULUMI_BACKEND_URL: "file:///my%20state/genesys-chat",
  });
});

test("a login keeps its backend, also with this project's PULUMI_HOME", () => {
  const HOME = lay(scratchFolder(), { ".pulumi/credentials.json": '{"current": "https://backend.example"}' });
  expect(pulumiVariables(ROOT, THEIRS, { HOME })).not.toHaveProperty("PULUMI_BACKEND_URL");
  const variables = pulumiVariables(ROOT, OURS, { HOME });
  expect(variables).not.toHaveProperty("PULUMI_BACKEND_URL");
  expect(variables.PULUMI_CREDENTIALS_PATH).toBe(path.join(HOME, ".pulumi"));
});

test.each(["", '{"current": "https://back', "{}{}"])(
  "a login that was cut short, %j, is no answer",
  (text) => {
    const HOME = lay(scratchFolder(), { ".pulumi/credentials.json": text });
    expect(() => pulumiVariables(ROOT, THEIRS, { HOME })).toThrow(
      /cut short while it was written: set PULUMI_BACKEND_URL/,
    );
    expect(pulumiVariables(ROOT, THEIRS, { HOME, PULUMI_BACKEND_URL: "s3://mine" })).toBeDefined();
  },
);

test.each([
  ["a passphrase", { PULUMI_CONFIG_PASSPHRASE: "mine" }, "PULUMI_CONFIG_PASSPHRASE_FILE"],
  ["an empty passphrase", { PULUMI_CONFIG_PASSPHRASE: "" }, "PULUMI_CONFIG_PASSPHRASE_FILE"],
  ["a passphrase file", { PULUMI_CONFIG_PASSPHRASE_FILE: "/mine" }, "PULUMI_CONFIG_PASSPHRASE_FILE"],
  ["a backend", { PULUMI_BACKEND_URL: "s3://mine" }, "PULUMI_BACKEND_URL"],
])("%s of the user's stays", (_what, own, variable) => {
  expect(pulumiVariables(ROOT, OURS, { HOME: scratchFolder(), ...own })).not.toHaveProperty(variable);
});

test("a PULUMI_HOME that an earlier `env` set is not taken for the user's", () => {
  const HOME = lay(scratchFolder(), { ".pulumi/credentials.json": '{"current": "https://backend.example"}' });
  const env = { HOME, PULUMI_HOME: path.join(HOME, ".cache/genesys-chat/pulumi-home-old") };
  expect(pulumiVariables(ROOT, OURS, env).PULUMI_CREDENTIALS_PATH).toBe(path.join(HOME, ".pulumi"));
});

test("the CLI's folder is put on PATH once, and not at all for the user's own", () => {
  expect(pathFolder(OURS, { PATH: "/usr/bin" })).toBe("/cache/pulumi-1");
  expect(pathFolder(OURS, { PATH: "/cache/pulumi-1:/usr/bin" })).toBeUndefined();
  expect(pathFolder(THEIRS, { PATH: "/usr/bin" })).toBeUndefined();
});

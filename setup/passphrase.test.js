// @ts-check
"use strict";

const fs = require("node:fs");
const path = require("node:path");
const { ensurePassphraseFile, passphraseFile, passphraseVariables } = require("./passphrase.js");
const { scratchFolder } = require("./scratch-folder.js");

test("a stack without a file of its own changes nothing", () => {
  expect(passphraseVariables("acme", { GENESYS_CHAT_PASSPHRASES: scratchFolder() })).toEqual({});
});

test("the folder is the user's configuration unless it is named", () => {
  expect(passphraseFile("acme", { HOME: "/home/op" })).toBe("/home/op/.config/genesys-chat/passphrases/acme");
  expect(passphraseFile("acme", { HOME: "/home/op", XDG_CONFIG_HOME: "/etc/op" })).toBe(
    "/etc/op/genesys-chat/passphrases/acme",
  );
  expect(passphraseFile("acme", { GENESYS_CHAT_PASSPHRASES: "/mnt/keys" })).toBe("/mnt/keys/acme");
});

test("a file is made once, for its owner's eyes only, and each stack's is another", () => {
  const env = { GENESYS_CHAT_PASSPHRASES: path.join(scratchFolder(), "new") };
  const { file, made } = ensurePassphraseFile("acme", env);
  expect(made).toBe(true);
  const text = fs.readFileSync(file, "utf8");
  expect(text).toMatch(/^[\w-]{43}\n$/);
  expect(fs.statSync(file).mode & 0o777).toBe(0o600);
  expect(ensurePassphraseFile("acme", env)).toEqual({ file, made: false });
  expect(fs.readFileSync(file, "utf8")).toBe(text);
  expect(fs.readFileSync(ensurePassphraseFile("bolt", env).file, "utf8")).not.toBe(text);
});

test("a stack's own file counts before what is set for all, and one that others can read is refused", () => {
  const env = { GENESYS_CHAT_PASSPHRASES: scratchFolder(), PULUMI_CONFIG_PASSPHRASE: "for all" };
  const { file } = ensurePassphraseFile("acme", env);
  expect({ ...env, ...passphraseVariables("acme", env) }).toEqual({
    GENESYS_CHAT_PASSPHRASES: env.GENESYS_CHAT_PASSPHRASES,
    PULUMI_CONFIG_PASSPHRASE: undefined,
    PULUMI_CONFIG_PASSPHRASE_FILE: file,
  });
  fs.chmodSync(file, 0o640);
  expect(() => passphraseVariables("acme", env)).toThrow(`chmod 600 ${file}`);
});

test("a command that is to be typed quotes a path that a shell would take apart", () => {
  const env = { GENESYS_CHAT_PASSPHRASES: path.join(scratchFolder(), "the boss's keys") };
  const { file } = ensurePassphraseFile("acme", env);
  fs.chmodSync(file, 0o644);
  expect(() => passphraseVariables("acme", env)).toThrow(`"chmod 600 '${file.replace("'", "'\\''")}'".`);
});

test.each([[""], ["\n"], [" \t\n"]])("a file that was cut short and holds %j seals nothing", (text) => {
  const env = { GENESYS_CHAT_PASSPHRASES: scratchFolder() };
  fs.writeFileSync(passphraseFile("acme", env), text, { mode: 0o600 });
  expect(() => passphraseVariables("acme", env)).toThrow(/acme is empty: put the passphrase of acme back/);
});

test("a folder in the place of a file is named", () => {
  const env = { GENESYS_CHAT_PASSPHRASES: scratchFolder() };
  fs.mkdirSync(passphraseFile("acme", env), { mode: 0o700 });
  expect(() => passphraseVariables("acme", env)).toThrow(/acme is no file/);
});

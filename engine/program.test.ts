import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { installation } from "../system/installation";
import { languageHostVariable, programModule, setVariables } from "./program";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "genesys-chat-program-"));
  symlinkSync(join(installation, "node_modules"), join(folder, "node_modules"));
});

afterEach(() => rmSync(folder, { recursive: true }));

const moduleWith = (settings: string, env = {}) => {
  writeFileSync(join(folder, "Pulumi.yaml"), `name: genesys-chat\n${settings}`);
  return programModule(env, folder);
};

const compiled = "main: index.js\nruntime: { name: nodejs, options: { typescript: false } }\n";

test("this project's own program runs in this process", () => {
  expect(programModule({}, installation)).toBe(join(installation, "bin", "index.js"));
});

test("a compiled program that uses the same SDK runs in this process", () => {
  expect(moduleWith(compiled)).toBe(join(folder, "index.js"));
});

test.each([
  ["TypeScript that is compiled as it is loaded", "main: index.js\nruntime: nodejs\n"],
  [
    "TypeScript that main names",
    "main: index.ts\nruntime: { name: nodejs, options: { typescript: false } }\n",
  ],
  ["a folder", "main: src\nruntime: { name: nodejs, options: { typescript: false } }\n"],
  ["no main", "runtime: { name: nodejs, options: { typescript: false } }\n"],
  ["another language", "main: index.js\nruntime: { name: python, options: { typescript: false } }\n"],
])("%s is left to Pulumi's language host", (_, settings) => {
  expect(moduleWith(settings)).toBeUndefined();
});

test("a program with an SDK of its own is left to Pulumi's language host: this process's would not know its resources", () => {
  rmSync(join(folder, "node_modules"));
  const own = join(folder, "node_modules", "@pulumi", "pulumi");
  mkdirSync(own, { recursive: true });
  writeFileSync(join(own, "index.js"), "");
  expect(moduleWith(compiled)).toBeUndefined();
});

test("a project without packages is left to Pulumi's language host", () => {
  rmSync(join(folder, "node_modules"));
  expect(moduleWith(compiled)).toBeUndefined();
});

test(`${languageHostVariable} leaves every program to Pulumi's language host`, () => {
  expect(moduleWith(compiled, { [languageHostVariable]: "1" })).toBeUndefined();
});

test("a passphrase that must not be set is taken out of this process's variables", () => {
  const name = "GENESYS_CHAT_TEST_PASSPHRASE";
  process.env[name] = "for all";
  setVariables({ [name]: undefined, GENESYS_CHAT_TEST_OTHER: "set" });
  expect([name in process.env, process.env.GENESYS_CHAT_TEST_OTHER]).toEqual([false, "set"]);
  setVariables({ [name]: undefined });
  expect(name in process.env).toBe(false);
  delete process.env.GENESYS_CHAT_TEST_OTHER;
});

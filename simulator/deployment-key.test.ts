import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { authorization, isAuthorized, keyedHash, openDeploymentKey } from "./deployment-key";

let folder: string;
beforeEach(() => (folder = fs.mkdtempSync(path.join(os.tmpdir(), "keys-"))));
afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

test("processes that share a folder share a key, and others have another one", () => {
  openDeploymentKey(path.join(folder, "a"));
  const [token, hash] = [authorization(), keyedHash("x")];
  openDeploymentKey(path.join(folder, "a"));
  expect([authorization(), keyedHash("x")]).toEqual([token, hash]);
  expect(isAuthorized(token, "deployment")).toBe(true);
  openDeploymentKey(path.join(folder, "b"));
  expect(isAuthorized(token, "deployment")).toBe(false);
  expect(keyedHash("x")).not.toBe(hash);
  for (const wrong of [undefined, "", "Bearer", "Bearer ", `${authorization()}0`])
    expect(isAuthorized(wrong, "sharing")).toBe(false);
});

test("the key of a stack whose server is used opens what is shared and nothing else", () => {
  openDeploymentKey(path.join(folder, "hub"));
  const ofHub = authorization();
  fs.mkdirSync(path.join(folder, "north"));
  fs.cpSync(path.join(folder, "hub", "own"), path.join(folder, "north", "hub"), { recursive: true });
  openDeploymentKey(path.join(folder, "north"));
  expect([isAuthorized(ofHub, "deployment"), isAuthorized(ofHub, "sharing")]).toEqual([false, true]);
  expect([authorization() === ofHub, authorization("sharing") === ofHub]).toEqual([false, true]);
});

test("only the account of the process can read the key, and no half of one is left", () => {
  openDeploymentKey(folder);
  const found = fs.readdirSync(path.join(folder, "own"));
  expect(found).toEqual(["key"]);
  expect(fs.statSync(path.join(folder, "own", "key")).mode & 0o077).toBe(0);
});

test("what is no key is not used", () => {
  fs.mkdirSync(path.join(folder, "own"), { recursive: true });
  fs.writeFileSync(path.join(folder, "own", "key"), "short\n");
  expect(() => openDeploymentKey(folder)).toThrow("is not a key");
});

import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { LocalState } from "../state";
import { mendCheckpoint, removeUnfinishedLocks } from "./state-files";

let folder: string;
let state: LocalState;
let said: string[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "genesys-chat-state-"));
  const at = LocalState.at(`file://${folder}`, "genesys-chat", "dev");
  if (!at) throw new Error("a local backend was not taken for one");
  state = at;
  said = [];
  for (const one of Object.values(state.folders) as string[]) mkdirSync(one, { recursive: true });
});

afterEach(() => rmSync(folder, { recursive: true }));

const checkpoint = (id: string) =>
  JSON.stringify({ version: 3, checkpoint: { latest: { resources: [{ urn: "u", type: "t", id }] } } });

const stackFile = (name: string) => join(state.folders.stacks, name);
const ids = () => state.read()?.resources.map(({ id }) => id);
const mend = () => mendCheckpoint(state, (line) => said.push(line));

test("a checkpoint that is whole stays as it is, and nothing is said", () => {
  writeFileSync(stackFile("dev.json"), checkpoint("a"));
  writeFileSync(stackFile("dev.json.attrs"), "{}");
  expect([mend(), ids(), said]).toEqual([false, ["a"], []]);
  expect(existsSync(stackFile("dev.json.attrs"))).toBe(true);
});

test("attributes that were cut short, with which Pulumi reads no checkpoint, go; so does what was not renamed yet", () => {
  writeFileSync(stackFile("dev.json"), checkpoint("a"));
  writeFileSync(stackFile("dev.json.attrs"), "");
  writeFileSync(stackFile("dev.json.17ab.tmp"), '{"half');
  writeFileSync(stackFile("other.json.attrs"), "");
  expect(mend()).toBe(false);
  expect(existsSync(stackFile("dev.json.attrs"))).toBe(false);
  expect(existsSync(stackFile("dev.json.17ab.tmp"))).toBe(false);
  // Another stack's run may be writing it.
  expect(existsSync(stackFile("other.json.attrs"))).toBe(true);
});

test.each([
  ["empty", ""],
  ["cut short", checkpoint("c").slice(0, 60)],
  ["something else", "{}"],
])("a checkpoint that is %s is replaced by its last copy, and kept beside it", (_, broken) => {
  writeFileSync(stackFile("dev.json"), broken);
  writeFileSync(stackFile("dev.json.bak"), checkpoint("b"));
  expect([mend(), ids()]).toEqual([true, ["b"]]);
  expect(readFileSync(stackFile("dev.json.broken"), "utf8")).toBe(broken);
  expect(said.join()).toMatch(/its last backup, .*dev\.json\.bak, takes its place/);
});

test("where the last copy is broken too, the newest older one is taken; where there is none, it is said what to do", () => {
  writeFileSync(stackFile("dev.json"), "");
  writeFileSync(stackFile("dev.json.bak"), "");
  expect(mend).toThrow(/can't be read, and it has no backup that can/);
  for (const [time, id] of [
    ["1795552415416079131", "older"],
    ["1795552415516079131", "newer"],
  ] as const) {
    writeFileSync(join(state.folders.backups, `dev.${time}.json`), checkpoint(id));
  }
  expect([mend(), ids()]).toEqual([true, ["newer"]]);
});

test("a lock that was not written to its end goes once nobody can be writing it; a whole one stays", async () => {
  const lock = (name: string) => join(state.folders.locks, name);
  writeFileSync(lock("whole.json"), "{}");
  for (const name of ["half.json", "unnamed.json.17ab.tmp"]) {
    writeFileSync(lock(name), '{"pid"');
    utimesSync(lock(name), new Date(), new Date(Date.now() - 60_000));
  }
  await removeUnfinishedLocks(state);
  expect(["whole.json", "half.json", "unnamed.json.17ab.tmp"].map((name) => existsSync(lock(name)))).toEqual([
    true,
    false,
    false,
  ]);
});

test("a lock that is just being written is left to be finished", async () => {
  const file = join(state.folders.locks, "new.json");
  writeFileSync(file, "");
  setTimeout(() => writeFileSync(file, "{}"), 300);
  await removeUnfinishedLocks(state);
  expect(readFileSync(file, "utf8")).toBe("{}");
});

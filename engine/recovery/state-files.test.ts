import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as fc from "fast-check";
import { gzipSync } from "node:zlib";
import { Failure } from "../../system/failure";
import { LocalState } from "../state";
import { repairCheckpoint, removeUnfinishedLocks, restoreLayoutVersion } from "./state-files";
import { propertyRuns } from "../../test/support/property-runs";

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

const heldLock = JSON.stringify({
  pid: 1,
  username: "ada",
  hostname: "elsewhere",
  timestamp: "2026-11-26T08:00:00Z",
});

const stackFile = (name: string) => join(state.folders.stacks, name);
const ids = () => state.read()?.resources.map(({ id }) => id);
const repair = () => repairCheckpoint(state, (line) => said.push(line));

test("a complete checkpoint stays unchanged, and nothing is said", () => {
  writeFileSync(stackFile("dev.json"), checkpoint("a"));
  writeFileSync(stackFile("dev.json.attrs"), "{}");
  expect([repair(), ids(), said]).toEqual([false, ["a"], []]);
  expect(existsSync(stackFile("dev.json.attrs"))).toBe(true);
});

test("attributes that were cut short, with which Pulumi reads no checkpoint, go; so does what was not renamed yet", () => {
  writeFileSync(stackFile("dev.json"), checkpoint("a"));
  writeFileSync(stackFile("dev.json.attrs"), "");
  writeFileSync(stackFile("dev.json.17ab.tmp"), '{"half');
  writeFileSync(stackFile("other.json.attrs"), "");
  expect(repair()).toBe(false);
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
  expect([repair(), ids()]).toEqual([true, ["b"]]);
  expect(readFileSync(stackFile("dev.json.broken"), "utf8")).toBe(broken);
  expect(said.join()).toMatch(/its last backup, .*dev\.json\.bak, takes its place/);
});

test("where the last copy is broken too, the newest older one is taken; where there is none, it is said what to do", () => {
  writeFileSync(stackFile("dev.json"), "");
  writeFileSync(stackFile("dev.json.bak"), "");
  expect(repair).toThrow(/cut short .* and no backup of it is complete: put a copy of your own in its place/);
  for (const [time, id] of [
    ["1795552415416079131", "older"],
    ["1795552415516079131", "newer"],
  ] as const) {
    writeFileSync(join(state.folders.backups, `dev.${time}.json`), checkpoint(id));
  }
  expect([repair(), ids()]).toEqual([true, ["newer"]]);
});

test("a lock that was not written to its end is removed once no process can be writing it; a complete one stays", async () => {
  const lock = (name: string) => join(state.folders.locks, name);
  writeFileSync(lock("complete.json"), heldLock);
  for (const name of ["half.json", "unnamed.json.17ab.tmp"]) {
    writeFileSync(lock(name), '{"pid"');
    utimesSync(lock(name), new Date(), new Date(Date.now() - 60_000));
  }
  await removeUnfinishedLocks(state);
  expect(
    ["complete.json", "half.json", "unnamed.json.17ab.tmp"].map((name) => existsSync(lock(name))),
  ).toEqual([true, false, false]);
});

test("a lock that is just being written is left to be finished", async () => {
  const file = join(state.folders.locks, "new.json");
  writeFileSync(file, "");
  setTimeout(() => writeFileSync(file, heldLock), 300);
  await removeUnfinishedLocks(state);
  expect(readFileSync(file, "utf8")).toBe(heldLock);
});

/** Every way in which a file was seen to be cut short, or to hold something else. */
const spoiled = (whole: string): fc.Arbitrary<Buffer> =>
  fc
    .oneof(
      fc.nat({ max: Buffer.byteLength(whole) - 1 }).map((length) => Buffer.from(whole).subarray(0, length)),
      fc.nat({ max: gzipSync(whole).length - 1 }).map((length) => gzipSync(whole).subarray(0, length)),
      fc.constantFrom(
        ...["", "null", "[]", "5", '"text"', "{}", `${whole}}`, `${whole}\0\0\0\0`, "\0".repeat(4096)].map(
          (text) => Buffer.from(text),
        ),
        Buffer.concat([Buffer.from(whole.slice(0, -1)), Buffer.from(',"x":"\xff\xfe"}', "latin1")]),
        Buffer.from(whole.replace('"resources":[', '"resources":[null,')),
        Buffer.from(whole.replace('"resources":[', '"resources":{"a":[').replace("]}}}", "]}}}}")),
      ),
    )
    .filter((bytes) => !bytes.equals(Buffer.from(whole)));

test("however a checkpoint was cut short, its backup takes its place, and without one there is one sentence", () => {
  fc.assert(
    fc.property(spoiled(checkpoint("new")), fc.constantFrom(".json", ".json.gz"), (bytes, ending) => {
      for (const name of ["dev.json", "dev.json.gz", "dev.json.bak", "dev.json.gz.bak"])
        rmSync(stackFile(name), { force: true });
      writeFileSync(stackFile(`dev${ending}`), bytes);
      expect(() => state.read()).toThrow(Failure);
      expect(repair).toThrow(Failure);
      const older = checkpoint("older");
      writeFileSync(stackFile(`dev${ending}.bak`), ending === ".json" ? older : gzipSync(older));
      expect([repair(), ids()]).toEqual([true, ["older"]]);
    }),
    { numRuns: propertyRuns(60) },
  );
});

test("a backup that is compressed otherwise than the checkpoint was is taken as it is", () => {
  writeFileSync(stackFile("dev.json"), "");
  writeFileSync(
    join(state.folders.backups, "dev.1795552415416079131.json.gz"),
    gzipSync(checkpoint("older")),
  );
  expect([repair(), ids()]).toEqual([true, ["older"]]);
});

test("however a lock was cut short, it counts as ownerless, and is removed", async () => {
  await fc.assert(
    fc.asyncProperty(spoiled(heldLock), async (bytes) => {
      const file = join(state.folders.locks, "half.json");
      writeFileSync(file, bytes);
      utimesSync(file, new Date(), new Date(Date.now() - 60_000));
      expect(state.locks()).toEqual([]);
      await removeUnfinishedLocks(state);
      expect(existsSync(file)).toBe(false);
    }),
    { numRuns: propertyRuns(60) },
  );
});

test("however an entry of the history was cut short, the next older one counts", () => {
  const entry = (kind: string) =>
    JSON.stringify({ kind, result: "succeeded", endTime: 7, environment: { a: "ü" } });
  const run = (time: number, content: string | Buffer) =>
    writeFileSync(join(state.folders.history, `dev-179555241541607913${time}.history.json`), content);
  run(1, entry("update"));
  expect(state.lastRun()).toMatchObject({ kind: "update", ended: 7, untouchedSince: false });
  fc.assert(
    fc.property(spoiled(entry("refresh")), (bytes) => {
      run(2, bytes);
      expect(state.lastRun()).toMatchObject({ kind: "update", ended: 7 });
    }),
    { numRuns: propertyRuns(60) },
  );
});

test.each([[""], ["vers"], ["version:"], ["\0\0\0\0"], ["version: 1x"]])(
  "a file of the folder's layout that holds %j says the layout again",
  (text) => {
    const file = join(folder, ".pulumi", "meta.yaml");
    writeFileSync(file, text);
    expect(restoreLayoutVersion(`file://${folder}`, (line) => said.push(line))).toBe(true);
    expect(readFileSync(file, "utf8")).toBe("version: 1\n");
    expect(said).toEqual([expect.stringMatching(/meta\.yaml was cut short/)]);
    expect(restoreLayoutVersion(`file://${folder}`, (line) => said.push(line))).toBe(false);
  },
);

test("a folder laid out as before Pulumi 3.61 is left alone", () => {
  writeFileSync(join(folder, ".pulumi", "stacks", "old.json"), "{}");
  writeFileSync(join(folder, ".pulumi", "meta.yaml"), "");
  expect(restoreLayoutVersion(`file://${folder}`, () => undefined)).toBe(false);
});

import { existsSync, lstatSync, lutimesSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { LocalState } from "../../engine/state";
import {
  removeUnfinishedLocks,
  repairCheckpoint,
  restoreLayoutVersion,
} from "../../engine/recovery/state-files";
import { FaultJournal } from "../../operations/drill/fault-journal";
import { unsettled } from "../../operations/tenants/journal";
import { Failure } from "../../system/failure";
import { writeOutput } from "../../system/output-folder";
import { imageIn } from "../../system/simulator-image";
import { damage, damages, type Damage, layFile } from "./damage";

/* Files that this project and Pulumi's local backend keep, each damaged in every way. A row ends with the older file taken, the file made again, or one sentence. */

let folder: string;
let state: LocalState;
let said: string[];
const report = (line: string): void => void said.push(line);

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "genesys-chat-hostile-state-"));
  const at = LocalState.at(pathToFileURL(folder).href, "genesys-chat", "dev");
  if (!at) throw new Error("a folder was not taken for a local backend");
  state = at;
  said = [];
  for (const one of Object.values(state.folders) as string[]) mkdirSync(one, { recursive: true });
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const checkpoint = (id: string, version = 3) =>
  JSON.stringify({ version, checkpoint: { latest: { resources: [{ urn: "u", type: "t", id }] } } });
const ids = () => state.read()?.resources.map(({ id }) => id);
const inStacks = (name: string) => join(state.folders.stacks, name);

/** The sentence that something ends with: one line that names the file, says what is wrong, and what to do. */
function sentenceOf(act: () => unknown, file: string): string {
  let error: unknown;
  try {
    act();
  } catch (thrown) {
    error = thrown;
  }
  const { name, message } = error as Error;
  expect(
    error instanceof Failure || name === "SetupFailure" || error?.constructor.name === "SetupFailure",
  ).toBe(true);
  expect(message).toContain(file);
  expect(message.split("\n")).toHaveLength(1);
  expect(message).toMatch(/: (?:name|put|look|move|run|set|use|it .*"\.\/chatstack|make)|; run/);
  return message;
}

describe.each(damages)("$title, in the place of", (how: Damage) => {
  const isMissing = how.kind === "missing";
  const isOther = how.kind === "other";

  test("a checkpoint without a backup", () => {
    damage(inStacks("dev.json"), checkpoint("new"), how);
    if (isMissing) return expect(state.read()).toBeUndefined();
    expect(state.tryRead()).toBe("cut short");
    expect(sentenceOf(() => state.read(), "dev.json")).toContain('"./chatstack up --stack dev"');
    sentenceOf(() => repairCheckpoint(state, report), "dev.json");
    expect(existsSync(inStacks("dev.json.broken"))).toBe(false);
  });

  test("a checkpoint with a backup", () => {
    damage(inStacks("dev.json"), checkpoint("new"), how);
    layFile(inStacks("dev.json.bak"), checkpoint("older"));
    if (isMissing) return expect(state.read()).toBeUndefined();
    expect([repairCheckpoint(state, report), ids()]).toEqual([true, ["older"]]);
    expect(said).toEqual([expect.stringMatching(/^The state \S+dev\.json (?:was|is) .*: its last backup, /)]);
    expect(lstatSync(inStacks("dev.json.broken"))).toBeDefined();
  });

  test("a checkpoint and its last backup", () => {
    damage(inStacks("dev.json"), checkpoint("new"), how);
    damage(inStacks("dev.json.bak"), checkpoint("older"), how);
    layFile(join(state.folders.backups, "dev.1795552415416079131.json"), checkpoint("oldest"));
    if (!isMissing) expect([repairCheckpoint(state, report), ids()]).toEqual([true, ["oldest"]]);
  });

  test("the attributes beside a checkpoint", () => {
    layFile(inStacks("dev.json"), checkpoint("a"));
    damage(inStacks("dev.json.attrs"), '{"user.content_type":"application/json"}', how);
    expect([repairCheckpoint(state, report), ids()]).toEqual([false, ["a"]]);
  });

  test("a lock of Pulumi", async () => {
    const file = join(state.folders.locks, "half.json");
    const held = { pid: 1, username: "ada", hostname: "elsewhere", timestamp: "2026-11-26T08:00:00Z" };
    damage(file, JSON.stringify(held), how);
    lutimesSync(file, new Date(), new Date(Date.now() - 60_000));
    expect(state.locks()).toEqual([]);
    await removeUnfinishedLocks(state);
    // Pulumi passes over a folder.
    expect(lstatSync(file, { throwIfNoEntry: false }) !== undefined).toBe(how.title.startsWith("a folder"));
  });

  test("the newest entry of the history", () => {
    const entry = (kind: string) =>
      JSON.stringify({ kind, result: "succeeded", endTime: 7, environment: {} });
    const run = (time: number) => join(state.folders.history, `dev-179555241541607913${time}.history.json`);
    layFile(run(1), entry("update"));
    damage(run(2), entry("refresh"), how);
    expect(state.lastRun()).toMatchObject({ kind: "update", ended: 7 });
  });

  test("the version of the folder's layout", () => {
    const file = join(folder, ".pulumi", "meta.yaml");
    damage(file, "version: 1\n", how);
    if (isMissing) return;
    expect(restoreLayoutVersion(pathToFileURL(folder).href, report)).toBe(true);
    expect(readFileSync(file, "utf8")).toBe("version: 1\n");
  });

  test("the journal of a bulk run", () => {
    const file = join(folder, "out", "tenants", "up.json");
    damage(
      file,
      JSON.stringify({ version: 1, operation: "up", force: false, tenants: { a: "failed" } }),
      how,
    );
    if (isMissing) return expect(unsettled(folder, "up")).toBeUndefined();
    expect(sentenceOf(() => unsettled(folder, "up"), file)).toMatch(/name the tenants, or pass --all/);
  });

  test("the journal of a drill", async () => {
    const file = join(folder, "dev", "drill.json");
    damage(file, JSON.stringify({ pid: 2 ** 30 }), how);
    const journal = FaultJournal.of("dev", folder);
    if (isOther || isMissing) return sentenceOf(() => journal.leftover, file);
    expect(await journal.open()).toBeUndefined();
    journal.close();
  });

  test("the manifest of rendered files", () => {
    const out = join(folder, "out");
    const manifest = (hash: string) =>
      JSON.stringify({ version: 1, definitionHash: hash, applications: [{ file: "applications/GMS.yaml" }] });
    const files = (hash: string) =>
      new Map([
        ["applications/GMS.yaml", hash],
        ["manifest.json", manifest(hash)],
      ]);
    writeOutput(out, files("old"));
    damage(join(out, "manifest.json"), manifest("old"), how);
    sentenceOf(() => writeOutput(out, files("new")), join(out, ""));
    expect(readFileSync(join(out, "applications", "GMS.yaml"), "utf8")).toBe("old");
  });

  test("the list of files that an interrupted render has added", () => {
    const out = join(folder, "out");
    layFile(join(out, ".render-1073741824", "old", "manifest.json"), "{}");
    damage(join(out, ".render-1073741824", "added.json"), '["a.yaml"]', how);
    layFile(join(folder, "foreign.yaml"), "foreign");
    sentenceOf(() => writeOutput(out, new Map([["manifest.json", "new"]])), "manifest.json");
    expect(readFileSync(join(out, "manifest.json"), "utf8")).toBe("{}");
  });

  test("the simulator's tag in the build", () => {
    damage(join(folder, "tag.json"), '{"image": "a:b"}', how);
    expect(sentenceOf(() => imageIn(join(folder, "tag.json")), "tag.json")).toContain('"./chatstack build"');
  });
});

test("a checkpoint of a newer Pulumi is neither read nor replaced", () => {
  layFile(inStacks("dev.json"), checkpoint("new", 99));
  layFile(inStacks("dev.json.bak"), checkpoint("older"));
  expect(sentenceOf(() => state.read(), "dev.json")).toMatch(
    /is of version 99, and up to 4 is known: use the Pulumi/,
  );
  sentenceOf(() => repairCheckpoint(state, report), "dev.json");
  expect(readFileSync(inStacks("dev.json"), "utf8")).toBe(checkpoint("new", 99));
});

test("a bulk run's journal of another release is refused", () => {
  const file = join(folder, "out", "tenants", "up.json");
  layFile(file, JSON.stringify({ version: 2, operation: "up", force: false, tenants: { a: "failed" } }));
  expect(sentenceOf(() => unsettled(folder, "up"), file)).toContain(
    "is not one that this release has written",
  );
});

test.each([
  { fault: "melt", target: { container: "c", id: "1", links: [] } },
  { fault: "cut", target: { container: 5, id: "1", links: [] } },
  { fault: "cut", target: { container: "c", id: "1", links: [{}] } },
  { fault: "cut" },
  "cut",
  null,
])("a drill's journal whose fault is %j is refused", (broken) => {
  const file = join(folder, "dev", "drill.json");
  layFile(file, JSON.stringify({ pid: 2 ** 30, broken }));
  sentenceOf(() => FaultJournal.of("dev", folder).leftover, file);
});

test.each(["../foreign.yaml", "/etc/hostname", "a/../../foreign.yaml", 5, null, "."])(
  "an interrupted render that is said to have added %j removes nothing outside its folder",
  (path) => {
    const out = join(folder, "out");
    layFile(join(folder, "foreign.yaml"), "foreign");
    layFile(join(out, ".render-1073741824", "added.json"), JSON.stringify([path]));
    writeOutput(out, new Map([["manifest.json", "new"]]));
    expect(readFileSync(join(folder, "foreign.yaml"), "utf8")).toBe("foreign");
    expect(readFileSync(join(out, "manifest.json"), "utf8")).toBe("new");
  },
);

test("a file that is called like the folder of an interrupted render stays", () => {
  const out = join(folder, "out");
  layFile(join(out, ".render-1073741824"), "kept");
  writeOutput(out, new Map([["manifest.json", "new"]]));
  expect(readFileSync(join(out, ".render-1073741824"), "utf8")).toBe("kept");
});

import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import * as fc from "fast-check";
import { Journal, type JournalRecord } from "./journal";
import { propertyRuns } from "../test/support/property-runs";

let folder: string;
let file: string;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), "journal-"));
  file = path.join(folder, "journal.jsonl");
});
afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

function open(): { journal: Journal; records: JournalRecord[] } {
  const records: JournalRecord[] = [];
  const fail = (error: unknown): never => {
    throw error;
  };
  const journal = Journal.open(file, {
    sync: true,
    replay: (record) => void records.push(record),
    onFailure: fail,
  });
  return { journal, records };
}

test("many appends at once are all there, in order, after opening again", async () => {
  const { journal } = open();
  await Promise.all(Array.from({ length: 500 }, (_, n) => journal.append([{ n }])));
  await journal.close();
  expect(open().records.map(({ n }) => n)).toEqual(Array.from({ length: 500 }, (_, n) => n));
});

test("wherever the last line is torn, the ones before it are kept and new ones follow", async () => {
  const { journal } = open();
  await journal.append([{ text: "first" }, { text: "zweite Zeile, größer" }, { text: "third" }]);
  await journal.close();
  const whole = fs.readFileSync(file);
  const lines = [...whole.entries()].filter(([, byte]) => byte === 10).map(([index]) => index + 1);
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 0, max: whole.length }), async (length) => {
      fs.writeFileSync(file, whole.subarray(0, length));
      const torn = open();
      const kept = lines.filter((end) => end <= length).length;
      expect(torn.records).toHaveLength(kept);
      expect(torn.journal.state.torn).toBe(length - (lines[kept - 1] ?? 0));
      await torn.journal.append([{ text: "next" }]);
      await torn.journal.close();
      const again = open();
      expect(again.records.at(-1)).toEqual({ text: "next" });
      expect(again.records).toHaveLength(kept + 1);
      await again.journal.close();
    }),
    { numRuns: propertyRuns(40) },
  );
});

test("a damaged line in the middle is counted and the rest is read", async () => {
  fs.writeFileSync(file, '{"n":1}\nnot json\n{"n":3}\n');
  const { journal, records } = open();
  expect(records).toEqual([{ n: 1 }, { n: 3 }]);
  expect(journal.state).toEqual({ torn: 0, unreadable: 1 });
  await journal.close();
});

test("a long journal is read piece by piece", async () => {
  const { journal } = open();
  const long = "x".repeat(10_000);
  await journal.append(Array.from({ length: 100 }, (_, n) => ({ n, long })));
  await journal.close();
  expect([...Journal.read(file)]).toHaveLength(100);
});

test("replacing leaves only what was given", async () => {
  const { journal } = open();
  await journal.append([{ n: 1 }, { n: 2 }]);
  await journal.close();
  Journal.replace(file, [{ n: 2 }]);
  expect([...Journal.read(file)]).toEqual([{ n: 2 }]);
});

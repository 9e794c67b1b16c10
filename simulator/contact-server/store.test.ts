import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import * as fc from "fast-check";
import { openLog } from "../log";
import type { Entry, TranscriptWrite } from "../transcript";
import { disk, VolumeFull } from "../volume-full";
import { Store } from "./store";
import { propertyRuns } from "../../test/support/property-runs";

const log = openLog();
log.level = "silent";
/** So small that a few records fill a segment. */
const segmentBytes = 700;

let folder: string;
beforeEach(() => (folder = fs.mkdtempSync(path.join(os.tmpdir(), "store-"))));
afterEach(() => {
  jest.restoreAllMocks();
  fs.rmSync(folder, { recursive: true, force: true });
});

const onFailure = (error: unknown): never => {
  throw error;
};
const open = (from = folder): Promise<Store> => Store.open(from, log, { onFailure, segmentBytes });

const head = (id: string) => ({
  ...{
    id,
    requestId: `r-${id}`,
    pair: "A",
    tenant: 1,
    endpoint: "default",
    queue: "q",
    nick: "Ada",
    party: {},
  },
  startedAt: 0,
});
const entry = (text: string): Entry => ({
  ...{ type: "Message.Text", nick: "Ada", text, partyId: "p", partyType: "CLIENT", at: 0 },
  requestId: text,
});

async function write(store: Store, writes: TranscriptWrite[]): Promise<void> {
  await store.append(store.transcripts.fresh(writes).map((record) => ({ ...record })));
}

function texts(store: Store, id: string): string[] {
  const found: string[] = [];
  for (;;) {
    const page = store.transcripts.entries(id, found.length) ?? [];
    if (page.length === 0) return found;
    found.push(...page.map(({ text }) => text));
  }
}

/** The files of the log in their order, and their sizes. */
function segments(of: string): { file: string; size: number }[] {
  return fs
    .readdirSync(of)
    .filter((name) => name.endsWith(".jsonl"))
    .sort((a, b) => (a === "transcripts.jsonl" ? -1 : b === "transcripts.jsonl" ? 1 : a < b ? -1 : 1))
    .map((name) => ({ file: name, size: fs.statSync(path.join(of, name)).size }));
}

const bytesOf = (of: string): number => segments(of).reduce((sum, { size }) => sum + size, 0);

/** Leaves of a log what was on the disk when so many bytes of it were written. */
function cut(of: string, bytes: number): void {
  let left = bytes;
  for (const [index, { file, size }] of segments(of).entries()) {
    if (left >= size) left -= size;
    else if (left === 0 && index > 0) fs.rmSync(path.join(of, file));
    else {
      fs.truncateSync(path.join(of, file), left);
      left = 0;
    }
  }
}

const step = fc.record({
  chat: fc.nat(2),
  messages: fc.nat(3),
  long: fc.boolean(),
  closes: fc.nat(9).map((n) => n === 0),
});
const damage = fc.constantFrom("none", "no snapshot", "half a snapshot", "a snapshot that was begun");

test("killed at any byte, whatever the snapshot: what was acknowledged is there once, and a repeated request adds it once", async () => {
  let run = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { minLength: 1, maxLength: 25 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      damage,
      async (steps, where, how) => {
        const live = path.join(folder, `live-${(run += 1)}`);
        const store = await open(live);
        const id = await store.identity();
        const sent = new Map<string, string[]>();
        const closed = new Set<string>();
        const acknowledged: { bytes: number; texts: Map<string, number> }[] = [
          { bytes: bytesOf(live), texts: new Map() },
        ];
        const requests: TranscriptWrite[][] = [];
        for (const { chat, messages, long, closes } of steps) {
          const session = `s${chat}`;
          const known = sent.get(session) ?? [];
          const more = Array.from(
            { length: messages },
            (_, n) => `${session}-${known.length + n}${long ? "ü".repeat(200) : ""}`,
          );
          const writes: TranscriptWrite[] = [{ write: "open", session: head(session) }];
          if (more.length > 0 && !closed.has(session))
            writes.push({ write: "add", session, from: known.length + 1, entries: more.map(entry) });
          if (closes) writes.push({ write: "close", session, state: "closed" });
          await write(store, writes);
          requests.push(writes);
          sent.set(session, closed.has(session) ? known : [...known, ...more]);
          if (closes) closed.add(session);
          acknowledged.push({
            bytes: bytesOf(live),
            texts: new Map([...sent].map(([key, all]) => [key, all.length])),
          });
        }
        await store.close();
        cut(live, Math.round(where * bytesOf(live)));
        const left = bytesOf(live);
        const snapshot = path.join(live, "transcripts.index");
        if (how === "no snapshot") fs.rmSync(snapshot, { force: true });
        if (how === "half a snapshot" && fs.existsSync(snapshot))
          fs.truncateSync(snapshot, Math.floor(fs.statSync(snapshot).size / 2));
        if (how === "a snapshot that was begun") fs.writeFileSync(`${snapshot}.new`, "{");

        const again = await open(live);
        const safe = acknowledged.filter(({ bytes }) => bytes <= left).at(-1);
        for (const [session, count] of safe?.texts ?? []) {
          const found = texts(again, session);
          expect(found.slice(0, count)).toEqual(sent.get(session)?.slice(0, count));
          expect(new Set(found).size).toBe(found.length);
        }
        if (safe) expect(await again.identity()).toBe(id);
        // The Chat Servers send again what was not acknowledged, and may send what was.
        for (const writes of requests) await write(again, writes);
        for (const [session, all] of sent) expect(texts(again, session)).toEqual(all);
        await again.close();
      },
    ),
    { numRuns: propertyRuns(40) },
  );
}, 120_000);

test("a journal of an earlier release is read, and continued at its end", async () => {
  const records = [
    { write: "lease", pair: "A", epoch: 3, lastHolder: "A", holder: { application: "A", incarnation: "x" } },
    { write: "open", session: head("s") },
    { write: "add", session: "s", from: 1, entries: ["a", "b", "c"].map(entry) },
    { write: "add", session: "s", from: 4, entries: [entry("d")] },
  ];
  fs.writeFileSync(
    path.join(folder, "transcripts.jsonl"),
    records.map((one) => `${JSON.stringify(one)}\n`).join(""),
  );
  const store = await open();
  expect([...store.leaseRecords]).toMatchObject([{ pair: "A", epoch: 3 }]);
  expect(texts(store, "s")).toEqual(["a", "b", "c", "d"]);
  await write(store, [{ write: "add", session: "s", from: 4, entries: ["d", "e"].map(entry) }]);
  await store.close();
  const again = await open();
  expect(texts(again, "s")).toEqual(["a", "b", "c", "d", "e"]);
  expect(again.transcripts.find("s")).toMatchObject({ state: "open", count: 5 });
  await again.close();
});

test("a full volume refuses writes, keeps reads, and takes writes again when there is room", async () => {
  const store = await open();
  await write(store, [{ write: "open", session: head("s") }]);
  await write(store, [{ write: "add", session: "s", from: 1, entries: [entry("a")] }]);
  const before = bytesOf(folder);
  let calls = 0;
  // A part of the record gets in, as on a real volume.
  jest.spyOn(disk, "write").mockImplementation((descriptor, bytes, from) => {
    if ((calls += 1) === 1) return fs.writeSync(descriptor, bytes.subarray(0, 20), from);
    throw Object.assign(new Error("no space left on device"), { code: "ENOSPC" });
  });
  const more: TranscriptWrite[] = [{ write: "add", session: "s", from: 2, entries: [entry("b")] }];
  await expect(write(store, more)).rejects.toBeInstanceOf(VolumeFull);
  expect(bytesOf(folder)).toBe(before);
  expect(texts(store, "s")).toEqual(["a"]);
  jest.restoreAllMocks();
  await write(store, more);
  expect(texts(store, "s")).toEqual(["a", "b"]);
  await store.close();
  const again = await open();
  expect(texts(again, "s")).toEqual(["a", "b"]);
  await again.close();
});

test("a store has an identity that lasts as long as its data", async () => {
  const store = await open();
  const id = await store.identity();
  await store.close();
  expect(id).not.toBe("");
  const again = await open();
  expect(await again.identity()).toBe(id);
  await again.close();
  fs.rmSync(folder, { recursive: true });
  const other = await open();
  expect(await other.identity()).not.toBe(id);
  await other.close();
});

import type { Entry, SessionHead, TranscriptWrite } from "../transcript";
import { TranscriptIndex } from "./transcript-index";
import { limits, Transcripts } from "./transcripts";

const head: SessionHead = {
  id: "s",
  requestId: "r",
  pair: "A",
  tenant: 1,
  endpoint: "default",
  queue: "Chat In",
  nick: "Ada",
  party: {},
  startedAt: 0,
};
const entry = (requestId: string): Entry => ({
  type: "Message.Text",
  nick: "Ada",
  text: requestId,
  partyId: "1",
  partyType: "CLIENT",
  at: 0,
  requestId,
});
const add = (from: number, ...ids: string[]) => ({
  write: "add" as const,
  session: "s",
  from,
  entries: ids.map(entry),
});

/** Transcripts over a log that is a list; a location is a place in it. */
function store(): { transcripts: Transcripts; write: (...writes: TranscriptWrite[]) => TranscriptWrite[] } {
  const log: TranscriptWrite[] = [];
  const transcripts = new Transcripts(new TranscriptIndex(), (at) => ({ ...log[at] }));
  const write = (...writes: TranscriptWrite[]): TranscriptWrite[] => {
    const fresh = transcripts.fresh(writes);
    for (const one of fresh) transcripts.apply(one, log.push(one) - 1, 100);
    return fresh;
  };
  return { transcripts, write };
}

test("a write that comes again does nothing, one that overlaps adds what is new", () => {
  const { transcripts, write } = store();
  expect(write({ write: "open", session: head })).toHaveLength(1);
  expect(write({ write: "open", session: head })).toEqual([]);
  expect(write(add(1, "a", "b"))).toEqual([add(1, "a"), add(2, "b")]);
  expect(write(add(1, "a", "b"))).toEqual([]);
  expect(write(add(2, "b", "c"))).toEqual([add(3, "c")]);
  expect(transcripts.entries("s", 0)?.map(({ text }) => text)).toEqual(["a", "b", "c"]);
  expect(transcripts.entries("s", 2)?.map(({ text }) => text)).toEqual(["c"]);
  expect(transcripts.restorable("s")).toEqual({ ...head, state: "open", count: 3, recent: ["a", "b", "c"] });
});

test("a chat that is opened, continued and closed in one request is stored as such", () => {
  const { transcripts, write } = store();
  write({ write: "open", session: head }, add(1, "a"), { write: "close", session: "s", state: "closed" });
  expect(transcripts.restorable("s")).toMatchObject({ state: "closed", count: 1 });
});

test("a gap, another entry at the same position and an unknown chat are refused", () => {
  const { write } = store();
  write({ write: "open", session: head });
  write(add(1, "a"));
  expect(() => write(add(3, "c"))).toThrow("missing");
  expect(() => write(add(1, "x"))).toThrow("another entry");
  expect(() => write({ ...add(1, "x"), session: "t" })).toThrow("no such session");
});

test("a record that is in the log twice counts once", () => {
  const { transcripts, write } = store();
  write({ write: "open", session: head });
  write(add(1, "a"));
  transcripts.apply(add(1, "a"), 1, 100);
  expect(transcripts.restorable("s")?.count).toBe(1);
});

test("after its end a session takes a repeated write and no new one", () => {
  const { transcripts, write } = store();
  write({ write: "open", session: head });
  write(add(1, "a"));
  write({ write: "close", session: "s", state: "closed" });
  expect(transcripts.openCount).toBe(0);
  expect(write(add(1, "a"))).toEqual([]);
  expect(() => write(add(2, "b"))).toThrow("closed");
  expect(transcripts.find("s")?.state).toBe("closed");
});

test("a chat that is as long as it may be refuses messages, and nothing else", () => {
  const { transcripts, write } = store();
  const former = limits.chatEntries;
  limits.chatEntries = 2;
  try {
    write({ write: "open", session: head }, add(1, "a", "b"));
    expect(() => write(add(3, "c"))).toThrow("at its limit");
    write({ ...add(3), entries: [{ ...entry("left"), type: "Notice.Left" }] });
    write({ write: "close", session: "s", state: "closed" });
    expect(transcripts.find("s")).toMatchObject({ state: "closed", count: 3 });
  } finally {
    limits.chatEntries = former;
  }
});

test("open chats and long transcripts come in pages", () => {
  const { transcripts, write } = store();
  for (let number = 0; number < 450; number += 1)
    write({ write: "open", session: { ...head, id: `s${number}`, pair: number % 2 === 0 ? "A" : "B" } });
  const found: string[] = [];
  let pages = 0;
  for (let from: number | undefined = 0; from !== undefined; pages += 1) {
    const { sessions, next } = transcripts.openOf("A", from);
    found.push(...sessions.map(({ id }) => id));
    from = next;
  }
  expect([pages, new Set(found).size]).toEqual([2, 225]);
  write({ write: "open", session: head }, add(1, ...Array.from({ length: 1200 }, (_, n) => `m${n}`)));
  expect([0, 500, 1000, 1200].map((after) => transcripts.entries("s", after)?.length)).toEqual([
    500, 500, 200, 0,
  ]);
  const long = { ...entry("long"), text: "ü".repeat(60_000) };
  write({ ...add(1201), entries: Array.from({ length: 5 }, (_, n) => ({ ...long, requestId: `l${n}` })) });
  expect(transcripts.entries("s", 1200)).toHaveLength(2);
});

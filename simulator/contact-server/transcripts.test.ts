import type { Entry, SessionHead } from "../transcript";
import { Transcripts } from "./transcripts";

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

test("a write that comes again does nothing, one that overlaps adds what is new", () => {
  const transcripts = new Transcripts();
  expect(transcripts.apply({ write: "open", session: head })).toBeDefined();
  expect(transcripts.apply({ write: "open", session: head })).toBeUndefined();
  expect(transcripts.apply(add(1, "a", "b"))).toEqual(add(1, "a", "b"));
  expect(transcripts.apply(add(1, "a", "b"))).toBeUndefined();
  expect(transcripts.apply(add(2, "b", "c"))).toEqual(add(3, "c"));
  expect(transcripts.find("s")?.entries.map(({ text }) => text)).toEqual(["a", "b", "c"]);
});

test("a gap and another entry at the same position are refused", () => {
  const transcripts = new Transcripts();
  transcripts.apply({ write: "open", session: head });
  transcripts.apply(add(1, "a"));
  expect(() => transcripts.apply(add(3, "c"))).toThrow("missing");
  expect(() => transcripts.apply(add(1, "x"))).toThrow("another entry");
});

test("after its end a session takes a repeated write and no new one", () => {
  const transcripts = new Transcripts();
  transcripts.apply({ write: "open", session: head });
  transcripts.apply(add(1, "a"));
  transcripts.apply({ write: "close", session: "s", state: "closed" });
  expect(transcripts.openCount).toBe(0);
  expect(transcripts.apply(add(1, "a"))).toBeUndefined();
  expect(() => transcripts.apply(add(2, "b"))).toThrow("closed");
  expect(transcripts.find("s")?.state).toBe("closed");
});

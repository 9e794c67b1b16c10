import * as fc from "fast-check";
import type { CustomerRecord } from "./chatting-customer";
import { longestWait, median, auditMessages } from "./message-audit";

/** The drill's own arithmetic: were it blind, every drill would pass. */
const record = (texts: readonly string[], restarts = 0, session = "s"): CustomerRecord => ({
  messages: texts.map((text, index) => ({
    ...{ text, session, wantedAt: index * 1000 },
    ...{ acknowledgedAt: index * 1000 + 10, endedAt: index * 1000 + 10 },
  })),
  refusals: { "503 GMS -> WebAPI: no": 2 },
  restarts,
});

const stored = (session: string, ...texts: string[]) => ({ stored: new Map([[session, texts]]) });

test("complete transcripts count nothing but the acknowledged", () => {
  const heard = { customer: ["a", "b"], ...stored("s", "a", "b") };
  expect(auditMessages([record(["a", "b"]), record(["c"])], [heard, { customer: ["c"] }])).toEqual({
    ...{ acknowledged: 3, lost: 0, duplicated: 0, outOfOrder: 0, restarted: 0 },
    refusals: { "503 GMS -> WebAPI: no": 4 },
  });
});

test("a message that was never acknowledged may be there or not", () => {
  const { messages, ...rest } = record(["a", "b"]);
  const gaveUp = { ...rest, messages: messages.map(({ acknowledgedAt: _, ...one }) => one) };
  expect(auditMessages([gaveUp], [{ customer: ["a"] }])).toMatchObject({
    acknowledged: 0,
    lost: 0,
    duplicated: 0,
  });
});

test("a message that is missing where the customer reads or where the store keeps it is lost, once", () => {
  const heard = { customer: ["a"], ...stored("s", "a") };
  expect(auditMessages([record(["a", "b"])], [heard])).toMatchObject({ acknowledged: 2, lost: 1 });
  expect(auditMessages([record(["a", "b"])], [{ ...heard, customer: ["a", "b"] }])).toMatchObject({
    lost: 1,
  });
});

test("a message that is stored twice is a duplicate, one that is stored too late is out of order", () => {
  const wrong = ["b", "a", "c", "c"];
  const counts = { lost: 0, duplicated: 1, outOfOrder: 1 };
  expect(auditMessages([record(["a", "b", "c"])], [{ customer: wrong }])).toMatchObject(counts);
  const heard = { customer: ["a", "b", "c"], ...stored("s", ...wrong) };
  expect(auditMessages([record(["a", "b", "c"])], [heard])).toMatchObject(counts);
});

test("what was acknowledged in a chat that is gone is lost to the customer, though the store has it", () => {
  const first = record(["a"], 1, "first");
  const second = record(["b"], 0, "second");
  const both = { ...first, messages: [...first.messages, ...second.messages] };
  const heard = {
    customer: ["b"],
    stored: new Map([
      ["first", ["a"]],
      ["second", ["b"]],
    ]),
  };
  expect(auditMessages([both], [heard])).toMatchObject({ lost: 1, restarted: 1 });
});

test("a transcript that leaves messages out loses exactly those; one that repeats them duplicates exactly those", () => {
  const texts = fc.uniqueArray(fc.string(), { minLength: 1, maxLength: 30 });
  fc.assert(
    fc.property(texts, fc.infiniteStream(fc.boolean()), (all, picks) => {
      const picked = all.filter(() => picks.next().value as boolean);
      const rest = all.filter((text) => !picked.includes(text));
      expect(auditMessages([record(all)], [{ customer: rest }])).toMatchObject({
        ...{ lost: picked.length, duplicated: 0, outOfOrder: 0 },
      });
      expect(auditMessages([record(all)], [{ customer: [...all, ...picked] }])).toMatchObject({
        ...{ lost: 0, duplicated: picked.length, outOfOrder: 0 },
      });
    }),
  );
});

test("the longest wait is that of any message under way or wanted in the time, acknowledged or not", () => {
  const messages = [
    { text: "before", session: "s", wantedAt: 0, acknowledgedAt: 900, endedAt: 900 },
    { text: "under way", session: "s", wantedAt: 990, acknowledgedAt: 2400, endedAt: 2400 },
    { text: "given up", session: "s", wantedAt: 3000, endedAt: 5000 },
    { text: "later", session: "s", wantedAt: 9000, acknowledgedAt: 9500, endedAt: 9500 },
  ];
  expect(longestWait(messages, 1000, 2900)).toBe(1410);
  expect(longestWait(messages, 2500, 9000)).toBe(2000);
  expect(longestWait(messages, 6000, 9000)).toBe(0);
});

test.each([
  [[], 0],
  [[3, 1, 2], 2],
  [[4, 1, 2, 3], 2.5],
])("the median of %j is %d", (numbers, expected) => {
  expect(median(numbers)).toBe(expected);
});

import type { TranscriptEntry } from "../../operations/customer";
import type { CustomerRecord } from "./chatting-customer";
import { tally, waits } from "./tally";

/** The load's own arithmetic: were it blind, every drill would pass. */
const said = (text: string, partyType = "CLIENT"): TranscriptEntry => ({
  type: "Message.Text",
  nick: "Customer 1",
  text,
  partyId: "1",
  partyType,
});

const record = (texts: readonly string[], restarts = 0): CustomerRecord => ({
  acknowledged: texts.map((text, index) => ({ text, wantedAt: index * 1000, acceptedAt: index * 1000 + 10 })),
  refusals: { "503 GMS -> WebAPI: no": 2 },
  restarts,
});

test("a whole transcript counts nothing but the acknowledged", () => {
  const counted = tally(
    [record(["a", "b"])],
    [[said("hello", "AGENT"), said("a"), said("ok", "AGENT"), said("b")]],
  );
  expect(counted).toEqual({
    acknowledged: 2,
    lost: 0,
    duplicated: 0,
    outOfOrder: 0,
    restarted: 0,
    refusals: { "503 GMS -> WebAPI: no": 2 },
  });
});

test("a message that only an agent said, or nobody, is lost", () => {
  expect(tally([record(["a", "b"])], [[said("a", "AGENT"), said("b")]])).toMatchObject({
    acknowledged: 2,
    lost: 1,
  });
});

test("a message that stands there twice is a duplicate, one that stands too late is out of order", () => {
  const transcript = [said("b"), said("a"), said("c"), said("c")];
  expect(tally([record(["a", "b", "c"])], [transcript])).toMatchObject({
    lost: 0,
    duplicated: 1,
    outOfOrder: 1,
  });
});

test("what was acknowledged in a chat that is gone is lost with it, and the new start counts", () => {
  expect(tally([record(["a", "b"], 1)], [[said("b")]])).toMatchObject({ lost: 1, restarted: 1 });
});

test("a fault's wait is the longest until a message is accepted that was under way or wanted after it", () => {
  const slow: CustomerRecord = {
    acknowledged: [
      { text: "before", wantedAt: 0, acceptedAt: 10 },
      { text: "under way", wantedAt: 90, acceptedAt: 1500 },
      { text: "after", wantedAt: 2500, acceptedAt: 2520 },
    ],
    refusals: {},
    restarts: 0,
  };
  const untouched: CustomerRecord = {
    acknowledged: [{ text: "wanted later", wantedAt: 900, acceptedAt: 905 }],
    refusals: {},
    restarts: 0,
  };
  expect(waits([slow, untouched], [100, 2000])).toEqual({ perFault: [1400, 20], median: 710, worst: 1400 });
});

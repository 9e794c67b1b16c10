import type { TranscriptEntry } from "../../operations/customer";
import type { CustomerRecord } from "./chatting-customer";

/** What a load came to; all but `acknowledged` and the waits is to be 0. */
export interface Tally {
  readonly acknowledged: number;
  /** Acknowledged, and not in the transcript afterwards. */
  readonly lost: number;
  /** In the transcript more than once. */
  readonly duplicated: number;
  /** In the transcript after one that was acknowledged later. */
  readonly outOfOrder: number;
  /** Chats that were started again because they were lost. */
  readonly restarted: number;
  /** What GMS said instead of an acknowledgement, and how often. */
  readonly refusals: Readonly<Record<string, number>>;
}

/** Milliseconds that customers waited after each fault until a message was accepted again. */
export interface Waits {
  /** For every fault the customer who waited longest. */
  readonly perFault: readonly number[];
  readonly median: number;
  readonly worst: number;
}

/** Compares what was acknowledged with what stands in each customer's transcript. */
export function tally(
  records: readonly CustomerRecord[],
  transcripts: readonly (readonly TranscriptEntry[])[],
): Tally {
  const refusals: Record<string, number> = {};
  const sum = { acknowledged: 0, lost: 0, duplicated: 0, outOfOrder: 0, restarted: 0 };
  records.forEach((record, index) => {
    const texts = (transcripts[index] ?? [])
      .filter(({ type, partyType }) => type === "Message.Text" && partyType === "CLIENT")
      .map(({ text }) => text);
    const places = record.acknowledged.map(({ text }) => texts.indexOf(text));
    const present = places.filter((place) => place >= 0);
    sum.acknowledged += places.length;
    sum.lost += places.length - present.length;
    sum.duplicated += texts.length - new Set(texts).size;
    sum.outOfOrder += present.filter((place, at) => at > 0 && place < (present[at - 1] ?? 0)).length;
    sum.restarted += record.restarts;
    for (const [said, times] of Object.entries(record.refusals))
      refusals[said] = (refusals[said] ?? 0) + times;
  });
  return { ...sum, refusals };
}

/**
 * How long each fault was felt: for every customer the first message that was under way at the fault or wanted after
 * it, from then until it was accepted. The longest of a fault counts: the others' chats were on the other pair.
 */
export function waits(records: readonly CustomerRecord[], faults: readonly number[]): Waits {
  const perFault = faults.map((fault) => {
    const felt = records.flatMap(({ acknowledged }) => {
      const next = acknowledged.find(({ acceptedAt }) => acceptedAt >= fault);
      return next ? [next.acceptedAt - Math.max(next.wantedAt, fault)] : [];
    });
    return Math.max(0, ...felt);
  });
  const sorted = [...perFault].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const median =
    sorted.length % 2 === 1 ? (sorted[middle] ?? 0) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
  return { perFault, median, worst: Math.max(0, ...perFault) };
}

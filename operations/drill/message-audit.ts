import type { CustomerRecord, Message } from "./chatting-customer";

/** A customer's messages as they were read afterwards, in their order. */
export interface ReadTranscripts {
  /** The customer's messages in a fresh read through GMS. */
  readonly customer: readonly string[];
  /** The customers' messages by session, as the store has them; undefined if it can't be asked. */
  readonly stored?: ReadonlyMap<string, readonly string[]>;
}

/** What a load came to; all but `acknowledged` is to be 0. */
export interface MessageAudit {
  readonly acknowledged: number;
  /** Acknowledged, and missing afterwards where the customer reads or where the store keeps it. */
  readonly lost: number;
  /** There more than once. */
  readonly duplicated: number;
  /** There after one that was acknowledged later. */
  readonly outOfOrder: number;
  /** Chats that were started again because they were lost or refused outright. */
  readonly restarted: number;
  /** What GMS said instead of an acknowledgement, and how often. */
  readonly refusals: Readonly<Record<string, number>>;
}

/** Messages by what is wrong with them; a message that is wrong in two places is one message. */
interface Wrong {
  readonly lost: Set<string>;
  readonly duplicated: Set<string>;
  readonly outOfOrder: Set<string>;
}

/** Compares the acknowledged messages with each customer's transcripts. */
export function auditMessages(
  records: readonly CustomerRecord[],
  transcripts: readonly ReadTranscripts[],
): MessageAudit {
  const wrong: Wrong = { lost: new Set(), duplicated: new Set(), outOfOrder: new Set() };
  const refusals: Record<string, number> = {};
  const sum = { acknowledged: 0, restarted: 0 };
  records.forEach((record, index) => {
    const acknowledged = record.messages.filter(({ acknowledgedAt }) => acknowledgedAt !== undefined);
    const { customer, stored } = transcripts[index] ?? { customer: [] };
    compare(texts(acknowledged), customer, wrong);
    // The store keeps a lost chat too: each message is looked for in the chat that took it.
    for (const session of stored ? new Set(record.messages.map((one) => one.session)) : []) {
      const own = acknowledged.filter((one) => one.session === session);
      compare(texts(own), stored?.get(session) ?? [], wrong);
    }
    sum.acknowledged += acknowledged.length;
    sum.restarted += record.restarts;
    for (const [said, times] of Object.entries(record.refusals))
      refusals[said] = (refusals[said] ?? 0) + times;
  });
  const { lost, duplicated, outOfOrder } = wrong;
  return { ...sum, lost: lost.size, duplicated: duplicated.size, outOfOrder: outOfOrder.size, refusals };
}

const texts = (messages: readonly Message[]): string[] => messages.map(({ text }) => text);

function compare(acknowledged: readonly string[], transcript: readonly string[], wrong: Wrong): void {
  const places = new Map<string, number>();
  transcript.forEach((text, place) => {
    if (places.has(text)) wrong.duplicated.add(text);
    else places.set(text, place);
  });
  let last = -1;
  for (const text of acknowledged) {
    const place = places.get(text);
    if (place === undefined) wrong.lost.add(text);
    else if (place < last) wrong.outOfOrder.add(text);
    else last = place;
  }
}

/**
 * The longest wait, from intent to acknowledgement in milliseconds, of the messages that were under way or wanted between
 * two times; one that was never acknowledged waited until its customer gave up.
 */
export function longestWait(messages: readonly Message[], from: number, to: number): number {
  return messages
    .filter(({ wantedAt, endedAt }) => endedAt >= from && wantedAt < to)
    .reduce((longest, { wantedAt, endedAt }) => Math.max(longest, endedAt - wantedAt), 0);
}

/** The middle of some numbers, 0 of none. */
export function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  const [low, high] = [sorted[(sorted.length - 1) >> 1] ?? 0, sorted[sorted.length >> 1] ?? 0];
  return (low + high) / 2;
}

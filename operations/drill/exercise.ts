import { setTimeout as sleep } from "node:timers/promises";
import type { Message } from "./chatting-customer";
import { Customers, type LoadPlan, type LoadResult } from "./customers";
import type { Fault, FaultName } from "./faults";
import type { Ledger } from "./ledger";
import type { Pair } from "./pairs";
import type { Progress } from "./progress";
import { longestWait } from "./tally";
import type { Watch } from "./watch";
import { sightSentence, waitUntilWhole } from "./whole";

/** One fault that was made; times in milliseconds since the epoch. */
export interface RunOfFault {
  readonly victim: string;
  /** Who was active once the pair was whole again; undefined where it was not. */
  readonly successor?: string;
  readonly struckAt: number;
  /** When the fault was undone; at once where that is left to the daemon. */
  readonly undoneAt: number;
  readonly wholeAt?: number;
  /** The longest that a message waited in this run, in milliseconds. */
  readonly waitMs: number;
}

/** All runs of one fault, with customers chatting all the while. */
export interface Exercise {
  readonly fault: FaultName;
  readonly from: number;
  readonly to: number;
  readonly runs: readonly RunOfFault[];
  readonly load: LoadResult;
  /** Why it ended before its time: a pair that did not come back, in one sentence. */
  readonly broken?: string;
}

/** What an exercise works with. */
export interface Ground {
  readonly pairs: readonly Pair[];
  readonly watches: readonly Watch[];
  readonly ledger: Ledger;
  readonly progress: Progress;
  readonly load: Omit<LoadPlan, "atMostSeconds">;
  readonly signal: AbortSignal;
}

/** At most this long until a pair is whole again; what takes longer is a finding of its own. */
export const wholeAgainSeconds = 40;
/** Every conversation is to have said something before the first blow. */
const warmUpMs = 2000;
/** The daemon may take a moment to notice that the victim is dead. */
const noticeMs = 500;
/** Every customer of the pair is to have written once more before the next blow. */
const settleMs = 1500;

/** Ends a drill that cannot go on; what the customers lived through by then counts. */
class Broken extends Error {}

/** Makes a fault so many times, each time to the active member of the next pair. */
export async function exercise(fault: Fault, count: number, ground: Ground): Promise<Exercise> {
  const { load, progress, signal } = ground;
  const from = Date.now();
  progress.update(`${fault.name}: starting ${load.conversations} conversations`);
  const perRun = wholeAgainSeconds + (fault.lastsMs + noticeMs + settleMs) / 1000 + 20;
  const customers = await Customers.start({ ...load, atMostSeconds: 10 + count * perRun });
  const hits: Hit[] = [];
  let broken: string | undefined;
  try {
    await sleep(warmUpMs, undefined, { signal });
    for (let run = 0; run < count; run += 1) {
      const pair = ground.pairs[run % ground.pairs.length];
      if (!pair) throw new Error("a drill needs a pair");
      progress.update(
        `${fault.name} ${run + 1} of ${count}: ${pair.name}, ${customers.acknowledged} acknowledged`,
      );
      await hit(fault, pair, ground, hits);
    }
  } catch (error) {
    if (!(error instanceof Broken)) {
      await customers.abandon();
      throw error;
    }
    broken = error.message;
  }
  progress.update(`${fault.name}: reading the transcripts`);
  const result = await customers.stop();
  const runs = hits.map((one, index) =>
    withWait(one, hits[index + 1]?.struckAt ?? Infinity, result.messages),
  );
  return {
    fault: fault.name,
    from,
    to: Date.now(),
    runs,
    load: result,
    ...(broken !== undefined && { broken }),
  };
}

type Hit = Omit<RunOfFault, "waitMs">;

async function hit(fault: Fault, pair: Pair, ground: Ground, hits: Hit[]): Promise<void> {
  const { watches, ledger, signal, progress } = ground;
  const before = await waitUntilWhole(pair, watches, wholeAgainSeconds, signal);
  if (!("active" in before)) throw new Broken(notWhole(pair, sightSentence(before.seen)));
  const { active, state } = before;
  const victim = active.member.application;
  const struckAt = Date.now();
  const { id, image, pid, links } = state;
  const target = { container: active.member.container, id, image, pid, links };
  await ledger.strike(fault, target, () => sleep(fault.lastsMs, undefined, { signal }));
  const undoneAt = fault.lastsMs > 0 ? Date.now() : struckAt;
  await sleep(noticeMs, undefined, { signal });
  const after = await waitUntilWhole(pair, watches, wholeAgainSeconds, signal);
  if (!("active" in after)) {
    hits.push({ victim, struckAt, undoneAt });
    throw new Broken(notWhole(pair, sightSentence(after.seen), fault));
  }
  const wholeAt = Date.now();
  const successor = after.active.member.application;
  hits.push({ victim, successor, struckAt, undoneAt, wholeAt });
  progress.line(
    `${fault.name} ${hits.length}: ${victim} was hit, ${successor} is active; whole again after ${((wholeAt - struckAt) / 1000).toFixed(1)} s`,
  );
  if (successor === victim && pair.members.length > 1) {
    throw new Broken(`${victim} was hit (${fault.name}) and is active again: nobody took over.`);
  }
  await sleep(settleMs, undefined, { signal });
}

function notWhole({ name, members }: Pair, seen: string, after?: Fault): string {
  const when = after ? `${wholeAgainSeconds} s after ${after.name}` : `after ${wholeAgainSeconds} s`;
  return `${name} ${members.length > 1 ? "and its standby are" : "is"} not whole ${when}: ${seen}.`;
}

function withWait(one: Hit, until: number, messages: readonly Message[]): RunOfFault {
  return { ...one, waitMs: longestWait(messages, one.struckAt, until) };
}

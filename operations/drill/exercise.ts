import { setTimeout as sleep } from "node:timers/promises";
import {
  type Scenario,
  type ScenarioName,
  DrillAborted,
  type Injection,
  noticeMs,
  type DrillContext,
  recoverySeconds,
} from "./scenario";
import { Customers, type LoadPlan, type LoadResult } from "./customers";
import { faults } from "./faults";
import { orchestrationNames } from "./orchestration-names";
import type { Pair } from "./pairs";
import { longestWait } from "./message-audit";
import { degradedSentence, waitUntilHealthy, type HealthyPair } from "./pair-health";

/** One run of an exercise, about one pair; times in milliseconds since the epoch. */
export interface Run {
  /** The pair's name. */
  readonly pair: string;
  /** Who was active before it: with a fault, who was hit. */
  readonly before: string;
  /** The active member once the pair was healthy again; undefined if it was not. */
  readonly after?: string;
  /** What was done, in this order. */
  readonly deeds: readonly Injection[];
  readonly from: number;
  readonly wholeAt?: number;
  /** The longest that a message waited in this run, in milliseconds. */
  readonly waitMs: number;
}

/** All runs of one act, with customers chatting all the while. */
export interface Exercise {
  readonly fault: ScenarioName;
  readonly from: number;
  readonly to: number;
  readonly runs: readonly Run[];
  readonly load: LoadResult;
  /** Why it ended before its time: a pair that did not come back, in one sentence. */
  readonly broken?: string;
}

/** What an exercise works with. */
export interface ExerciseContext extends DrillContext {
  readonly pairs: readonly Pair[];
  readonly load: Omit<LoadPlan, "atMostSeconds">;
}

/** Every conversation is to have said something before the first blow. */
const warmUpMs = 2000;
/** Every customer of the pair is to have written once more before the next blow. */
const settleMs = 1500;

/** A run that is under way, or of which is not yet known how long the customers waited. */
interface Begun extends Omit<Run, "waitMs" | "deeds"> {
  after?: string;
  wholeAt?: number;
  readonly deeds: Injection[];
  /** After this, nothing that a customer waits for is the run's doing. */
  over: number;
}

/** Performs an act so many times, each time on the next pair. */
export async function exercise(act: Scenario, count: number, ground: ExerciseContext): Promise<Exercise> {
  const { load, progress, signal } = ground;
  const from = Date.now();
  const { conversations, transcript = 0 } = load;
  const each = transcript > 0 ? ` of ${transcript} messages` : "";
  progress.update(`${act.name}: starting ${conversations} conversations${each}`);
  // Before, after, and where the roles are swapped first.
  const perRun = 3 * recoverySeconds + act.atMostSeconds + (noticeMs + settleMs) / 1000 + 20;
  const customers = await Customers.start({ ...load, atMostSeconds: 10 + count * perRun });
  const done: Begun[] = [];
  let broken: string | undefined;
  try {
    await sleep(warmUpMs, undefined, { signal });
    for (let run = 0; run < count; run += 1) {
      const pair = ground.pairs[run % ground.pairs.length];
      if (!pair) throw new Error("a drill needs a pair");
      const { acknowledged } = customers;
      progress.update(`${act.name} ${run + 1} of ${count}: ${pair.name}, ${acknowledged} acknowledged`);
      await perform(act, pair, ground, done);
    }
  } catch (error) {
    if (!(error instanceof DrillAborted)) {
      await customers.abandon();
      throw error;
    }
    broken = error.message;
  }
  progress.update(`${act.name}: reading the transcripts`);
  const result = await customers.stop();
  const runs = done.map(({ over, ...run }): Run => ({
    ...run,
    waitMs: longestWait(result.messages, run.from, over),
  }));
  return {
    fault: act.name,
    from,
    to: Date.now(),
    runs,
    load: result,
    ...(broken !== undefined && { broken }),
  };
}

async function perform(act: Scenario, pair: Pair, ground: ExerciseContext, done: Begun[]): Promise<void> {
  const { signal, progress } = ground;
  const sight = await prepare(act, pair, ground, done);
  const before = sight.active.member.application;
  const run: Begun = { pair: pair.name, before, from: Date.now(), deeds: [], over: Infinity };
  done.push(run);
  await act.perform({ ...ground, pair, ...sight, note: (deed) => run.deeds.push(deed) });
  await sleep(noticeMs, undefined, { signal });
  const { active } = await untilHealthy(pair, ground, act.name);
  run.after = active.member.application;
  run.wholeAt = Date.now();
  progress.line(runSentence(act.name, done.length, run));
  const objection = act.objection(pair, before, run.after);
  if (objection !== undefined) throw new DrillAborted(objection);
  await sleep(settleMs, undefined, { signal });
  run.over = Date.now();
}

/** Waits until the pair is healthy; swaps its roles if the scenario would meet the same ones as the last time. */
async function prepare(
  act: Scenario,
  pair: Pair,
  ground: ExerciseContext,
  done: readonly Begun[],
): Promise<HealthyPair> {
  const sight = await untilHealthy(pair, ground);
  const last = done.findLast((run) => run.pair === pair.name);
  const { member } = sight.active;
  if (!act.bothWays || pair.members.length < 2 || last?.before !== member.application) return sight;
  ground.progress.update(
    `${act.name}: ${member.application} hands over first, so that each role has its turn`,
  );
  const { ledger, signal } = ground;
  const target = { container: member.container, ...sight.state };
  await ledger.strike(faults.stop, target, () => Promise.resolve());
  await sleep(noticeMs, undefined, { signal });
  return untilHealthy(pair, ground, "a hand-over");
}

async function untilHealthy(
  pair: Pair,
  { watches, signal }: ExerciseContext,
  after?: string,
): Promise<HealthyPair> {
  const sight = await waitUntilHealthy(pair, watches, recoverySeconds, signal);
  if ("active" in sight) return sight;
  throw new DrillAborted(degradedSentence(pair, sight.seen, recoverySeconds, after));
}

/** What was done and who was active, for the line that stays. */
export function runSentence(name: ScenarioName, number: number, run: Omit<Begun, "over">): string {
  const { pair, before, after, deeds, from, wholeAt = from } = run;
  if ((orchestrationNames as readonly ScenarioName[]).includes(name)) {
    return `${name} ${number}: the Orchestration Server was hit and begins services again; ${after} is active`;
  }
  const recovered = `healthy again after ${((wholeAt - from) / 1000).toFixed(1)} s`;
  if (deeds.every(({ kind }) => kind === "fault"))
    return `${name} ${number}: ${before} was hit, ${after} is active; ${recovered}`;
  const active = [...deeds.map((deed) => deed.active), after].join(", then ");
  return `${name} ${number}: ${pair} rolled, active: ${active}; ${recovered}`;
}

import { setTimeout as sleep } from "node:timers/promises";
import { DrillAborted } from "./drill-aborted";
import {
  type Scenario,
  type ScenarioName,
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
  readonly injections: readonly Injection[];
  readonly from: number;
  readonly healthyAt?: number;
  /** The longest that a message waited in this run, in milliseconds. */
  readonly waitMs: number;
}

/** All runs of one scenario, with customers chatting all the while. */
export interface Exercise {
  readonly fault: ScenarioName;
  readonly from: number;
  readonly to: number;
  readonly runs: readonly Run[];
  readonly load: LoadResult;
  /** Why it ended before its time: a pair that did not come back, in one sentence. */
  readonly aborted?: string;
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
interface StartedRun extends Omit<Run, "waitMs" | "injections"> {
  after?: string;
  healthyAt?: number;
  readonly injections: Injection[];
  /** After this, nothing that a customer waits for is the run's doing. */
  over: number;
}

/** Performs a scenario so many times, each time on the next pair. */
export async function exercise(
  scenario: Scenario,
  count: number,
  context: ExerciseContext,
): Promise<Exercise> {
  const { load, progress, signal } = context;
  const from = Date.now();
  const { conversations, transcript = 0 } = load;
  const each = transcript > 0 ? ` of ${transcript} messages` : "";
  progress.update(`${scenario.name}: starting ${conversations} conversations${each}`);
  // Before, after, and where the roles are swapped first.
  const perRun = 3 * recoverySeconds + scenario.atMostSeconds + (noticeMs + settleMs) / 1000 + 20;
  const customers = await Customers.start({ ...load, atMostSeconds: 10 + count * perRun });
  const done: StartedRun[] = [];
  let aborted: string | undefined;
  try {
    await sleep(warmUpMs, undefined, { signal });
    for (let run = 0; run < count; run += 1) {
      const pair = context.pairs[run % context.pairs.length];
      if (!pair) throw new Error("a drill needs a pair");
      const { acknowledged } = customers;
      progress.update(`${scenario.name} ${run + 1} of ${count}: ${pair.name}, ${acknowledged} acknowledged`);
      await perform(scenario, pair, context, done);
    }
  } catch (error) {
    if (!(error instanceof DrillAborted)) {
      await customers.abandon();
      throw error;
    }
    aborted = error.message;
  }
  progress.update(`${scenario.name}: reading the transcripts`);
  const result = await customers.stop();
  const runs = done.map(({ over, ...run }): Run => ({
    ...run,
    waitMs: longestWait(result.messages, run.from, over),
  }));
  return {
    fault: scenario.name,
    from,
    to: Date.now(),
    runs,
    load: result,
    ...(aborted !== undefined && { aborted }),
  };
}

async function perform(
  scenario: Scenario,
  pair: Pair,
  context: ExerciseContext,
  done: StartedRun[],
): Promise<void> {
  const { signal, progress } = context;
  const health = await prepare(scenario, pair, context, done);
  const before = health.active.member.application;
  const run: StartedRun = { pair: pair.name, before, from: Date.now(), injections: [], over: Infinity };
  done.push(run);
  await scenario.perform({
    ...context,
    pair,
    ...health,
    note: (injection) => run.injections.push(injection),
  });
  await sleep(noticeMs, undefined, { signal });
  const { active } = await untilHealthy(pair, context, scenario.name);
  run.after = active.member.application;
  run.healthyAt = Date.now();
  progress.line(runSentence(scenario.name, done.length, run));
  const objection = scenario.objection(pair, before, run.after);
  if (objection !== undefined) throw new DrillAborted(objection);
  await sleep(settleMs, undefined, { signal });
  run.over = Date.now();
}

/** Waits until the pair is healthy; swaps its roles if the scenario would meet the same ones as the last time. */
async function prepare(
  scenario: Scenario,
  pair: Pair,
  context: ExerciseContext,
  done: readonly StartedRun[],
): Promise<HealthyPair> {
  const health = await untilHealthy(pair, context);
  const last = done.findLast((run) => run.pair === pair.name);
  const { member } = health.active;
  if (!scenario.bothWays || pair.members.length < 2 || last?.before !== member.application) return health;
  context.progress.update(
    `${scenario.name}: ${member.application} hands over first, so that each role has its turn`,
  );
  const { journal, signal } = context;
  const target = { container: member.container, ...health.state };
  await journal.inject(faults.stop, target, () => Promise.resolve());
  await sleep(noticeMs, undefined, { signal });
  return untilHealthy(pair, context, "a hand-over");
}

async function untilHealthy(
  pair: Pair,
  { monitors, signal }: ExerciseContext,
  after?: string,
): Promise<HealthyPair> {
  const health = await waitUntilHealthy(pair, monitors, recoverySeconds, signal);
  if ("active" in health) return health;
  throw new DrillAborted(degradedSentence(pair, health.members, recoverySeconds, after));
}

/** What was done and who was active, for the line that stays. */
export function runSentence(name: ScenarioName, number: number, run: Omit<StartedRun, "over">): string {
  const { pair, before, after, injections, from, healthyAt = from } = run;
  if ((orchestrationNames as readonly ScenarioName[]).includes(name)) {
    return `${name} ${number}: the Orchestration Server was hit and begins services again; ${after} is active`;
  }
  const recovered = `healthy again after ${((healthyAt - from) / 1000).toFixed(1)} s`;
  if (injections.every(({ kind }) => kind === "fault"))
    return `${name} ${number}: ${before} was hit, ${after} is active; ${recovered}`;
  const active = [...injections.map((injection) => injection.active), after].join(", then ");
  return `${name} ${number}: ${pair} rolled, active: ${active}; ${recovered}`;
}

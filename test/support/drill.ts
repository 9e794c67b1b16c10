import { setTimeout as sleep } from "node:timers/promises";
import { Customers, type LoadResult } from "./customers";
import { killProcess, type Pair, settledActive } from "./members";
import type { TestStack } from "./test-stack";

/** A drill: so many kills of an active member, the pairs taking turns, with customers chatting all the while. */
export interface DrillPlan {
  readonly kills: number;
  readonly customers: number;
  readonly messagesPerSecond: number;
}

/** One kill: who was hit, and how long the pair took until it was whole again. */
export interface Kill {
  readonly victim: string;
  /** Who took over. */
  readonly successor: string;
  /** Milliseconds until no customer waited any more, for the one who waited longest. */
  readonly waitMs: number;
  /** Seconds until the other member was active and the victim back as a healthy standby. */
  readonly wholeAgainSeconds: number;
}

export interface DrillResult extends LoadResult {
  readonly kills: readonly Kill[];
}

/** At most this long until a pair is whole again; what takes longer is a failure of its own. */
const wholeAgainWithin = 40;

/** Kills active members one after another; the load is bounded by the number of kills. */
export async function drill(stack: TestStack, pairs: readonly Pair[], plan: DrillPlan): Promise<DrillResult> {
  const customers = await Customers.start({
    url: stack.url,
    customers: plan.customers,
    messagesPerSecond: plan.messagesPerSecond,
    atMostSeconds: 30 + plan.kills * wholeAgainWithin,
  });
  const hits: Omit<Kill, "waitMs">[] = [];
  await sleep(2000);
  for (let kill = 0; kill < plan.kills; kill += 1) {
    const pair = pairs[kill % pairs.length];
    if (!pair) throw new Error("a drill needs a pair");
    const victim = await settledActive(stack, pair);
    customers.fault();
    const began = Date.now();
    await killProcess(stack.container(victim));
    const successor = await successorOf(stack, pair, victim);
    if (successor === victim) throw new Error(`${victim} was killed and is active again: nobody took over`);
    hits.push({ victim, successor, wholeAgainSeconds: (Date.now() - began) / 1000 });
    // Every customer of the pair is to have written once more before the next blow.
    await sleep(1500);
  }
  const result = await customers.stop();
  return {
    ...result,
    kills: hits.map((hit, index) => ({ ...hit, waitMs: result.waits.perFault[index] ?? 0 })),
  };
}

/** Who is active once the pair is whole again; the daemon may take a moment to notice that the victim is dead. */
async function successorOf(stack: TestStack, pair: Pair, victim: string): Promise<string> {
  await sleep(500);
  const active = await settledActive(stack, pair, wholeAgainWithin);
  return active === victim ? settledActive(stack, pair, wholeAgainWithin) : active;
}

/** The figures as somebody reads them. */
export function drillTable({ kills, waits, ...counts }: DrillResult): string {
  const row = (...cells: (string | number)[]) => `| ${cells.join(" | ")} |`;
  return [
    row("kill", "killed", "then active", "longest wait (ms)", "pair whole again (s)"),
    row("--:", "---", "---", "--:", "--:"),
    ...kills.map((kill, index) =>
      row(index + 1, kill.victim, kill.successor, kill.waitMs, kill.wholeAgainSeconds.toFixed(1)),
    ),
    "",
    row(
      "acknowledged",
      "lost",
      "duplicated",
      "out of order",
      "restarted",
      "wait median (ms)",
      "wait worst (ms)",
    ),
    row(...Array<string>(7).fill("--:")),
    row(counts.acknowledged, counts.lost, counts.duplicated, counts.outOfOrder, counts.restarted).replace(
      / \|$/,
      "",
    ) + ` | ${waits.median} | ${waits.worst} |`,
    "",
  ].join("\n");
}

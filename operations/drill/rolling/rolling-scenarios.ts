import { setTimeout as sleep } from "node:timers/promises";
import { DrillAborted } from "../drill-aborted";
import { type Scenario, noticeMs, type ScenarioContext, recoverySeconds } from "../scenario";
import { injectFault } from "../fault-scenario";
import { faults } from "../faults";
import { degradedSentence, waitUntilHealthy } from "../pair-health";

/** The provider waits up to a minute for each member to be healthy, and allows each a quarter to end. */
const rollSeconds = 150;

type Change = Omit<Scenario, "name" | "bothWays" | "objection">;

/** One rolling change. */
const once: Change = { atMostSeconds: rollSeconds, perform: roll };

/** Two in a row, as an operator has it who corrects an edit: the second begins as soon as the first has ended. */
const twice: Change = {
  atMostSeconds: 2 * rollSeconds,
  async perform(context) {
    await roll(context);
    await roll(context);
  },
};

/**
 * One right after a fail-over. It begins as soon as the pair is healthy again and not before: a pair without a healthy
 * standby is one that `./chatstack up` does not touch.
 */
const afterKill: Change = {
  atMostSeconds: rollSeconds + recoverySeconds,
  async perform(context) {
    const { pair, monitors, signal } = context;
    await injectFault(faults.kill, context);
    await sleep(noticeMs, undefined, { signal });
    const health = await waitUntilHealthy(pair, monitors, recoverySeconds, signal);
    if (!("active" in health))
      throw new DrillAborted(degradedSentence(pair, health.members, recoverySeconds, "kill"));
    await roll(context);
  },
};

/** The rolling changes by their names. */
export const rollingScenarios = { roll: once, "roll-twice": twice, "roll-after-kill": afterKill };

async function roll({ pair, monitors, rollingUpdate, signal, note }: ScenarioContext): Promise<void> {
  signal.throwIfAborted();
  const from = Date.now();
  const active = monitors.find((one) => pair.members.includes(one.member) && one.condition === "active");
  try {
    // Not to be interrupted: half a rolling update leaves a pair that an operator must fix, and a complete one takes seconds.
    await rollingUpdate.roll(pair);
  } finally {
    note({ kind: "roll", from, to: Date.now(), active: active?.member.application ?? "none" });
  }
  signal.throwIfAborted();
}

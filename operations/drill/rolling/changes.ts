import { setTimeout as sleep } from "node:timers/promises";
import { type Scenario, DrillAborted, noticeMs, type ScenarioContext, recoverySeconds } from "../scenario";
import { inject } from "../breaking";
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
  async perform(scene) {
    await roll(scene);
    await roll(scene);
  },
};

/**
 * One right after a fail-over. It begins as soon as the pair is healthy again and not before: a pair without a healthy
 * standby is one that `./chatstack up` does not touch.
 */
const afterKill: Change = {
  atMostSeconds: rollSeconds + recoverySeconds,
  async perform(scene) {
    const { pair, watches, signal } = scene;
    await inject(faults.kill, scene);
    await sleep(noticeMs, undefined, { signal });
    const sight = await waitUntilHealthy(pair, watches, recoverySeconds, signal);
    if (!("active" in sight))
      throw new DrillAborted(degradedSentence(pair, sight.seen, recoverySeconds, "kill"));
    await roll(scene);
  },
};

/** The rolling changes by their names. */
export const changes = { roll: once, "roll-twice": twice, "roll-after-kill": afterKill };

async function roll({ pair, watches, roller, signal, note }: ScenarioContext): Promise<void> {
  signal.throwIfAborted();
  const from = Date.now();
  const active = watches.find((one) => pair.members.includes(one.member) && one.condition === "active");
  try {
    // Not to be interrupted: half a rolling update leaves a pair that an operator must fix, and a complete one takes seconds.
    await roller.roll(pair);
  } finally {
    note({ kind: "roll", from, to: Date.now(), active: active?.member.application ?? "none" });
  }
  signal.throwIfAborted();
}

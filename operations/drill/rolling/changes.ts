import { setTimeout as sleep } from "node:timers/promises";
import { type Act, Broken, noticeMs, type Scene, wholeAgainSeconds } from "../scenario";
import { strike } from "../breaking";
import { faults } from "../faults";
import { notWholeSentence, waitUntilWhole } from "../pair-health";

/** The provider waits up to a minute for each member to be healthy, and gives each a quarter to end. */
const rollSeconds = 150;

type Change = Omit<Act, "name" | "bothWays" | "objection">;

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
 * One right after a fail-over. It begins as soon as the pair is whole again and not before: a pair without a healthy
 * standby is one that `./chatstack up` does not touch.
 */
const afterKill: Change = {
  atMostSeconds: rollSeconds + wholeAgainSeconds,
  async perform(scene) {
    const { pair, watches, signal } = scene;
    await strike(faults.kill, scene);
    await sleep(noticeMs, undefined, { signal });
    const sight = await waitUntilWhole(pair, watches, wholeAgainSeconds, signal);
    if (!("active" in sight)) throw new Broken(notWholeSentence(pair, sight.seen, wholeAgainSeconds, "kill"));
    await roll(scene);
  },
};

/** The rolling changes by their names. */
export const changes = { roll: once, "roll-twice": twice, "roll-after-kill": afterKill };

async function roll({ pair, watches, roller, signal, note }: Scene): Promise<void> {
  signal.throwIfAborted();
  const from = Date.now();
  const active = watches.find((one) => pair.members.includes(one.member) && one.condition === "active");
  try {
    // Not to be interrupted: half a rolling change is a pair that somebody has to mend, and a whole one takes seconds.
    await roller.roll(pair);
  } finally {
    note({ kind: "roll", from, to: Date.now(), active: active?.member.application ?? "nobody" });
  }
  signal.throwIfAborted();
}

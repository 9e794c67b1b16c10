import { setTimeout as sleep } from "node:timers/promises";
import type { Scenario, ScenarioContext } from "./scenario";
import type { Fault } from "./faults";

/** A scenario that hits the active member with a fault. */
export function faultScenario(fault: Fault): Scenario {
  return {
    name: fault.name,
    atMostSeconds: fault.lastsMs / 1000,
    // Every fault swaps the roles by itself.
    bothWays: false,
    perform: (context) => injectFault(fault, context),
    objection: ({ members }, before, after) =>
      before === after && members.length > 1
        ? `${before} was hit (${fault.name}) and is active again: no member took over.`
        : undefined,
  };
}

/** Makes a fault and undoes it. */
export async function injectFault(
  fault: Fault,
  { active, state, journal, signal, note }: ScenarioContext,
): Promise<void> {
  const { id, image, pid, links } = state;
  const target = { container: active.member.container, id, image, pid, links };
  const from = Date.now();
  await journal.inject(fault, target, () => sleep(fault.lastsMs, undefined, { signal }));
  const to = fault.lastsMs > 0 ? Date.now() : from;
  note({ kind: "fault", from, to, active: active.member.application });
}

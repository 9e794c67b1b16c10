import { setTimeout as sleep } from "node:timers/promises";
import type { Scenario, ScenarioContext } from "./scenario";
import type { Fault } from "./faults";

/** An act that hits the active member with a fault. */
export function breaking(fault: Fault): Scenario {
  return {
    name: fault.name,
    atMostSeconds: fault.lastsMs / 1000,
    // Every fault swaps the roles by itself.
    bothWays: false,
    perform: (scene) => inject(fault, scene),
    objection: ({ members }, before, after) =>
      before === after && members.length > 1
        ? `${before} was hit (${fault.name}) and is active again: no member took over.`
        : undefined,
  };
}

/** Makes a fault and undoes it. */
export async function inject(
  fault: Fault,
  { active, state, ledger, signal, note }: ScenarioContext,
): Promise<void> {
  const { id, image, pid, links } = state;
  const target = { container: active.member.container, id, image, pid, links };
  const from = Date.now();
  await ledger.strike(fault, target, () => sleep(fault.lastsMs, undefined, { signal }));
  const to = fault.lastsMs > 0 ? Date.now() : from;
  note({ kind: "fault", from, to, active: active.member.application });
}

import { processStatus, type ProcessStatus } from "../../operations/process-status";
import type { TestStack } from "./test-stack";
import { until } from "./until";

/** A pair of Chat Servers by their host names; either may be the active one. */
export type Pair = readonly [primary: string, standby: string];

export const chatServerPort = 4801;

/** What a process tells of itself, by its host name. */
export function status(
  stack: TestStack,
  host: string,
  port = chatServerPort,
): Promise<ProcessStatus | undefined> {
  return processStatus(stack.container(host), port);
}

/** The host name of a pair's active member, once there is exactly one and the other is back as a healthy standby. */
export async function settledActive(stack: TestStack, pair: Pair, seconds = 30): Promise<string> {
  return until(`${pair.join(" and ")} are one active and one healthy standby`, seconds, async () => {
    const [states, ...members] = await Promise.all([
      stack.states(),
      ...pair.map((host) => status(stack, host)),
    ]);
    if (pair.some((host) => states[host] !== "running healthy")) return undefined;
    const active = pair.filter((_, index) => members[index]?.role === "active");
    return active.length === 1 ? active[0] : undefined;
  });
}

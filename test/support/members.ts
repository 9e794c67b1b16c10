import type { ProcessStatus } from "../../operations/health/process-status";
import { getScript, insideBash } from "./inside";
import type { TestStack } from "./test-stack";
import { until } from "./until";

/** A pair of Chat Servers by their host names; either may be the active one. */
export type Pair = readonly [primary: string, standby: string];

export const chatServerPort = 4801;

/** Asks a process for its status from inside its container; undefined if it doesn't answer. */
export async function status(stack: TestStack, host: string): Promise<ProcessStatus | undefined> {
  const body = await insideBash(stack.container(host), getScript("/status"));
  if (!body) return undefined;
  try {
    return JSON.parse(body) as ProcessStatus;
  } catch {
    return undefined;
  }
}

/** The key that a stack's processes make their keyed hashes with. */
export async function keyOf(stack: TestStack, host = "gms"): Promise<string> {
  const key = await insideBash(stack.container(host), 'printf %s "$(</var/lib/genesys-keys/own/key)"');
  return key?.trim() ?? "";
}

/** The host name of a pair's active member, once there is exactly one and the other is back as a healthy standby. */
export async function settledActive(stack: TestStack, pair: Pair, seconds = 60): Promise<string> {
  return until(`${pair.join(" and ")} are one active and one healthy standby`, seconds, async () => {
    const states = await stack.states();
    if (pair.some((host) => states[host] !== "running healthy")) return undefined;
    // Each costs a process in a container: members that Docker does not call healthy are not asked.
    const members = await Promise.all(pair.map((host) => status(stack, host)));
    const active = pair.filter((_, index) => members[index]?.role === "active");
    return active.length === 1 ? active[0] : undefined;
  });
}

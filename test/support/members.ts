import type { ProcessStatus } from "../../operations/process-status";
import { dockerRun } from "./docker-objects";
import type { TestStack } from "./test-stack";
import { until } from "./until";

/** A pair of Chat Servers by their host names; either may be the active one. */
export type Pair = readonly [primary: string, standby: string];

export const chatServerPort = 4801;

/**
 * Asks a process for its status from inside its container, since no port of it but GMS's is published; undefined where
 * it doesn't answer. `port` is its `default` listening port.
 */
export async function status(
  stack: TestStack,
  host: string,
  port = chatServerPort,
): Promise<ProcessStatus | undefined> {
  const ask = `fetch("http://127.0.0.1:${port}/status",{signal:AbortSignal.timeout(3000)}).then((r)=>r.text()).then((t)=>process.stdout.write(t))`;
  const { code, stdout } = await dockerRun("exec", stack.container(host), "node", "-e", ask);
  if (code !== 0) return undefined;
  try {
    return JSON.parse(stdout) as ProcessStatus;
  } catch {
    return undefined;
  }
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

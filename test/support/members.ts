import { docker, dockerRun, type Inspected } from "./docker-objects";
import type { TestStack } from "./test-stack";
import { until } from "./until";

/** What a process tells of itself (docs/http.md). */
export interface Status {
  readonly application: string;
  readonly type: string;
  readonly role: "active" | "standby";
  readonly epoch: number;
  readonly configHash: string;
  readonly inForce: string;
  readonly restartPending: readonly string[];
  readonly sessions: number;
}

/** A pair of Chat Servers by their host names; either may be the active one. */
export type Pair = readonly [primary: string, standby: string];

export const chatServerPort = 4801;

/** Asks a process for its status from inside its container, since no port of it but GMS's is published. */
export async function status(
  stack: TestStack,
  host: string,
  port = chatServerPort,
): Promise<Status | undefined> {
  const ask = `fetch("http://127.0.0.1:${port}/status").then((r) => r.text()).then((t) => process.stdout.write(t))`;
  const { code, stdout } = await dockerRun("exec", stack.container(host), "node", "-e", ask);
  return code === 0 ? (JSON.parse(stdout) as Status) : undefined;
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

export async function inspect(container: string): Promise<Inspected> {
  const [found] = JSON.parse(await docker("inspect", container)) as Inspected[];
  if (!found) throw new Error(`docker inspect ${container} gave nothing`);
  return found;
}

/**
 * Kills a container's process with SIGKILL, as a crash does. `docker kill` would not do: the daemon takes that for the
 * operator's wish and leaves the container down.
 */
export async function killProcess(container: string): Promise<void> {
  const { State, Config } = await inspect(container);
  if (State.Pid === 0) throw new Error(`${container} has no process to kill: it is ${State.Status}`);
  try {
    process.kill(State.Pid, "SIGKILL");
  } catch {
    // Not root here, or the daemon is in a machine of its own: somebody beside the process can still do it.
    const beside = ["--pid", "host", "--user", "0:0", "--network", "none", "--entrypoint", "node"];
    await docker("run", "--rm", ...beside, Config.Image, "-e", `process.kill(${State.Pid}, "SIGKILL")`);
  }
}

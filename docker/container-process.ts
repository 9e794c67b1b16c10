import { readFileSync } from "node:fs";
import { dockerCommand } from "./command";
import { docker, dockerSentence } from "./client";
import type { InspectedContainer } from "./inspected-container";
import { Failure } from "../system/failure";

/** A network that a container hangs on, with all that is needed to hang it there again. */
export interface Link {
  readonly network: string;
  /** Other names it has there, without the one that the daemon makes of its id. */
  readonly aliases: readonly string[];
  /** The address that it was given on purpose; undefined where the daemon chose. */
  readonly address?: string;
}

/** A container's process. */
export interface ContainerProcess {
  /** The container's id. */
  readonly id: string;
  readonly image: string;
  /** Its number on the daemon's host; 0 where there is none. */
  readonly pid: number;
}

/** The current state of a container; only what a drill needs. */
export interface ContainerState extends ContainerProcess {
  /** Such as `running` or `exited`. */
  readonly status: string;
  /** When its process was last started, in milliseconds since the epoch. */
  readonly startedAt: number;
  /** Such as `healthy`; `unchecked` if it has no health check. */
  readonly health: string;
  readonly links: readonly Link[];
}

/** Looks at a container; undefined where there is none. */
export async function containerState(container: string): Promise<ContainerState | undefined> {
  const { code, stdout, stderr } = await dockerCommand(["inspect", "--type", "container", container]);
  if (code !== 0) {
    if (/no such container/i.test(stderr)) return undefined;
    throw new Failure(dockerSentence(stderr) ?? `docker inspect ${container}: ${stderr.trim()}`);
  }
  const [found] = JSON.parse(stdout) as InspectedContainer[];
  if (!found) return undefined;
  const { Id, Config, State, NetworkSettings } = found;
  return {
    id: Id,
    image: Config.Image,
    status: State.Status,
    startedAt: Date.parse(State.StartedAt),
    pid: State.Pid,
    health: State.Health?.Status ?? "unchecked",
    links: Object.entries(NetworkSettings.Networks).map(([network, { Aliases, IPAMConfig }]) => ({
      network,
      aliases: (Aliases ?? []).filter((alias) => !Id.startsWith(alias)),
      ...(IPAMConfig?.IPv4Address && { address: IPAMConfig.IPv4Address }),
    })),
  };
}

/**
 * Sends a signal to a container's process from the host, as a crash comes. `docker kill` would not do: the daemon takes
 * that for the operator's wish, also where the signal ends nothing, and leaves the container down when it dies.
 */
export async function signalProcess(
  one: ContainerProcess,
  signal: "SIGKILL" | "SIGSTOP" | "SIGCONT",
): Promise<void> {
  const { id, image, pid } = one;
  if (pid === 0) throw new Failure(`Container ${id.slice(0, 12)} has no process to send ${signal} to.`);
  if (isHere(one)) {
    try {
      process.kill(pid, signal);
      return;
    } catch {
      // Not root here: the daemon can still do it from a container.
    }
  }
  const beside = ["--pid", "host", "--user", "0:0", "--network", "none", "--entrypoint", "node"];
  await docker("run", "--rm", ...beside, image, "-e", `process.kill(${pid}, "${signal}")`);
}

/** Whether the daemon's process numbers are this machine's: another machine's would name an unrelated process here. */
function isHere({ id, pid }: ContainerProcess): boolean {
  try {
    return readFileSync(`/proc/${pid}/cgroup`, "utf8").includes(id);
  } catch {
    return false;
  }
}

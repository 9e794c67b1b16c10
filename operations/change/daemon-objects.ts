import { query } from "../../docker/command";
import { jsonLine } from "../../docker/client";
import type { StackState, StateResource } from "../../engine/state";
import { containerType } from "./preview-steps";

/** Seconds that the daemon may take for an answer. */
const patienceSeconds = 10;

/** A container as the daemon has it; only what an operator can change by hand without replacing it. */
interface Running {
  readonly id: string;
  /** Bytes; 0 if unlimited. */
  readonly memory: number;
  readonly restart: string;
  /** Microseconds; 0 if unlimited. */
  readonly quota: number;
  readonly networks: Readonly<Record<string, unknown>>;
}

const columns = {
  id: ".Id",
  memory: ".HostConfig.Memory",
  restart: ".HostConfig.RestartPolicy.Name",
  quota: ".HostConfig.CpuQuota",
  networks: ".NetworkSettings.Networks",
};

/**
 * The names of Docker objects that the state has and the daemon has no more, or has with other limits or networks. The daemon is asked for all of
 * them at once. If it does not answer, everything counts as changed: the engine says what is wrong.
 */
export async function changedByHand({ resources }: StackState): Promise<string[]> {
  const of = (kind: string) => resources.filter(({ type }) => type === `docker:index/${kind}`);
  const [networks, volumes] = [of("network:Network"), of("volume:Volume")];
  const containers = resources.filter(({ type, id }) => type === containerType && id !== undefined);
  const [networkIds, volumeNames, lines] = await Promise.all([
    linesOf("network", "ls", "--no-trunc", "--quiet"),
    linesOf("volume", "ls", "--quiet"),
    linesOf("container", "inspect", "--format", jsonLine(columns), ...containers.map(({ id }) => id ?? "")),
  ]);
  const running = new Map(lines.map((line) => JSON.parse(line) as Running).map((one) => [one.id, one]));
  return [
    ...networks.filter(({ id = "" }) => !networkIds.includes(id)),
    ...volumes.filter(({ id = "" }) => !volumeNames.includes(id)),
    ...containers.filter((container) => isOtherwise(container, running.get(container.id ?? ""))),
  ]
    .map(nameOf)
    .sort();
}

function isOtherwise({ inputs = {} }: StateResource, found: Running | undefined): boolean {
  if (!found) return true;
  const { memory, restart, cpuQuota, networksAdvanced = [], start } = inputs;
  // A carrier never runs: its limits and networks matter to nothing.
  if (start === false) return false;
  const joined = (networksAdvanced as { name?: unknown }[]).map(({ name }) => String(name));
  return (
    (typeof memory === "number" && found.memory !== memory * 1024 * 1024) ||
    (typeof restart === "string" && found.restart !== restart) ||
    found.quota !== (typeof cpuQuota === "number" ? cpuQuota : 0) ||
    joined.some((network) => !(network in found.networks))
  );
}

const nameOf = ({ inputs, id = "" }: StateResource) => (typeof inputs?.name === "string" ? inputs.name : id);

/** The lines of an answer; none if there is none, and so nothing is found. */
async function linesOf(...args: string[]): Promise<string[]> {
  try {
    const { stdout } = await query(args, patienceSeconds);
    return stdout.toString("utf8").split("\n").filter(Boolean);
  } catch {
    return [];
  }
}

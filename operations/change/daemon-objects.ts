import type { InspectedContainer } from "../../docker/inspected-container";
import type { DaemonSnapshot } from "../../docker/snapshot";
import type { StackState, StateResource } from "../../engine/state";
import { containerType } from "./preview-steps";

/**
 * The names of Docker objects that the state has and the daemon has no more, or has with other limits or networks. If the daemon does not
 * answer, everything counts as changed: the engine says what is wrong.
 */
export async function changedByHand(state: StackState, daemon: DaemonSnapshot): Promise<string[]> {
  const of = (kind: string) => state.resources.filter(({ type }) => type === `docker:index/${kind}`);
  const containers = state.resources.filter(({ type, id }) => type === containerType && id !== undefined);
  const [networks, volumes, running] = await Promise.all([
    daemon.networks().catch(() => []),
    daemon.volumes().catch(() => []),
    daemon
      .containerDetails(containers.map(({ id = "" }) => id))
      .catch(() => new Map<string, InspectedContainer>()),
  ]);
  const known = new Set([...networks, ...volumes].map(({ id }) => id));
  return [
    ...[...of("network:Network"), ...of("volume:Volume")].filter(({ id = "" }) => !known.has(id)),
    ...containers.filter((container) => isOtherwise(container, running.get(container.id ?? ""))),
  ]
    .map(nameOf)
    .sort();
}

function isOtherwise({ inputs = {} }: StateResource, found: InspectedContainer | undefined): boolean {
  if (!found) return true;
  const { memory, restart, cpuQuota, networksAdvanced = [], start } = inputs;
  // A carrier never runs: its limits and networks matter to nothing.
  if (start === false) return false;
  const joined = (networksAdvanced as { name?: unknown }[]).map(({ name }) => String(name));
  const { HostConfig, NetworkSettings } = found;
  return (
    (typeof memory === "number" && HostConfig.Memory !== memory * 1024 * 1024) ||
    (typeof restart === "string" && HostConfig.RestartPolicy.Name !== restart) ||
    HostConfig.CpuQuota !== (typeof cpuQuota === "number" ? cpuQuota : 0) ||
    joined.some((network) => !(network in NetworkSettings.Networks))
  );
}

const nameOf = ({ inputs, id = "" }: StateResource) => (typeof inputs?.name === "string" ? inputs.name : id);

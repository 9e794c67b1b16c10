import { dockerCommand } from "../../docker/command";
import type { ContainerSummary } from "../../docker/client";
import { docker, jsonLine, label, stopAndRemove } from "../../docker/client";
import type { StackState } from "../state";

const networkType = "docker:index/network:Network";

/** The owner whose orphaned resources are looked for. */
export interface Owner {
  readonly project: string;
  readonly stack: string;
}

/** A container in the output of `docker inspect`; only what decides its ownership. */
export interface Origin {
  readonly Id: string;
  readonly State: { readonly StartedAt: string };
  readonly NetworkSettings: { readonly Networks: Readonly<Record<string, { readonly NetworkID: string }>> };
}

/**
 * Whether what carries the stack's labels, and the state does not know, was made by a run of this very state.
 *
 * The engine writes down a creation before it begins, so a state that holds nothing has made nothing. A state that holds
 * something knows its network by the id that the daemon gave it, and no other state's network ever has that id: a
 * container that was started in another network is another state's. One that was never started, a carrier or half a
 * container, runs nothing and holds nothing; it counts as this state's unless another state's containers run here.
 */
export function areOrphaned(state: StackState | undefined, unknown: readonly Origin[]): boolean {
  if (!state || isEmpty(state)) return false;
  const networks = new Set(state.resources.filter(({ type }) => type === networkType).map(({ id }) => id));
  return unknown
    .filter(({ State }) => !State.StartedAt.startsWith("0001-"))
    .every(({ NetworkSettings }) =>
      Object.values(NetworkSettings.Networks).some(({ NetworkID }) => networks.has(NetworkID)),
    );
}

/** Whether a state has never had anything done. */
export function isEmpty({ resources, pending }: StackState): boolean {
  return resources.length === 0 && pending.length === 0;
}

/** The containers of a stack that its state does not know. */
export function unknownContainers(state: StackState, own: readonly ContainerSummary[]): ContainerSummary[] {
  const ids = new Set(state.resources.map(({ id }) => id));
  return own.filter(({ id }) => !ids.has(id));
}

/** Whether a network may be there that the state does not know: it is the first thing that a run makes. */
export function lacksNetwork(state: StackState): boolean {
  return !isEmpty(state) && !state.resources.some(({ type }) => type === networkType);
}

/**
 * Removes the containers and networks of this state's runs that no run could write down, and volumes that hold nothing
 * but delivered files. Declared resources are created again; a volume with data stays, and the next run adopts it. Returns
 * true if anything was removed.
 */
export async function removeOrphanedResources(
  state: StackState,
  owner: Owner,
  own: readonly ContainerSummary[],
  report: (line: string) => void,
): Promise<boolean> {
  const containers = unknownContainers(state, own);
  if (!areOrphaned(state, await origins(containers))) return false;
  const known = new Set(state.resources.map(({ id }) => id));
  const unknown = ({ id }: { readonly id: string }) => !known.has(id);
  for (const { id, name } of containers) {
    report(`Removing ${name}, which that run made and could not write down.`);
    await stopAndRemove(id);
  }
  const networks = (await labelled("network", owner)).filter(unknown);
  for (const { id, name } of networks) {
    await vacate(id, own, report);
    report(`Removing the network ${name}, which that run made and could not write down.`);
    await docker("network", "rm", id);
  }
  const volumes = (await labelled("volume", owner, "--filter", "dangling=true"))
    .filter(unknown)
    .filter(({ role }) => role === "config" || role === "files" || role === "keys");
  for (const { name } of volumes) {
    report(`Removing the volume ${name}, which that run made and could not write down.`);
    await docker("volume", "rm", name);
  }
  return containers.length + networks.length + volumes.length > 0;
}

/**
 * A network may have been removed from the state while the daemon did not answer, with containers in it. It is created again, and
 * so are they. Containers of other owners stay; the daemon then reports that they are in it.
 */
async function vacate(
  network: string,
  own: readonly ContainerSummary[],
  report: (line: string) => void,
): Promise<void> {
  const format = "{{range $id, $_ := .Containers}}{{println $id}}{{end}}";
  const inside = (await docker("network", "inspect", network, "--format", format)).split("\n");
  for (const { id, name } of own.filter((container) => inside.includes(container.id))) {
    report(`Removing ${name}, whose network that run could not write down.`);
    await stopAndRemove(id);
  }
}

/** Where containers hang; what is gone since it was listed is left out. */
export async function origins(containers: readonly ContainerSummary[]): Promise<Origin[]> {
  if (containers.length === 0) return [];
  const { stdout } = await dockerCommand(["container", "inspect", ...containers.map(({ id }) => id)]);
  return JSON.parse(stdout || "[]") as Origin[];
}

/** A network or a volume with a stack's labels. */
export interface Listed {
  /** A volume's is its name. */
  readonly id: string;
  readonly name: string;
  readonly role: string;
}

/** The networks or volumes that carry a stack's labels. */
export async function labelled(
  kind: "network" | "volume",
  { project, stack }: Owner,
  ...more: string[]
): Promise<Listed[]> {
  const format = jsonLine({ id: kind === "network" ? ".ID" : ".Name", name: ".Name", role: label("role") });
  const labels = [`genesys-chat.project=${project}`, `genesys-chat.stack=${stack}`];
  const filters = labels.flatMap((label) => ["--filter", `label=${label}`]);
  const whole = kind === "network" ? ["--no-trunc"] : [];
  const text = await docker(kind, "ls", ...whole, ...filters, ...more, "--format", format);
  return text
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Listed);
}

import type { ContainerSummary } from "../../docker/client";
import { docker, stopAndRemove } from "../../docker/client";
import { Failure } from "../../system/failure";
import type { StackState } from "../state";
import { areOrphaned, isEmpty, labelled, origins, type Owner, unknownContainers } from "./orphaned-resources";
import { holdsNothing } from "./volume-contents";

/** A state without a record of a stack. */
const noRecord: StackState = { resources: [], pending: [] };

/** The containers of a stack that another state's runs made, by docs/adr/0014-ownership-of-containers.md; `own` carry its labels. */
export async function foreignContainers(
  record: StackState | undefined,
  own: readonly ContainerSummary[],
): Promise<ContainerSummary[]> {
  const unknown = unknownContainers(record ?? noRecord, own);
  return areOrphaned(record, await origins(unknown)) ? [] : unknown;
}

/** Says that a stack is another state's. It names no command that removes: the state in use may simply be the wrong one. */
export function foreignSentence(
  names: readonly string[],
  stack: string,
  backendUrl: string | undefined,
): string {
  const sorted = [...names].sort();
  const some = sorted.slice(0, 3).join(", ") + (sorted.length > 3 ? ` and ${sorted.length - 3} more` : "");
  const state = backendUrl === undefined ? "the state in use" : `the state in use (${backendUrl})`;
  return (
    `Stack ${stack} runs on this daemon (${some}), and ${state} has no record of it: set PULUMI_BACKEND_URL to the ` +
    "state that made it (docs/recovery.md, A state that is lost or is the wrong one)."
  );
}

/** Refuses to touch a stack of which containers are another state's. */
export async function requireOwn(
  { stack }: Owner,
  record: StackState | undefined,
  own: readonly ContainerSummary[],
  backendUrl: string | undefined,
): Promise<void> {
  const foreign = await foreignContainers(record, own);
  if (foreign.length === 0) return;
  const names = foreign.map(({ name }) => name);
  throw new Failure(`${foreignSentence(names, stack, backendUrl)}\nNothing was changed.`);
}

/**
 * Removes what carries a stack's labels and its state does not know: containers and networks, and volumes but those with
 * data. A volume with data goes only if the state has it on record. Returns the names of the volumes that are kept.
 */
export async function removeUnrecorded(
  record: StackState | undefined,
  owner: Owner,
  own: readonly ContainerSummary[],
  report: (line: string) => void,
): Promise<string[]> {
  const { resources, pending } = record ?? noRecord;
  const known = new Set(resources.map(({ id }) => id));
  for (const { id, name } of own.filter((container) => !known.has(container.id))) {
    report(`Removing ${name}, which this state does not know.`);
    await stopAndRemove(id);
  }
  for (const { id } of (await labelled("network", owner)).filter((network) => !known.has(network.id)))
    await docker("network", "rm", id);
  const named = new Set(
    [...resources, ...pending.map(({ resource }) => resource)].map(({ inputs }) => String(inputs?.name)),
  );
  const kept: string[] = [];
  for (const { name, role } of await labelled("volume", owner, "--filter", "dangling=true")) {
    const isMade = role === "config" || role === "files";
    if (isMade || named.has(name) || (await holdsNothing(name))) await docker("volume", "rm", name);
    else kept.push(name);
  }
  return kept.sort();
}

/** Whether a state has a record of a stack. */
export function hasRecord(record: StackState | undefined): record is StackState {
  return record !== undefined && !isEmpty(record);
}

import type { ContainerSummary } from "../../docker/client";
import { containers as askContainers, stopAndRemove } from "../../docker/client";
import { Failure } from "../../system/failure";
import { ofStack } from "../../docker/client";
import { pulumi } from "../pulumi";
import { project, root } from "../../system/project";
import { clearLocks } from "./held-locks";
import { endLeftoverProcesses } from "./leftover-processes";
import { isEmpty, lacksNetwork, removeOrphanedResources, unknownContainers } from "./orphaned-resources";
import { repairCheckpoint } from "./state-files";
import { awaitStops } from "./unfinished-stops";
import type { LocalState, StackState } from "../state";

/** Seconds for which the end of a failed run can still be felt on the daemon. */
const aftermath = 120;

/**
 * Repairs a stack after an interrupted run: its lock and leftover processes are removed, an incomplete checkpoint
 * is replaced by its backup, deletions that it began are finished, and what it made and could not write
 * down is removed (containers hold nothing: data is in volumes, and an active member hands over when it is stopped). Then
 * the state is compared with the daemon. If nothing was interrupted, recovery is skipped. Returns true if the daemon must be
 * read again.
 */
export async function recover(
  state: LocalState,
  stack: string,
  found: readonly ContainerSummary[],
  report: (line: string) => void,
): Promise<boolean> {
  const hasEnded = await clearLocks(state, report);
  if (hasEnded) await endLeftoverProcesses(root, report);
  const isOlder = repairCheckpoint(state, report);
  const known = state.read();
  if (!known || isEmpty(known)) return hasEnded;

  const isPending = known.pending.length > 0;
  const wasInterrupted = hasEnded || isOlder || isPending;
  const hasUnknown = unknownContainers(known, ofStack(found, project, stack)).length > 0;
  if (!wasInterrupted && !hasUnknown && !lacksNetwork(known) && !hasJustFailed(state)) return false;

  const owner = { project, stack };
  if (isPending)
    report(
      `An earlier run was cut short in ${known.pending.length} operation(s): comparing with the daemon.`,
    );
  await finishDeletions(known, await ownContainers(stack), report);
  await awaitStops(known, owner, report);
  await removeOrphanedResources(known, owner, await ownContainers(stack), report);
  if (isPending || isOlder) {
    await refresh(stack);
    // What the daemon was still making when the run was killed, it has made by now.
    await removeOrphanedResources(state.read() ?? known, owner, await ownContainers(stack), report);
  }
  return true;
}

async function ownContainers(stack: string): Promise<ContainerSummary[]> {
  return ofStack(await askContainers(), project, stack);
}

/** Whether the last run that came to its end failed a moment ago. */
function hasJustFailed(state: LocalState): boolean {
  const last = state.lastRun();
  return (
    last?.ended !== undefined && last.result !== "succeeded" && Date.now() / 1000 - last.ended < aftermath
  );
}

/** A container whose deletion was begun may be stopping already, and would be found running and stop later. */
async function finishDeletions(
  { pending }: StackState,
  own: readonly ContainerSummary[],
  report: (line: string) => void,
): Promise<void> {
  const deleted = new Set(
    pending.filter(({ type }) => type === "deleting").map(({ resource }) => resource.id),
  );
  for (const { id, name } of own.filter((container) => deleted.has(container.id))) {
    report(`Removing ${name}, as that run had begun to.`);
    await stopAndRemove(id);
  }
}

async function refresh(stack: string): Promise<void> {
  const flags = ["--yes", "--skip-preview", "--clear-pending-creates", "--suppress-outputs"];
  const code = await pulumi("refresh", "--stack", stack, ...flags);
  if (code !== 0)
    throw new Failure(`The state could not be compared with the daemon (pulumi refresh ended with ${code}).`);
}

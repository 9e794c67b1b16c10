import type { ContainerSummary } from "./docker";
import { docker } from "./docker";
import { Failure } from "./failure";
import { ofStack } from "./preflight";
import { pulumi } from "./pulumi";
import { project } from "./project";
import { isStale, release, type LocalState, type StackState } from "./state";

/**
 * Puts a stack right after a run that was cut short: a lock whose process is gone is removed; containers that the run
 * made and could not write down are removed (they hold nothing: data is in volumes, and an active member hands over
 * when it is stopped); operations that were begun are compared with the daemon. Does nothing, at no cost, otherwise.
 * Gives whether it touched anything but the lock.
 */
export async function recover(
  state: LocalState,
  stack: string,
  containers: readonly ContainerSummary[],
  say: (line: string) => void,
): Promise<boolean> {
  for (const lock of state.locks()) {
    if (!isStale(lock)) {
      throw new Failure(
        `Stack ${stack} is locked by ${lock.username} on ${lock.hostname} (process ${lock.pid}) since ${lock.timestamp}: ` +
          `wait until that run ends, or, when it is gone for sure, "pulumi cancel --stack ${stack}".`,
      );
    }
    say(`An earlier run (process ${lock.pid}) was killed: its lock is removed.`);
    release(lock);
  }
  const known = state.read();
  if (!known || known.pending.length === 0) return false;
  say(`An earlier run was cut short in ${known.pending.length} operation(s): comparing with the daemon.`);
  for (const { id, name } of unrecorded(known, ofStack(containers, project, stack))) {
    say(`Removing ${name}, which that run made and could not write down.`);
    await docker("stop", "--time", "15", id);
    await docker("rm", id);
  }
  for (const name of pendingNetworks(known)) {
    const labels = [
      `label=genesys-chat.project=${project}`,
      `label=genesys-chat.stack=${stack}`,
      `name=^${name}$`,
    ];
    const id = (
      await docker("network", "ls", "--quiet", ...labels.flatMap((label) => ["--filter", label]))
    ).trim();
    if (id === "") continue;
    say(`Removing the network ${name}, which that run made and could not write down.`);
    await docker("network", "rm", id);
  }
  const code = await pulumi(
    "refresh",
    "--stack",
    stack,
    "--yes",
    "--skip-preview",
    "--clear-pending-creates",
    "--suppress-outputs",
  );
  if (code !== 0)
    throw new Failure(`The state could not be compared with the daemon (pulumi refresh ended with ${code}).`);
  return true;
}

/** The networks that a pending creation names: nothing is in them, since containers come after them. */
function pendingNetworks(state: StackState): string[] {
  return state.pending
    .filter(({ type, resource }) => type === "creating" && resource.type === "docker:index/network:Network")
    .map(({ resource }) => String(resource.inputs?.name));
}

/** The containers that a pending creation names and no resource of the state is. */
export function unrecorded(state: StackState, own: readonly ContainerSummary[]): ContainerSummary[] {
  const ids = new Set(state.resources.map(({ id }) => id));
  const pending = new Set(
    state.pending.filter(({ type }) => type === "creating").map(({ resource }) => resource.inputs?.name),
  );
  return own.filter(({ id, name }) => pending.has(name) && !ids.has(id));
}

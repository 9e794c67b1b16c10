import { setTimeout as sleep } from "node:timers/promises";
import { Failure } from "../../system/failure";
import { heldSentence, isStale, type Lock, release } from "../lock";
import { runVariable } from "../pulumi";
import { isRunning, processFacts, variableOf } from "../../system/running-process";
import type { LocalState } from "../state";
import { removeUnfinishedLocks } from "./state-files";

/** Timeout for a run whose command is gone, in seconds. */
const patience = 600;

/**
 * Takes away the locks of runs that are gone. A lock of another host or of a living run stays and is reported. A run whose
 * command was killed, and only that, is waited for: it continues and ends by itself. Returns true if there was such a run: the
 * daemon may have changed since.
 */
export async function clearLocks(state: LocalState, report: (line: string) => void): Promise<boolean> {
  await removeUnfinishedLocks(state);
  const orphaned = state.locks().filter(isOrphaned);
  for (const lock of orphaned) {
    report(
      `An earlier run (process ${lock.pid}) is still running, although its command was killed: waiting for its end.`,
    );
    await itsEnd(state, lock);
  }
  const locks = state.locks();
  for (const lock of locks) {
    if (!isStale(lock)) throw new Failure(heldSentence(lock, state.stack));
    report(`An earlier run (process ${lock.pid}) was killed: its lock is removed.`);
    release(lock);
  }
  return orphaned.length + locks.length > 0;
}

/** Returns true if a running engine's command is gone: the system has assigned it another parent. */
function isOrphaned(lock: Lock): boolean {
  if (isStale(lock)) return false;
  const command = variableOf(lock.pid, runVariable);
  return command !== undefined && processFacts(lock.pid)?.parent !== Number(command);
}

async function itsEnd(state: LocalState, { file, pid }: Lock): Promise<void> {
  const holds = () => isRunning(pid) && state.locks().some((lock) => lock.file === file);
  for (let waited = 0; holds() && waited < patience * 1000; waited += 200) await sleep(200);
}

import { rmSync } from "node:fs";
import { hostname } from "node:os";
import { isPulumi, isRunning, startedAfter } from "./running-process";

/** Who holds a stack's lock. */
export interface Lock {
  readonly file: string;
  readonly pid: number;
  readonly username: string;
  readonly hostname: string;
  readonly timestamp: string;
}

/** Whether the process that took a lock is gone for sure: on this host, and not running, or another has its number. */
export function isStale(lock: Lock): boolean {
  if (lock.hostname !== hostname()) return false;
  return !isRunning(lock.pid) || (!isPulumi(lock.pid) && startedAfter(lock.pid, Date.parse(lock.timestamp)));
}

/** Removes a lock whose owner is gone. */
export function release(lock: Lock): void {
  // Beside it the backend keeps its attributes.
  for (const file of [lock.file, `${lock.file}.attrs`]) rmSync(file, { force: true });
}

/** Who holds a lock, in words. */
export function lockedBy({ username, hostname, pid, timestamp }: Lock): string {
  return `locked by ${username} on ${hostname} (process ${pid}) since ${timestamp}`;
}

/** Why nothing is done about a stack whose lock is held, and what to do. */
export function heldSentence(lock: Lock, stack: string): string {
  return (
    `Stack ${stack} is ${lockedBy(lock)}: ` +
    `wait until that run ends, or, when it is gone for sure, "pulumi cancel --stack ${stack}".`
  );
}

import { rmSync } from "node:fs";
import { hostname } from "node:os";
import { isPulumi, isRunning, startedAfter } from "../system/running-process";
import { isRecord, completeJson } from "../system/state-file";

/** Who holds a stack's lock. */
export interface Lock extends Holder {
  readonly file: string;
}

/** Who a run of the engine is, wherever its state is kept. */
export interface Holder {
  readonly pid: number;
  readonly username: string;
  readonly hostname: string;
  readonly timestamp: string;
}

/** The lock in a file; undefined if the file is missing or was not written to its end. */
export function lockIn(file: string): Lock | undefined {
  const found = completeJson(file);
  if (!isRecord(found)) return undefined;
  const { pid, username, hostname: host, timestamp } = found;
  const isHolder = typeof pid === "number" && Number.isSafeInteger(pid) && pid > 0;
  if (!isHolder || typeof username !== "string" || typeof host !== "string" || typeof timestamp !== "string")
    return undefined;
  return { file, pid, username, hostname: host, timestamp };
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
export function lockedBy({ username, hostname, pid, timestamp }: Holder): string {
  return `locked by ${username} on ${hostname} (process ${pid}) since ${timestamp}`;
}

/** Why nothing is done about a stack whose lock is held, and what to do. */
export function heldSentence(lock: Holder, stack: string): string {
  return (
    `Stack ${stack} is ${lockedBy(lock)}: ` +
    `wait until that run ends, or, when it is gone for sure, "pulumi cancel --stack ${stack}".`
  );
}

/**
 * The same by what the engine says of a lock, which is all that is known of one in a state that is not in a folder; undefined if it
 * names none.
 */
export function heldSentenceIn(said: string): string | undefined {
  const { stack, username, hostname, pid, timestamp } = lockLine.exec(said)?.groups ?? {};
  if (!stack || !username || !hostname || !pid || !timestamp) return undefined;
  return heldSentence({ username, hostname, pid: Number(pid), timestamp }, stack);
}

/** As the engine writes it, whatever the backend (seen with 3.256.0). */
const lockLine =
  /\/locks\/\S*?(?<stack>[^/\s]+)\/[^/\s]+\.json\S*: created by (?<username>[^\s@]+)@(?<hostname>\S+) \(pid (?<pid>\d+)\) at (?<timestamp>\S+)/;

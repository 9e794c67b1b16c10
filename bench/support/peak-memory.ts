import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import type { Running, Run } from "../../test/support/process";
import { processTree } from "../../test/support/process-tree";

/** How often the processes are looked at, in milliseconds; the system itself keeps each one's highest size. */
const interval = 100;

/** Waits for a program, and returns the memory of the largest process that it started, in MB. */
export async function withPeakMemory(running: Running): Promise<{ ended: Run; megabytes: number }> {
  let [peak, over] = [0, false];
  const watched = running.ended.finally(() => (over = true));
  while (!over) {
    for (const { pid } of processTree(running.pid)) peak = Math.max(peak, highestSize(pid));
    await Promise.race([sleep(interval), watched]);
  }
  return { ended: await watched, megabytes: peak / 1024 };
}

/** The most resident memory that a process had, in KB; 0 if it has ended. */
function highestSize(pid: number): number {
  try {
    return Number(/^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0);
  } catch {
    return 0;
  }
}

import { readFileSync } from "node:fs";

/** Whether a process of this machine runs; one that is not ours to ask counts as running. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== "ESRCH";
  }
  return !isDefunct(pid);
}

/** A killed process stays listed until its parent asks how it ended; in a container without an init nobody ever does. */
function isDefunct(pid: number): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The program's name, in parentheses, may hold blanks and parentheses; the state follows the last one.
    return stat.slice(stat.lastIndexOf(")") + 2).startsWith("Z");
  } catch {
    return false;
  }
}

import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { basename } from "node:path";

/** Whether a process of this machine runs; one that is not ours to ask counts as running. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== "ESRCH";
  }
  // A killed process stays listed until its parent waits for it; in a container without an init it is listed for ever.
  return statOf(pid)?.[0] !== "Z";
}

/** A process as Linux reports it. */
export interface ProcessFacts {
  readonly pid: number;
  readonly parent: number;
  /** The program and its arguments. */
  readonly words: readonly string[];
  /** The folder it works in. */
  readonly folder: string;
}

/** The processes whose folder this account may know; none on systems without /proc. */
export function processes(): ProcessFacts[] {
  return ownEntries().flatMap((pid) => processFacts(pid) ?? []);
}

/** Undefined where the process is gone, is not ours to ask, or the system does not tell. */
export function processFacts(pid: number): ProcessFacts | undefined {
  const parent = Number(statOf(pid)?.[1]);
  try {
    const words = readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0").slice(0, -1);
    return { pid, parent, words, folder: readlinkSync(`/proc/${pid}/cwd`) };
  } catch {
    return undefined;
  }
}

/** A variable of a process's environment as it was started. */
export function variableOf(pid: number, name: string): string | undefined {
  try {
    const all = readFileSync(`/proc/${pid}/environ`, "utf8").split("\0");
    return all.find((one) => one.startsWith(`${name}=`))?.slice(name.length + 1);
  } catch {
    return undefined;
  }
}

/** Whether a process is known to be Pulumi's CLI. */
export function isPulumi(pid: number): boolean {
  return basename(processFacts(pid)?.words[0] ?? "") === "pulumi";
}

/** Whether a process is known to have started later than a moment, given in ms since 1970. */
export function startedAfter(pid: number, moment: number): boolean {
  const ticks = Number(statOf(pid)?.[19]);
  const boot = Number(/^btime (\d+)$/m.exec(readProc("stat") ?? "")?.[1]);
  // Linux counts in hundredths of a second here on every machine; a clock may have been set by seconds meanwhile.
  return (boot + ticks / 100) * 1000 > moment + clockSlack;
}

const clockSlack = 5_000;

/** The fields of a process's stat from its state on. */
function statOf(pid: number): string[] | undefined {
  // The program's name, in parentheses, may hold blanks and parentheses; the state follows the last one.
  const stat = readProc(`${pid}/stat`);
  return stat?.slice(stat.lastIndexOf(")") + 2).split(" ");
}

function readProc(name: string): string | undefined {
  try {
    return readFileSync(`/proc/${name}`, "utf8");
  } catch {
    return undefined;
  }
}

function ownEntries(): number[] {
  try {
    return readdirSync("/proc")
      .filter((name) => /^\d+$/.test(name))
      .map(Number);
  } catch {
    return [];
  }
}

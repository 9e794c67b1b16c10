import { basename } from "node:path";
import { processes, type ProcessFacts } from "../../system/running-process";

/** A process and all that it started, and they did; those whose parent has gone are missed. */
export function processTree(root: number): ProcessFacts[] {
  const all = processes();
  const tree = all.filter(({ pid }) => pid === root);
  for (const { pid } of tree) tree.push(...all.filter(({ parent }) => parent === pid));
  return tree;
}

/** The name of a process's program. */
export function programOf({ words }: ProcessFacts): string {
  return basename(words[0] ?? "");
}

/** Sends a signal to processes that may be gone meanwhile. */
export function signalEach(all: readonly ProcessFacts[], signal: NodeJS.Signals): void {
  for (const { pid } of all) {
    try {
      process.kill(pid, signal);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
    }
  }
}

/** What still works inside a folder. */
export function processesIn(folder: string): string[] {
  return processes()
    .filter((one) => one.folder.startsWith(folder))
    .map(({ pid, words }) => `${pid} ${words.join(" ")}`);
}

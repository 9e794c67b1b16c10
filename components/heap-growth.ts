import { setFlagsFromString } from "node:v8";
import { untouchedVariable } from "../system/sdk-switch";

/** The options of V8 that set the size of a heap; if the process was started with one, it keeps it. */
const own = /^--(heap[-_]growing[-_]percent|optimize[-_]for[-_]size|max[-_]old[-_]space[-_]size)\b/;

/** How much more than what was in use after the last collection the heap may hold before the next one, in percent. */
const growth = 50;

/**
 * Has V8 collect what is no longer used before the heap has grown by more than half. By itself it lets the heap of a large stack's program grow to four
 * times what is in use, since that is used up slowly, while the program waits for the engine (docs/adr/0066-less-memory-for-large-stacks.md).
 */
export function limitHeapGrowth(
  set: (flag: string) => void = setFlagsFromString,
  env: NodeJS.ProcessEnv = process.env,
  words: readonly string[] = [...process.execArgv, ...(env.NODE_OPTIONS ?? "").split(/\s+/)],
): void {
  if (env[untouchedVariable] !== undefined || words.some((word) => own.test(word))) return;
  set(`--heap-growing-percent=${growth}`);
}

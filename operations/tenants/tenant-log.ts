import { closeSync, mkdirSync, openSync, writeSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import type { BulkOperation } from "./job";

/** A file with all that one tenant's run said: `out/<stack>/<operation>.log`, overwritten by each run. */
export function openTenantLog(root: string, operation: BulkOperation, stack: string) {
  const file = join(root, "out", stack, `${operation}.log`);
  mkdirSync(dirname(file), { recursive: true });
  const open = openSync(file, "w");
  return {
    file: relative(root, file),
    write: (text: string) => void writeSync(open, text),
    close: () => closeSync(open),
  };
}

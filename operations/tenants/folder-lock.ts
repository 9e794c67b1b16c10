import { join } from "node:path";
import { installation } from "../../system/installation";

interface Locks {
  withLock<T>(this: void, file: string, work: () => Promise<T>): Promise<T>;
}

/** Lets one at a time change which stacks a folder has: two that look for a free place at once would find the same one. */
export function withFolderLock<T>(folder: string, work: () => Promise<T>): Promise<T> {
  // Plain JavaScript outside the build, as the rest of the set-up.
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const { withLock } = require(join(installation, "setup", "lock.js")) as Locks;
  return withLock(join(folder, ".chatstack", "tenants.lock"), work);
}

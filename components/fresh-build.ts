import { join } from "node:path";
import { installation } from "../system/installation";
import { userError } from "./user-error";

let isChecked = false;

/**
 * Ends the program, before anything else, where the compiled JavaScript is older than its sources: what would be
 * deployed is not what anybody is looking at.
 */
export function assertFreshBuild(): void {
  // A process that runs the program again has its modules in memory already.
  if (isChecked) return;
  // Plain JavaScript outside the build: it has to work when there is no build.
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const sources = require(join(installation, "setup", "sources.js")) as {
    assertFreshBuild(root: string): void;
  };
  try {
    sources.assertFreshBuild(installation);
    isChecked = true;
  } catch (error) {
    throw userError(error instanceof Error ? error.message : String(error));
  }
}

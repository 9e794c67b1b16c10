import { join } from "node:path";
import { installation } from "../system/installation";
import { userError } from "./user-error";

/**
 * Ends the program, before anything else, where the compiled JavaScript is older than its sources: what would be
 * deployed is not what anybody is looking at.
 */
export function assertFreshBuild(): void {
  // Plain JavaScript outside the build: it has to work when there is no build.
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const sources = require(join(installation, "setup", "sources.js")) as {
    assertFreshBuild(root: string): void;
  };
  try {
    sources.assertFreshBuild(installation);
  } catch (error) {
    throw userError(error instanceof Error ? error.message : String(error));
  }
}

import { join } from "node:path";
import { userError } from "./user-error";

/** The project's folder: this file's compiled form lies in its `bin/components`. */
const root = join(__dirname, "..", "..");

/**
 * Ends the program, before anything else, where the compiled JavaScript is older than its sources: what would be
 * deployed is not what anybody is looking at.
 */
export function assertFreshBuild(): void {
  // Plain JavaScript outside the build: it has to work when there is no build.
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const sources = require(join(root, "setup", "sources.js")) as { assertFreshBuild(root: string): void };
  try {
    sources.assertFreshBuild(root);
  } catch (error) {
    throw userError(error instanceof Error ? error.message : String(error));
  }
}

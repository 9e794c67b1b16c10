import { join } from "node:path";
import { installation } from "../../system/installation";

interface Sources {
  sourcesHash(root: string): string;
}

/** Whether two checkouts have the same program, packages and pinned tools: by their sources, since a revision is not built. */
export function sameProgram(one: string, other: string): boolean {
  // Plain JavaScript outside the build: it has to work when there is no build.
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const sources = require(join(installation, "setup", "sources.js")) as Sources;
  // A project that has the program as a package, and not as sources, has nothing to compare.
  return sources.sourcesHash(one) === sources.sourcesHash(other);
}

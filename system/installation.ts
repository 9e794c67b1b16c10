import { existsSync } from "node:fs";
import { dirname, join } from "node:path";

/**
 * The folder of this program: its set-up, its packages and what the build writes. The project that it works on may lie
 * elsewhere (`project.ts`).
 */
export const installation = above(__dirname);

function above(folder: string): string {
  if (existsSync(join(folder, "package.json")) || folder === dirname(folder)) return folder;
  return above(dirname(folder));
}

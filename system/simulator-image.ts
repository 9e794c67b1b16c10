import { readFileSync } from "node:fs";
import { join } from "node:path";

/** Where the build leaves the image's inputs and its tag, beside the compiled program. */
const tagFile = join(__dirname, "..", "simulator", "image", "tag.json");

/**
 * The simulator's image, tagged by the content of what goes into it: known at preview without asking a daemon, the
 * same on every machine, and changed exactly when the simulator changes. Carriers use it too, whatever their
 * application runs, since they only hold a volume while files are copied into it.
 */
export function simulatorImage(): string {
  return (JSON.parse(readFileSync(tagFile, "utf8")) as { image: string }).image;
}

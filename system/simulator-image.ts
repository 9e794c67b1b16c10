import { join } from "node:path";
import { Failure } from "./failure";
import { isRecord, completeJson } from "./state-file";

/** Where the build leaves the image's inputs and its tag, beside the compiled program. */
const tagFile = join(__dirname, "..", "simulator", "image", "tag.json");

/**
 * The simulator's image, tagged by the content of what goes into it: known at preview without asking a daemon, the
 * same on every machine, and changed exactly when the simulator changes. Carriers use it too, whatever their
 * application runs, since they only hold a volume while files are copied into it.
 */
export function simulatorImage(): string {
  return imageIn(tagFile);
}

/** The image that a tag file of the build names. */
export function imageIn(file: string): string {
  const tag = completeJson(file);
  if (isRecord(tag) && typeof tag.image === "string") return tag.image;
  throw new Failure(`${file} is missing or damaged: run "./chatstack build".`);
}

import * as fs from "node:fs";
import { Refusal } from "./refusal";

/** Error codes that say that a volume has no room; such a write may succeed later. */
const codes = new Set(["ENOSPC", "EDQUOT", "EFBIG"]);

/** The system's write, which a test has fail as a full volume does. */
export const disk = {
  write: (descriptor: number, bytes: Buffer, from: number): number => fs.writeSync(descriptor, bytes, from),
};

/** The refusal of a write that a full volume has no room for: nothing of it is stored. */
export class VolumeFull extends Refusal {
  constructor() {
    super(507, "the volume with the data is full; nothing was stored; free space on it", undefined, {
      limit: true,
    });
  }
}

/** Whether an error says that a volume has no room. */
export function isVolumeFull(error: unknown): boolean {
  return codes.has((error as NodeJS.ErrnoException).code ?? "");
}

/**
 * Writes bytes at the end of a file that is `size` long. If the volume is full, removes what was written of them and
 * returns false; throws on any other error.
 */
export function writeOrUndo(descriptor: number, bytes: Buffer, size: number): boolean {
  try {
    // Into the system's memory, and therefore at once: not worth a turn in the thread pool.
    for (let written = 0; written < bytes.length;) written += disk.write(descriptor, bytes, written);
    return true;
  } catch (error) {
    if (!isVolumeFull(error)) throw error;
    fs.ftruncateSync(descriptor, size);
    return false;
  }
}

import { isUtf8 } from "node:buffer";
import { readFileSync, statSync } from "node:fs";

/** A file that no text can be read from; its message is a sentence for the operator. */
export class UnreadableFile extends Error {
  constructor(
    name: string,
    /** What is wrong and what to do next, such as `is a folder: …`. */
    readonly reason: string,
  ) {
    super(`${name} ${reason}`);
  }
}

/**
 * Reads a text file. Refuses what Pulumi refuses too (bytes that are no UTF-8) and what could be waited for without end (a
 * pipe); an error of the file system is thrown as it is.
 *
 * @param name as messages name it; default the path
 */
export function readTextFile(file: string, name = file): string {
  const found = statSync(file);
  if (found.isDirectory())
    throw new UnreadableFile(name, "is a folder: rename or remove it, or name a file in it.");
  if (!found.isFile())
    throw new UnreadableFile(name, "is a pipe or a device: write its content to an ordinary file.");
  const bytes = readFileSync(file);
  if (isUtf8(bytes)) return bytes.toString("utf8");
  throw new UnreadableFile(name, `is not UTF-8 ${placeIn(bytes)}: save the file as UTF-8.`);
}

/** Where a text stops being UTF-8, as `in line 3 (byte 0xFF)`. */
function placeIn(bytes: Buffer): string {
  // What is no UTF-8 is another character when it is written again.
  const again = Buffer.from(bytes.toString("utf8"));
  const differs = bytes.findIndex((byte, index) => byte !== again[index]);
  // The first bytes of a character that is cut off at the end may be those of the replacement character.
  const at = differs >= 0 ? differs : bytes.findLastIndex((byte) => byte >= 0xc0);
  const line = bytes.subarray(0, at).filter((byte) => byte === 0x0a).length + 1;
  return `in line ${line} (byte 0x${bytes[at]!.toString(16).toUpperCase()})`;
}

import { closeSync, openSync, readSync, statSync } from "node:fs";
import { TextDecoder } from "node:util";
import { Failure } from "../../system/failure";

/** The largest file that is read, in bytes: an export of some hundred thousand options has less. */
export const largestExport = 64 * 1024 * 1024;

const pieceSize = 64 * 1024;

/** Reads a file piece by piece, in the encoding that its first bytes state. */
export function* fileText(file: string): Generator<string> {
  const { size } = statSync(file);
  if (size > largestExport) {
    throw new Failure(
      `${file} has ${Math.ceil(size / 1024 / 1024)} MB; an export may have ${largestExport / 1024 / 1024} MB. Export the chat servers and what they are connected to only.`,
    );
  }
  const descriptor = openSync(file, "r");
  try {
    const bytes = Buffer.alloc(pieceSize);
    let decoder: TextDecoder | undefined;
    for (;;) {
      const length = readSync(descriptor, bytes, 0, pieceSize, null);
      decoder ??= decoderOf(bytes.subarray(0, length), file);
      const text = decode(decoder, length === 0 ? undefined : bytes.subarray(0, length), file);
      if (text !== "") yield text;
      if (length === 0) return;
    }
  } finally {
    closeSync(descriptor);
  }
}

/** By the byte order mark, else by the zero bytes of UTF-16, else by the XML declaration, else UTF-8 (XML 1.0, appendix F). */
function decoderOf(start: Buffer, file: string): TextDecoder {
  const encoding = encodingOf(start);
  try {
    return new TextDecoder(encoding, { fatal: true });
  } catch {
    throw new Failure(`${file} is in the encoding "${encoding}", which can't be read. Save it as UTF-8.`);
  }
}

function encodingOf(start: Buffer): string {
  const [first, second, third] = start;
  if (first === 0xff && second === 0xfe) return "utf-16le";
  if (first === 0xfe && second === 0xff) return "utf-16be";
  if (first === 0xef && second === 0xbb && third === 0xbf) return "utf-8";
  // Both formats begin with an ASCII character: in two bytes, one of them is 0.
  if (first !== 0 && second === 0) return "utf-16le";
  if (first === 0 && second !== 0) return "utf-16be";
  const declaration = /^\s*<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]+)["']/.exec(
    start.subarray(0, 200).toString("latin1"),
  );
  const stated = declaration?.[1]?.toLowerCase() ?? "utf-8";
  // A text that can be read in single bytes is in no encoding of two, whatever it says.
  return stated.startsWith("utf-16") ? "utf-8" : stated;
}

function decode(decoder: TextDecoder, bytes: Buffer | undefined, file: string): string {
  try {
    return decoder.decode(bytes, { stream: bytes !== undefined });
  } catch {
    throw new Failure(`${file} has bytes that are no ${decoder.encoding} text. Save it as UTF-8.`);
  }
}

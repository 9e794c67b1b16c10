import { lstatSync, readFileSync, statSync } from "node:fs";
import * as zlib from "node:zlib";
import { Failure } from "./failure";

/** Endings of Pulumi's compressed state files, by what reads them; older versions of Node.js have no zstd. */
const decompress: Readonly<Record<string, ((bytes: Buffer) => Buffer) | undefined>> = {
  "": (bytes) => bytes,
  ".gz": (bytes) => zlib.gunzipSync(bytes),
  ".zst": (zlib as { zstdDecompressSync?: (bytes: Buffer) => Buffer }).zstdDecompressSync,
};

/** The suffixes of a state file in Pulumi's DIY backend, the uncompressed one first. */
export const compressions: readonly string[] = Object.keys(decompress);

/** The ending by which a state file, or its backup beside it, is compressed; empty if it is not. */
export function compressionOf(file: string): string {
  return compressions.find((ending) => ending !== "" && file.replace(/\.bak$/, "").endsWith(ending)) ?? "";
}

/**
 * The text of a state file; undefined if it is missing or damaged: half a compressed file, bytes that are not UTF-8, or a
 * folder, a pipe or a device in its place. Ends the command with one sentence if the file can't be read at all.
 */
export function completeText(file: string): string | undefined {
  const bytes = bytesOf(file);
  if (bytes === undefined) return undefined;
  const read = decompress[compressionOf(file)];
  if (read === undefined) {
    throw new Failure(
      `The state file ${file} is compressed with zstd, which Node.js ${process.versions.node} can't read: install Node.js 22.15 or newer.`,
    );
  }
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(read(bytes));
  } catch {
    return undefined;
  }
}

/** The JSON document in a state file; undefined if the file is missing or damaged, or holds anything else. */
export function completeJson(file: string): unknown {
  return parsedJson(completeText(file));
}

/** The JSON document in a text; undefined if it is none. */
export function parsedJson(text = ""): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** Whether a value is a map with keys, such as a document of JSON usually is. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}

/** What is wrong with a state file that holds no complete document, as the end of a sentence. */
export function damageOf(file: string): string {
  const found = lstatSync(file, { throwIfNoEntry: false });
  const target = found?.isSymbolicLink() ? statOf(file) : found;
  if (found && !target) return "is a link that leads nowhere";
  if (target?.isDirectory()) return "is a folder";
  if (target && !target.isFile()) return "is a pipe or a device";
  return "was cut short while it was written";
}

function statOf(file: string) {
  try {
    return statSync(file);
  } catch {
    return undefined;
  }
}

function bytesOf(file: string): Buffer | undefined {
  try {
    // Opening a pipe would wait without end.
    return statSync(file).isFile() ? readFileSync(file) : undefined;
  } catch (error) {
    const { code = "" } = error as NodeJS.ErrnoException;
    if (["ENOENT", "ENOTDIR", "ELOOP"].includes(code)) return undefined;
    throw new Failure(
      `The file ${file} can't be read (${code}): make it readable to this account, then run this again.`,
    );
  }
}

import { createHash } from "node:crypto";
import { readFileSync, realpathSync, statSync } from "node:fs";
import { isAbsolute, join } from "node:path";
import { largestFile, localFilesOf, type LocalFile, type LocalFiles } from "../model";
import { isInside } from "./inside";

/** Reads the own files that a definition names, by their paths from the project's folder. */
export function readLocalFiles(folder: string, definition: unknown): LocalFiles {
  return new Map(localFilesOf(definition).map((source) => [source, readLocalFile(folder, source)]));
}

function readLocalFile(folder: string, source: string): LocalFile {
  // A review of the project's folder is to see everything that is deployed, and the same on every machine.
  const outside = { fault: "it lies outside of the project's folder" };
  if (isAbsolute(source)) return outside;
  try {
    const file = realpathSync(join(folder, source));
    if (!isInside(file, realpathSync(folder))) return outside;
    const found = statSync(file);
    const { size } = found;
    if (!found.isFile()) return { fault: "it is a folder, or no ordinary file" };
    if (size === 0) return { size, fault: "it is empty" };
    if (size > largestFile) return { size, fault: `it has ${size} bytes, more than ${largestFile}` };
    const bytes = readFileSync(file);
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    return { size, content: { base64: bytes.toString("base64"), sha256 } };
  } catch (error) {
    return { fault: faultOf(error) };
  }
}

function faultOf(error: unknown): string {
  const { code } = error as NodeJS.ErrnoException;
  if (code === "ENOENT" || code === "ENOTDIR") return "there is no such file";
  if (code === "EACCES" || code === "EPERM") return "its permissions don't let it be read";
  return error instanceof Error ? error.message : String(error);
}

import { type FileContent } from "./deployment";

/** A file of the project that a definition names, as it was read. */
export interface LocalFile {
  /** Its bytes; undefined where there is no such file that can be read. */
  readonly content?: FileContent;
  /** Its size in bytes. */
  readonly size?: number;
  /** Why there is no content, as a sentence's end, such as `there is no such file`. */
  readonly fault?: string;
}

/** The files that a definition names, by their paths as it writes them. */
export type LocalFiles = ReadonlyMap<string, LocalFile>;

/** The largest own file, in bytes: it is stored in the state, and is compared at every preview. */
export const largestFile = 256 * 1024;

/** The paths of the own files that a definition names, whatever else it is; sorted, each once. */
export function localFilesOf(definition: unknown): string[] {
  const found = new Set<string>();
  for (const group of values(definition)) {
    for (const application of values(group)) {
      const files = isMap(application) ? application["files"] : undefined;
      for (const source of values(files)) if (typeof source === "string") found.add(source);
    }
  }
  return [...found].sort();
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function values(value: unknown): unknown[] {
  return isMap(value) ? Object.values(value) : [];
}

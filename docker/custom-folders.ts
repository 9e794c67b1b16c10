import type { Application, CustomFile } from "../model/deployment";
import { canonicalJson, sha256 } from "../render";
import { paths } from "./container-policy";

/** A folder of a container that own files lie in, at any depth: one volume. */
export interface CustomFolder {
  /** Path at which it is mounted. */
  readonly path: string;
  /** The own files in it, sorted by path. */
  readonly files: readonly CustomFile[];
  /** Of the image, the folder and its files: another hash is another volume, filled again. */
  readonly hash: string;
}

/** The folders that an application's own files lie in, sorted; one that lies in another is part of that. */
export function customFolders({ image, process }: Application): CustomFolder[] {
  const files = process?.files ?? [];
  const folders = [...new Set(files.map(({ path }) => folderOf(path)))].sort();
  const outermost = folders.filter((folder) => !folders.some((other) => isInside(folder, other)));
  return outermost.map((path) => {
    const own = files.filter((file) => isInside(file.path, path));
    const contents = own.map((file) => [file.path, file.content?.sha256 ?? ""]);
    return { path, files: own, hash: shortHash(canonicalJson([image, path, contents])) };
  });
}

/**
 * Folders that are mounted into a folder with custom files, and must exist before: nothing can make them in a volume
 * that is mounted read-only.
 */
export function mountPointsIn(folder: string): string[] {
  return [paths.config, paths.data].filter((path) => isInside(path, folder));
}

/** Identifies all own files of an application; undefined if it has none. */
export function filesHash(application: Application): string | undefined {
  const folders = customFolders(application);
  return folders.length === 0 ? undefined : shortHash(canonicalJson(folders.map(({ hash }) => hash)));
}

/** A short name for a text that can't stand in a volume's name. */
export function shortHash(text: string): string {
  return sha256(text).slice(0, 12);
}

function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf("/"));
}

function isInside(path: string, folder: string): boolean {
  return path.startsWith(`${folder}/`);
}

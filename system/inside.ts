import { isAbsolute, relative, sep } from "node:path";

/** Whether a path is a folder's own or lies in it; links are the caller's to follow. */
export function isInside(file: string, folder: string): boolean {
  const path = relative(folder, file);
  return path !== ".." && !path.startsWith(`..${sep}`) && !isAbsolute(path);
}

import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import { objectFileNames, type UpdateBase } from "../render";
import { Failure } from "../system/failure";
import { readFiles } from "./import/read-files";
import { emptyNotes } from "./import/notes";
import { selection } from "./import/selection";

/**
 * Reads what an update starts from: an earlier rendering's file or folder, or an export. All servers of a rendering may be removed; of
 * an export only those of a chat deployment, and only with `prune`.
 */
export function readUpdateBase(path: string, prune: boolean): UpdateBase {
  const file = baseFile(path);
  const { objects, problems } = readFiles([file]);
  const broken = problems.find(({ severity }) => severity === "error");
  if (broken) {
    throw new Failure(
      `${file}:${broken.line}: ${broken.message} Correct the file, or name another --base. Nothing was written.`,
    );
  }
  const isOwn = objects.settings !== undefined;
  const chosen = isOwn ? objects.servers : prune ? chatServers(objects) : [];
  return { objects, isOwn, removable: new Set(chosen.map(({ name }) => name)) };
}

function chatServers(objects: UpdateBase["objects"]) {
  const { taken } = selection(objects, undefined, emptyNotes());
  return taken.flatMap(({ server, backup }) => [server, ...(backup ? [backup] : [])]);
}

function baseFile(path: string): string {
  if (!existsSync(path))
    throw new Failure(`--base ${path} doesn't exist. Name an earlier rendering or an export.`);
  if (!statSync(path).isDirectory()) return path;
  const found = objectFileNames.map((name) => join(path, name)).find((file) => existsSync(file));
  if (found !== undefined) return found;
  throw new Failure(
    `--base ${path} holds none of ${objectFileNames.join(", ")}. Name a folder that \`render\` wrote, or a file.`,
  );
}

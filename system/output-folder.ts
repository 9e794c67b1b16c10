import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  type Stats,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { Failure } from "./failure";
import { isRunning } from "./running-process";
import { isRecord, completeJson } from "./state-file";

/** The file that says what else in the folder was rendered; written last. */
const manifestFile = "manifest.json";

/** What a folder is called in which a process prepares files and keeps those it replaces. */
const staging = /^\.render-(?<pid>\d+)$/;

/** What a full or protected disk answers; every other error says by itself what is wrong with the path. */
const refusals = new Set(["ENOSPC", "EDQUOT", "EACCES", "EPERM", "EROFS"]);

/** Renames a file; tests interrupt it. */
export type Rename = (from: string, to: string) => void;

/**
 * Puts rendered files in the place of those that the folder's manifest lists. All are written beside first, and what they
 * replace is kept until the last one is in place: an interruption leaves the old files, or the next call restores them. Files
 * that the manifest does not list are not touched; one in the way ends the command.
 */
export function writeOutput(
  folder: string,
  files: ReadonlyMap<string, string>,
  rename: Rename = renameSync,
): void {
  try {
    restoreInterrupted(folder);
    const listed = listedFiles(folder);
    refuseForeign(folder, files, listed);
    const own = join(folder, `.render-${process.pid}`);
    try {
      stage(own, files);
      swap(folder, own, files, listed, rename);
    } catch (error) {
      if (existsSync(own)) restore(folder, own);
      throw error;
    }
    rmSync(own, { recursive: true });
  } catch (error) {
    const { code, path } = error as NodeJS.ErrnoException;
    if (error instanceof Failure || !refusals.has(code ?? "")) throw error;
    throw new Failure(
      `${path ?? folder} can't be written (${code}): make room or grant access, or pass another --out. The old files are kept.`,
    );
  }
}

/** What an earlier call rendered, by the manifest that it left: the files that it lists, each application's two files, and itself. */
function listedFiles(folder: string): ReadonlySet<string> {
  const found = completeJson(join(folder, manifestFile));
  if (!isRecord(found) || typeof found.definitionHash !== "string" || !Array.isArray(found.applications))
    return new Set();
  const listed = textsAt(found.files, "path").filter((path) => safePath.test(path));
  // Manifests of earlier releases list applications only.
  const files = textsAt(found.applications, "file").flatMap((file) => {
    const name = /^applications\/(?<name>[A-Za-z0-9][A-Za-z0-9_.-]*)\.yaml$/.exec(file)?.groups?.name;
    return name === undefined ? [] : [`applications/${name}.yaml`, `applications/${name}.cfg`];
  });
  return new Set([...listed, ...files, manifestFile]);
}

/** A file below the folder, at most one folder deep: whatever a manifest says, it leads nowhere else. */
const safePath = /^(?:[A-Za-z0-9][A-Za-z0-9_.-]*\/)?[A-Za-z0-9][A-Za-z0-9_.-]*$/;

/** The texts under a key in a list of records; empty if it is no such list. */
function textsAt(list: unknown, key: string): string[] {
  return (Array.isArray(list) ? list : []).flatMap((entry: unknown) => {
    const text = isRecord(entry) ? entry[key] : undefined;
    return typeof text === "string" ? [text] : [];
  });
}

function refuseForeign(
  folder: string,
  files: ReadonlyMap<string, string>,
  listed: ReadonlySet<string>,
): void {
  const folders = new Set([...files.keys()].map((path) => dirname(path)).filter((path) => path !== "."));
  const inTheWay =
    [...folders].find((path) => !(statOf(join(folder, path))?.isDirectory() ?? true)) ??
    [...files.keys()].find((path) => {
      const found = statOf(join(folder, path));
      return found !== undefined && (found.isDirectory() || !listed.has(path));
    });
  if (inTheWay === undefined) return;
  throw new Failure(
    `${join(folder, inTheWay)} was not written by render, as far as ${manifestFile} there tells: move it away, or pass another --out. ` +
      "Nothing was written.",
  );
}

/** Links are not followed: what one leads to is not the folder's. */
function statOf(file: string): Stats | undefined {
  return lstatSync(file, { throwIfNoEntry: false });
}

function stage(own: string, files: ReadonlyMap<string, string>): void {
  for (const [path, text] of files) {
    mkdirSync(dirname(join(own, "new", path)), { recursive: true });
    writeFileSync(join(own, "new", path), text, { flush: true });
  }
}

function swap(
  folder: string,
  own: string,
  files: ReadonlyMap<string, string>,
  listed: ReadonlySet<string>,
  rename: Rename,
): void {
  const there = (path: string) => statOf(join(folder, path)) !== undefined;
  const added = [...files.keys()].filter((path) => !there(path));
  writeFileSync(join(own, "added.json"), JSON.stringify(added), { flush: true });
  const replaced = new Set([...listed, ...files.keys()].filter(there));
  for (const path of replaced) {
    mkdirSync(dirname(join(own, "old", path)), { recursive: true });
    rename(join(folder, path), join(own, "old", path));
  }
  for (const path of [...files.keys()].filter((path) => path !== manifestFile).concat(manifestFile)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    rename(join(own, "new", path), join(folder, path));
  }
}

/** Restores what a call has replaced that was killed in the middle. */
function restoreInterrupted(folder: string): void {
  mkdirSync(folder, { recursive: true });
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const { name } = entry;
    const pid = Number(staging.exec(name)?.groups?.pid ?? Number.NaN);
    if (Number.isNaN(pid) || !entry.isDirectory()) continue;
    if (pid !== process.pid && isRunning(pid))
      throw new Failure(
        `Process ${pid} is writing to ${folder}: wait until it has ended, then run this again.`,
      );
    restore(folder, join(folder, name));
  }
}

function restore(folder: string, own: string): void {
  const added = completeJson(join(own, "added.json"));
  for (const path of Array.isArray(added) ? added : []) {
    if (typeof path !== "string" || !safePath.test(path)) continue;
    if (!existsSync(join(own, "new", path))) rmSync(join(folder, path), { force: true });
  }
  for (const path of filesIn(join(own, "old"))) renameSync(join(own, "old", path), join(folder, path));
  rmSync(own, { recursive: true, force: true });
}

function filesIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: "utf8" }).filter(
    (path) => !lstatSync(join(folder, path)).isDirectory(),
  );
}

import { copyFileSync, lstatSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Failure } from "../../system/failure";
import { lockIn } from "../lock";
import { backendFolder, checkpointOf, namesIn, type LocalState } from "../state";
import { compressionOf, damageOf, isRecord, completeJson, completeText } from "../../system/state-file";

/** Time after which a small file is assumed to be written, in milliseconds. */
const writing = 2_000;

/**
 * Removes what a run left in the folder of locks that was killed while it took its lock: Pulumi takes every file there
 * for a lock, reads it, and fails. A running process completes its file within moments, so a young one is looked at again.
 */
export async function removeUnfinishedLocks({ folders }: LocalState): Promise<void> {
  for (const name of namesIn(folders.locks)) {
    const file = join(folders.locks, name);
    while (isUnfinished(file)) {
      if (ageOf(file) > writing) {
        rmSync(file, { force: true });
        rmSync(`${file}.attrs`, { force: true });
      } else await sleep(100);
    }
  }
}

function isUnfinished(file: string): boolean {
  if (file.endsWith(".attrs")) return false;
  // Pulumi passes over folders, and what is in one is not a lock's.
  if (lstatSync(file, { throwIfNoEntry: false })?.isDirectory() ?? true) return false;
  return file.endsWith(".tmp") || lockIn(file) === undefined;
}

/** Milliseconds since a file was written; -1 if it is gone. */
function ageOf(file: string): number {
  const { mtimeMs } = lstatSync(file, { throwIfNoEntry: false }) ?? {};
  return mtimeMs === undefined ? -1 : Math.max(0, Date.now() - mtimeMs);
}

/**
 * Repairs the checkpoint's files; no other process may write them meanwhile. The engine writes beside and renames, so a
 * kill leaves at most an incomplete file of attributes, without which Pulumi reads the checkpoint just as well. A
 * machine that lost its power can leave the checkpoint itself empty: the newest complete copy takes its place. Returns
 * true if an older checkpoint was restored.
 */
export function repairCheckpoint(state: LocalState, report: (line: string) => void): boolean {
  const { stacks } = state.folders;
  const own = namesIn(stacks).filter((name) => name.startsWith(`${state.stack}.json`));
  for (const name of own) {
    const file = join(stacks, name);
    if (name.endsWith(".tmp")) rmSync(file);
    if (name.endsWith(".attrs") && !isComplete(file)) removeOrSetAside(file);
  }
  const { file } = state;
  if (file === undefined || checkpointOf(file)) return false;
  const copy = copiesOf(state, file).find((one) => checkpointOf(one));
  if (copy === undefined) {
    throw new Failure(
      `The state ${file} ${damageOf(file)}, and no backup of it is complete: put a copy of your own in its ` +
        "place. What runs is left as it is (docs/recovery.md, A state that is lost).",
    );
  }
  const damage = damageOf(file);
  renameSync(file, `${file}.broken`);
  rmSync(`${file}.attrs`, { force: true });
  // A backup can be compressed otherwise than the checkpoint was.
  const target = join(stacks, `${state.stack}.json${compressionOf(copy)}`);
  copyFileSync(copy, `${target}.tmp`);
  renameSync(`${target}.tmp`, target);
  report(`The state ${file} ${damage}: its last backup, ${copy}, takes its place.`);
  return true;
}

/** Keeps a folder, whose files this project has not written; Pulumi reads neither name. */
function removeOrSetAside(file: string): void {
  if (lstatSync(file).isDirectory()) renameSync(file, `${file}.broken`);
  else rmSync(file);
}

/** The copies that Pulumi keeps of a checkpoint, the newest first. */
function copiesOf({ folders }: LocalState, file: string): string[] {
  const kept = namesIn(folders.backups).filter((name) => /\.json(\.gz|\.zst)?$/.test(name));
  // Their names hold the time, in as many digits.
  const older = kept
    .sort()
    .reverse()
    .map((name) => join(folders.backups, name));
  const last = `${file}.bak`;
  return ageOf(last) === -1 ? older : [last, ...older];
}

/** Whether a file of attributes was written to its end; a missing one is as good. */
function isComplete(file: string): boolean {
  return ageOf(file) === -1 || isRecord(completeJson(file));
}

/**
 * Restores the file that says how a folder of states is laid out, without which Pulumi opens none of them. There is one
 * layout with such a file: a folder a project. Returns true if the file was restored.
 */
export function restoreLayoutVersion(
  backendUrl: string | undefined,
  report: (line: string) => void,
): boolean {
  const folder = backendFolder(backendUrl);
  if (folder === undefined) return false;
  const file = join(folder, ".pulumi", "meta.yaml");
  if (ageOf(file) === -1 || /^version: *\d+ *$/m.test(completeText(file) ?? "")) return false;
  const hasOlderLayout = namesIn(join(folder, ".pulumi", "stacks")).some((name) => /\.json(\.|$)/.test(name));
  if (hasOlderLayout) return false;
  const damage = damageOf(file);
  renameSync(file, `${file}.broken`);
  writeFileSync(file, "version: 1\n", { mode: 0o600 });
  report(`${file} ${damage}: it says "version: 1" again, as the folder is laid out.`);
  return true;
}

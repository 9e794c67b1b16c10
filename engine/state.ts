import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { Failure } from "../system/failure";
import { type Lock, lockIn } from "./lock";
import { announcedAgent } from "../system/announcement";
import { installation } from "../system/installation";
import { root } from "../system/project";
import { compressions, damageOf, isRecord, completeJson, completeText } from "../system/state-file";

/** A resource as the state keeps it; only what we read of it. */
export interface StateResource {
  readonly urn: string;
  readonly type: string;
  readonly id?: string;
  readonly inputs?: Record<string, unknown>;
  readonly outputs?: Readonly<Record<string, unknown>>;
  /** What went wrong after it was made, such as a container that did not become healthy. */
  readonly initErrors?: readonly string[];
  /** Whether it is to go, and a run ended before that. */
  readonly delete?: boolean;
  /** Whether it is gone, and a run ended before there was another. */
  readonly pendingReplacement?: boolean;
  /** True if a replacement was requested. */
  readonly taint?: boolean;
}

/** An operation that a run began and did not see end. */
export interface PendingOperation {
  readonly type: string;
  readonly resource: StateResource;
}

/** What is deployed, as far as the state knows. */
export interface StackState {
  readonly resources: readonly StateResource[];
  readonly pending: readonly PendingOperation[];
}

/** The last of the runs that a stack's history knows. */
export interface LastRun {
  /** Such as `update`, `refresh`, `destroy`. */
  readonly kind: string;
  /** Such as `succeeded`. */
  readonly result: string;
  /** The command line's flags without their dashes, such as `target`, which is left out if the run was limited to what its preview announced. */
  readonly flags: readonly string[];
  /** When it ended, in seconds since 1970; undefined if it did not. */
  readonly ended?: number;
  /** Whether the state is, byte for byte, as that run left it. */
  readonly untouchedSince: boolean;
}

/** Where a local backend keeps what belongs to one stack. */
export interface StateFolders {
  readonly locks: string;
  readonly stacks: string;
  readonly backups: string;
  readonly history: string;
}

/** A stack's state on a local backend, read as files: starting the CLI for it would cost every command half a second. */
export class LocalState {
  private constructor(
    readonly folders: StateFolders,
    readonly stack: string,
  ) {}

  /** Undefined where the backend is not local. */
  static at(backendUrl: string | undefined, project: string, stack: string): LocalState | undefined {
    const folder = backendFolder(backendUrl);
    if (folder === undefined) return undefined;
    const inside = (...parts: string[]) => join(folder, ".pulumi", ...parts);
    const folders = {
      locks: inside("locks", "organization", project, stack),
      stacks: inside("stacks", project),
      backups: inside("backups", project, stack),
      history: inside("history", project, stack),
    };
    return new LocalState(folders, stack);
  }

  /** The checkpoint; undefined where the stack does not exist. */
  get file(): string | undefined {
    const plain = join(this.folders.stacks, `${this.stack}.json`);
    return compressions.map((ending) => plain + ending).find((file) => existsSync(file));
  }

  /** Undefined where the stack does not exist. */
  read(): StackState | undefined {
    const { file } = this;
    if (file === undefined) return undefined;
    const state = checkpointOf(file);
    if (state) return state;
    throw new Failure(
      `The state ${file} can't be read: it ${damageOf(file)}. "./chatstack up --stack ${this.stack}" takes its last backup.`,
    );
  }

  /** The same for a command on many stacks, of which an interrupted one must not end the others. */
  tryRead(): StackState | "cut short" | undefined {
    try {
      return this.read();
    } catch (error) {
      if (error instanceof Failure) return "cut short";
      throw error;
    }
  }

  /** Those that were written to their end; of others Pulumi can't tell who holds them either. */
  locks(): Lock[] {
    return namesIn(this.folders.locks)
      .filter((name) => name.endsWith(".json"))
      .flatMap((name) => lockIn(join(this.folders.locks, name)) ?? []);
  }

  /** The newest run whose entry was written to its end; undefined if there is none. */
  lastRun(): LastRun | undefined {
    const folder = this.folders.history;
    // The engine's clock in nanoseconds, always as many digits.
    const runs = namesIn(folder)
      .flatMap((name) => /^(?<run>.+-\d+)\.history\.json(?:\.gz|\.zst)?$/.exec(name)?.groups?.run ?? [])
      .sort()
      .reverse();
    for (const run of runs) {
      const entry = historyEntry(join(folder, `${run}.history.json`));
      if (entry) return { ...entry, untouchedSince: this.isAsIn(join(folder, `${run}.checkpoint.json`)) };
    }
    return undefined;
  }

  /** Whether the checkpoint has the text of another file, each compressed or not. */
  private isAsIn(file: string): boolean {
    const text = this.file === undefined ? undefined : completeText(this.file);
    return text !== undefined && compressions.some((ending) => completeText(file + ending) === text);
  }
}

/** The folder that a backend's URL names; undefined if it names none. The set-up's own answer: it creates stacks by it. */
export function backendFolder(url: string | undefined): string | undefined {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const setup = require(join(installation, "setup", "backend-folder.js")) as {
    backendFolder(this: void, url: string | undefined, root: string): string | undefined;
  };
  return setup.backendFolder(url, root);
}

/** An entry of a stack's history; undefined if it was cut short. */
function historyEntry(file: string): Omit<LastRun, "untouchedSince"> | undefined {
  const found = compressions.map((ending) => completeJson(file + ending)).find(isRecord);
  if (!found) return undefined;
  const { kind, result, environment, endTime } = found;
  if (typeof result !== "string") return undefined;
  const flag = "pulumi.flag.";
  const variables = isRecord(environment) ? Object.entries(environment) : [];
  // Its preview had compared everything, and the program has checked that nothing was edited since.
  const isAnnounced = variables.some(([key, value]) => key === "exec.agent" && value === announcedAgent);
  const flags = variables.flatMap(([key]) => (key.startsWith(flag) ? key.slice(flag.length) : []));
  return {
    kind: typeof kind === "string" ? kind : "",
    result,
    flags: isAnnounced ? flags.filter((name) => name !== "target") : flags,
    ...(typeof endTime === "number" && endTime > 0 && { ended: endTime }),
  };
}

/** What the program gave as the stack's outputs. */
export function stackOutputs({
  resources,
}: Pick<StackState, "resources">): Readonly<Record<string, unknown>> {
  return resources.find(({ type }) => type === "pulumi:pulumi:Stack")?.outputs ?? {};
}

/** The newest version of a checkpoint file that is known (Pulumi 3.256.0, DeploymentSchemaVersionLatest). */
const newestVersion = 4;

/** What a checkpoint file holds; undefined if it is damaged, or is no checkpoint. Fails if a newer Pulumi has written it. */
export function checkpointOf(file: string): StackState | undefined {
  const found = completeJson(file);
  if (!isRecord(found) || !isRecord(found.checkpoint)) return undefined;
  const { version = newestVersion } = found;
  if (typeof version !== "number") return undefined;
  if (version > newestVersion) {
    throw new Failure(
      `The state ${file} is of version ${version}, and up to ${newestVersion} is known: use the Pulumi that wrote it, or put a backup in its place.`,
    );
  }
  const latest = found.checkpoint.latest ?? {};
  if (!isRecord(latest)) return undefined;
  const { resources = [], pending_operations: pending = [] } = latest;
  return areResources(resources) && arePending(pending) ? { resources, pending } : undefined;
}

function areResources(value: unknown): value is StateResource[] {
  return Array.isArray(value) && value.every(isResource);
}

function isResource(value: unknown): value is StateResource {
  return isRecord(value) && typeof value.urn === "string" && typeof value.type === "string";
}

function arePending(value: unknown): value is PendingOperation[] {
  return (
    Array.isArray(value) &&
    value.every((one) => isRecord(one) && typeof one.type === "string" && isResource(one.resource))
  );
}

/** What a folder holds; nothing if it does not exist. */
export function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
}

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { Failure } from "./failure";
import type { Lock } from "./lock";
import { root } from "./project";

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
  /** Whether somebody asked for it to be replaced. */
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
  /** The command line's flags without their dashes, such as `target`. */
  readonly flags: readonly string[];
  /** When it ended, in seconds since 1970; undefined where it did not. */
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
    return [plain, `${plain}.gz`].find((file) => existsSync(file));
  }

  /** Undefined where the stack does not exist. */
  read(): StackState | undefined {
    const { file } = this;
    if (file === undefined) return undefined;
    const state = checkpointOf(file);
    if (state) return state;
    throw new Failure(
      `The state ${file} can't be read: it was cut short while it was written. "./chatstack up --stack ${this.stack}" takes its last backup.`,
    );
  }

  locks(): Lock[] {
    return namesIn(this.folders.locks)
      .filter((name) => name.endsWith(".json"))
      .map((name) => {
        const file = join(this.folders.locks, name);
        return { file, ...(JSON.parse(readFileSync(file, "utf8")) as Omit<Lock, "file">) };
      });
  }

  /** Undefined where nothing was ever run to its end. */
  lastRun(): LastRun | undefined {
    const folder = this.folders.history;
    // The engine's clock in nanoseconds, always as many digits.
    const [last] = namesIn(folder)
      .flatMap((name) => /^(?<run>.+-\d+)\.history\.json(?:\.gz)?$/.exec(name)?.groups?.run ?? [])
      .sort()
      .reverse();
    if (last === undefined) return undefined;
    const text = textOf(join(folder, `${last}.history.json`)) ?? "{}";
    const { kind = "", result = "", environment = {}, endTime } = JSON.parse(text) as HistoryEntry;
    const flag = "pulumi.flag.";
    return {
      kind,
      result,
      flags: Object.keys(environment).flatMap((key) => (key.startsWith(flag) ? key.slice(flag.length) : [])),
      ...(endTime && { ended: endTime }),
      untouchedSince: textOf(join(folder, `${last}.checkpoint.json`)) === this.text(),
    };
  }

  private text(): string | undefined {
    return textOf(join(this.folders.stacks, `${this.stack}.json`));
  }
}

/** The set-up's own answer, which creates stacks by it: two would differ one day. */
function backendFolder(url: string | undefined): string | undefined {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const setup = require(join(root, "setup", "backend-folder.js")) as {
    backendFolder(this: void, url: string | undefined, root: string): string | undefined;
  };
  return setup.backendFolder(url, root);
}

interface HistoryEntry {
  readonly kind?: string;
  readonly result?: string;
  readonly endTime?: number;
  readonly environment?: Readonly<Record<string, string>>;
}

/** What the program gave as the stack's outputs. */
export function stackOutputs({
  resources,
}: Pick<StackState, "resources">): Readonly<Record<string, unknown>> {
  return resources.find(({ type }) => type === "pulumi:pulumi:Stack")?.outputs ?? {};
}

/** A file of the state, compressed or not; undefined where it is not there. */
function textOf(file: string): string | undefined {
  for (const read of [() => readFileSync(file), () => gunzipSync(readFileSync(`${file}.gz`))]) {
    try {
      return read().toString("utf8");
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    }
  }
  return undefined;
}

/** What a checkpoint file holds; undefined where it is not whole. */
export function checkpointOf(file: string): StackState | undefined {
  const found = parsed(file) as
    | {
        checkpoint?: { latest?: { resources?: StateResource[]; pending_operations?: PendingOperation[] } };
      }
    | undefined;
  if (found?.checkpoint === undefined) return undefined;
  const { latest } = found.checkpoint;
  return { resources: latest?.resources ?? [], pending: latest?.pending_operations ?? [] };
}

/** A JSON file, compressed or not; undefined where it is not whole. */
function parsed(file: string): unknown {
  const bytes = readFileSync(file);
  try {
    return JSON.parse((file.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString("utf8"));
  } catch {
    return undefined;
  }
}

/** What a folder holds; nothing where it is not there. */
export function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
}

import { readdirSync, readFileSync, rmSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { isRunning } from "./running-process";

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

/** Who holds a stack's lock. */
export interface Lock {
  readonly file: string;
  readonly pid: number;
  readonly username: string;
  readonly hostname: string;
  readonly timestamp: string;
}

/** A stack's state on a local backend, read as files: starting the CLI for it would cost every command half a second. */
export class LocalState {
  private constructor(
    private readonly folder: string,
    private readonly project: string,
    private readonly stack: string,
  ) {}

  /** Undefined where the backend is not local. */
  static at(backendUrl: string | undefined, project: string, stack: string): LocalState | undefined {
    if (!backendUrl?.startsWith("file://")) return undefined;
    const path = backendUrl.slice("file://".length).replace(/^~/, process.env.HOME ?? "~");
    return new LocalState(join(path, ".pulumi"), project, stack);
  }

  /** Undefined where the stack does not exist. */
  read(): StackState | undefined {
    const text = this.text();
    if (text === undefined) return undefined;
    const parsed = JSON.parse(text) as {
      checkpoint?: { latest?: { resources?: StateResource[]; pending_operations?: PendingOperation[] } };
    };
    const latest = parsed.checkpoint?.latest;
    return { resources: latest?.resources ?? [], pending: latest?.pending_operations ?? [] };
  }

  locks(): Lock[] {
    const folder = join(this.folder, "locks", "organization", this.project, this.stack);
    return namesIn(folder)
      .filter((name) => name.endsWith(".json"))
      .map((name) => {
        const file = join(folder, name);
        return { file, ...(JSON.parse(readFileSync(file, "utf8")) as Omit<Lock, "file">) };
      });
  }

  /** Undefined where nothing was ever run to its end. */
  lastRun(): LastRun | undefined {
    const folder = join(this.folder, "history", this.project, this.stack);
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
    return textOf(join(this.folder, "stacks", this.project, `${this.stack}.json`));
  }
}

interface HistoryEntry {
  readonly kind?: string;
  readonly result?: string;
  readonly endTime?: number;
  readonly environment?: Readonly<Record<string, string>>;
}

/** What the program gave as the stack's outputs. */
export function stackOutputs({ resources }: StackState): Readonly<Record<string, unknown>> {
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

/** The names in a folder; none where it is not there. */
function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
}

/** Whether the process that took a lock is gone for sure: on this host, and not running. */
export function isStale(lock: Lock): boolean {
  return lock.hostname === hostname() && !isRunning(lock.pid);
}

/** Removes a lock whose owner is gone. */
export function release(lock: Lock): void {
  rmSync(lock.file, { force: true });
}

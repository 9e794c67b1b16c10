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
    try {
      return readdirSync(folder)
        .filter((name) => name.endsWith(".json"))
        .map((name) => {
          const file = join(folder, name);
          return { file, ...(JSON.parse(readFileSync(file, "utf8")) as Omit<Lock, "file">) };
        });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
      throw error;
    }
  }

  private text(): string | undefined {
    const file = join(this.folder, "stacks", this.project, `${this.stack}.json`);
    for (const read of [() => readFileSync(file), () => gunzipSync(readFileSync(`${file}.gz`))]) {
      try {
        return read().toString("utf8");
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
      }
    }
    return undefined;
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

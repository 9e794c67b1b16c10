import { existsSync, mkdirSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { BulkOperation } from "./job";
import { Failure } from "../../system/failure";
import { damageOf, isRecord, completeJson } from "../../system/state-file";
import { isSettled, type Status, statuses } from "./outcome";

/** What a bulk run has come to, written down after each tenant: a run that is killed can be gone on with. */
interface Written {
  readonly version: 1;
  readonly operation: BulkOperation;
  readonly force: boolean;
  readonly tenants: Record<string, Status>;
}

/** The journal of the last bulk run of an operation, in the project's `out` folder. */
export class Journal {
  private constructor(
    private readonly file: string,
    private readonly written: Written,
  ) {}

  /** Begins a run: no tenant has been started. */
  static begin(root: string, operation: BulkOperation, force: boolean, stacks: readonly string[]): Journal {
    const notStarted: Status = "not started";
    const tenants = Object.fromEntries(stacks.map((stack) => [stack, notStarted]));
    const journal = new Journal(fileOf(root, operation), { version: 1, operation, force, tenants });
    journal.write();
    return journal;
  }

  note(stack: string, status: Status): void {
    this.written.tenants[stack] = status;
    this.write();
  }

  /** Complete at any moment: it may be read after a power cut. */
  private write(): void {
    mkdirSync(dirname(this.file), { recursive: true });
    writeFileSync(`${this.file}.new`, `${JSON.stringify(this.written, null, 2)}\n`);
    renameSync(`${this.file}.new`, this.file);
  }
}

/** The tenants that the last run of an operation did not settle; undefined if there was no run. */
export function unsettled(
  root: string,
  operation: BulkOperation,
): { stacks: string[]; force: boolean } | undefined {
  const file = fileOf(root, operation);
  const found = completeJson(file);
  if (found === undefined && !existsSync(file)) return undefined;
  const { tenants, force } = writtenIn(found) ?? unreadable(file, operation, found);
  const stacks = Object.entries(tenants).flatMap(([stack, status]) => (isSettled({ status }) ? [] : [stack]));
  return { stacks, force };
}

function writtenIn(found: unknown): Pick<Written, "tenants" | "force"> | undefined {
  if (!isRecord(found) || found.version !== 1 || !isRecord(found.tenants)) return undefined;
  const known: readonly unknown[] = statuses;
  const areKnown = Object.values(found.tenants).every((status) => known.includes(status));
  return areKnown
    ? { tenants: found.tenants as Record<string, Status>, force: found.force === true }
    : undefined;
}

function unreadable(file: string, operation: BulkOperation, found: unknown): never {
  const damage = found === undefined ? damageOf(file) : "is not one that this release has written";
  throw new Failure(
    `The journal ${file} ${damage}: name the tenants, or pass --all` +
      `${operation === "up" ? ", which leaves those alone that are as declared" : ""}.`,
  );
}

const fileOf = (root: string, operation: BulkOperation) => join(root, "out", "tenants", `${operation}.json`);

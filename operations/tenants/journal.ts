import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { FleetOperation } from "./job";
import { isSettled, type Status } from "./outcome";

/** What a fleet run has come to, written down after each tenant: a run that is killed can be gone on with. */
interface Written {
  readonly version: 1;
  readonly operation: FleetOperation;
  readonly force: boolean;
  readonly tenants: Record<string, Status>;
}

/** The journal of the last fleet run of an operation, in the project's `out` folder. */
export class Journal {
  private constructor(
    private readonly file: string,
    private readonly written: Written,
  ) {}

  /** Begins a run: nobody has been started. */
  static begin(root: string, operation: FleetOperation, force: boolean, stacks: readonly string[]): Journal {
    const nobodyYet: Status = "not started";
    const tenants = Object.fromEntries(stacks.map((stack) => [stack, nobodyYet]));
    const journal = new Journal(fileOf(root, operation), { version: 1, operation, force, tenants });
    journal.write();
    return journal;
  }

  note(stack: string, status: Status): void {
    this.written.tenants[stack] = status;
    this.write();
  }

  /** Whole at any moment: whoever reads it may come after a power cut. */
  private write(): void {
    mkdirSync(dirname(this.file), { recursive: true });
    writeFileSync(`${this.file}.new`, `${JSON.stringify(this.written, null, 2)}\n`);
    renameSync(`${this.file}.new`, this.file);
  }
}

/** The tenants that the last run of an operation did not settle; undefined where there was none. */
export function unsettled(
  root: string,
  operation: FleetOperation,
): { stacks: string[]; force: boolean } | undefined {
  try {
    const { tenants, force } = JSON.parse(readFileSync(fileOf(root, operation), "utf8")) as Written;
    const stacks = Object.entries(tenants).flatMap(([stack, status]) =>
      isSettled({ status }) ? [] : [stack],
    );
    return { stacks, force };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

const fileOf = (root: string, operation: FleetOperation) => join(root, "out", "tenants", `${operation}.json`);

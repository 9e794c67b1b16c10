import type { Changes } from "../../engine/inline-run";
import type { BulkOperation } from "./job";

/** What can become of a tenant in a bulk run. */
export const statuses = [
  /** It went well. */
  "done",
  /** It is as declared, and nothing was started. */
  "skipped",
  /** It did not go well; of `verify`: there are findings. */
  "failed",
  /** Its definition has errors, and nothing was started. */
  "not valid",
  /** It was under way when the run was ended. */
  "stopped",
  /** The run ended before its turn. */
  "not started",
] as const;

/** What became of a tenant in a bulk run. */
export type Status = (typeof statuses)[number];

/** One tenant's part of a bulk run. */
export interface Outcome {
  readonly stack: string;
  readonly status: Status;
  /** Why; of a tenant that was started and went well, why it was started. */
  readonly reason: string;
  readonly seconds: number;
  readonly changes: Changes;
  /** The log's path from the project's folder; null if it was not started. */
  readonly log: string | null;
}

/** The result of a bulk run, as `--json` prints it. */
export interface BulkRunResult {
  readonly version: 1;
  readonly operation: BulkOperation;
  readonly seconds: number;
  /** Whether it was ended before its end: by a signal, or after too many failures. */
  readonly ended: "complete" | "interrupted" | "too many failures";
  readonly tenants: readonly Outcome[];
}

/** Whether a tenant needs no second run. */
export const isSettled = ({ status }: Pick<Outcome, "status">): boolean =>
  status === "done" || status === "skipped";

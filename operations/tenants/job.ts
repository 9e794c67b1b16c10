import type { Changes } from "../../engine/inline-run";

/** What is done with many tenants. */
export type BulkOperation = "up" | "preview" | "destroy" | "verify";

/** A tenant that is to be started, or is not. */
export interface Planned {
  readonly stack: string;
  /** Why it is started, or why it is not. */
  readonly reason: string;
  /** The outcome without a start; undefined if it is started. */
  readonly settled?: "skipped" | "not valid";
  /** Those that have to end well before it is started, as far as they are started at all. */
  readonly after?: readonly string[];
}

/** One operation about one tenant, as a worker is given it. */
export interface Job {
  readonly operation: BulkOperation;
  readonly stack: string;
  /** Why it is started, such as `the definition changed`. */
  readonly reason: string;
}

/** How a job ended. */
export interface JobResult {
  readonly status: "done" | "failed" | "stopped";
  /** What went wrong, in words for the operator; of `verify`, what was found. */
  readonly reason?: string;
  readonly changes?: Changes;
}

/** The message to a worker. */
export type Order = { readonly kind: "run"; readonly job: Job } | { readonly kind: "stop" };

/** What a worker tells. */
export type Report =
  | { readonly kind: "log"; readonly text: string }
  | { readonly kind: "progress"; readonly text: string }
  | { readonly kind: "result"; readonly result: JobResult };

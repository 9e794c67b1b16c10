import type { WorkerPool } from "./worker-pool";
import type { BulkOperation, Planned } from "./job";
import type { BulkRunResult, Outcome } from "./outcome";
import { Queue } from "./queue";

/** Observes the progress of a bulk run. */
export interface BulkRunObserver {
  started(stack: string, reason: string): void;
  progress(stack: string, text: string): void;
  ended(outcome: Outcome): void;
}

/** What a bulk run is to do. */
export interface BulkRunPlan {
  readonly operation: BulkOperation;
  readonly tenants: readonly Planned[];
  /** Most that are under way at once. */
  readonly parallel: number;
  /** After this number of failures no further tenant is started; 0: no limit. */
  readonly maxFailures: number;
  /** Opens a tenant's log, empty. */
  readonly openLog: (stack: string) => { readonly file: string; write(text: string): void; close(): void };
  readonly observer: BulkRunObserver;
  /** Ends the run: no further tenant is started, and running ones end as on Ctrl-C. */
  readonly signal: AbortSignal;
}

/** Takes tenants through one operation, some at a time; what one of them does or suffers touches no other. */
export async function runBulk(plan: BulkRunPlan, workers: WorkerPool): Promise<BulkRunResult> {
  const began = Date.now();
  const { signal, observer } = plan;
  const outcomes = new Map<string, Outcome>();
  const settle = (outcome: Outcome) => {
    outcomes.set(outcome.stack, outcome);
    observer.ended(outcome);
  };
  for (const { stack, reason, settled } of plan.tenants) {
    if (settled) settle({ stack, status: settled, reason, ...untouched });
  }
  const queue = new Queue(plan.tenants.filter(({ settled }) => !settled));
  let failures = 0;
  const tooMany = () => plan.maxFailures > 0 && failures >= plan.maxFailures;
  const stop = () => {
    workers.stop();
    queue.close();
  };
  signal.addEventListener("abort", stop);
  const worker = async () => {
    for (;;) {
      const next = signal.aborted || tooMany() ? undefined : await queue.next();
      if (!next) return;
      const outcome = await runTenant(plan, workers, next);
      if (outcome.status === "failed") failures += 1;
      if (tooMany()) queue.close();
      settle(outcome);
      for (const { stack } of queue.ended(next.stack, outcome.status === "done")) {
        const reason = `${next.stack}, which has to end well first, ${outcome.status}`;
        settle({ stack, status: "not started", reason, ...untouched });
      }
    }
  };
  try {
    await Promise.all(Array.from({ length: Math.max(1, plan.parallel) }, worker));
  } finally {
    signal.removeEventListener("abort", stop);
    workers.end();
  }
  const waiting = queue.left();
  const ended = signal.aborted ? "interrupted" : waiting.length > 0 ? "too many failures" : "complete";
  for (const { stack } of waiting) settle({ stack, status: "not started", reason: ended, ...untouched });
  const tenants = plan.tenants.flatMap(({ stack }) => outcomes.get(stack) ?? []);
  return { version: 1, operation: plan.operation, seconds: (Date.now() - began) / 1000, ended, tenants };
}

const untouched = { seconds: 0, changes: {}, log: null };

async function runTenant(
  { operation, openLog, observer }: BulkRunPlan,
  workers: WorkerPool,
  { stack, reason }: Planned,
): Promise<Outcome> {
  const began = Date.now();
  observer.started(stack, reason);
  const log = openLog(stack);
  try {
    const output = {
      log: (text: string) => log.write(text),
      progress: (text: string) => observer.progress(stack, text),
    };
    const result = await workers.perform({ operation, stack, reason }, output);
    return {
      ...{ stack, status: result.status, reason: result.reason ?? reason, changes: result.changes ?? {} },
      ...{ seconds: (Date.now() - began) / 1000, log: log.file },
    };
  } finally {
    log.close();
  }
}

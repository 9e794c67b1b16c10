/*
 * Which run of the tests or benchmarks made an object of the daemon. Stack names can't say it: a test may deploy a stack
 * that is called like the operator's (docs/adr/0026).
 */

/** The label that every Docker object of a run carries. */
export const runLabel = "genesys-chat.run";

/** Names the run for the processes of the runner; jest's set-up sets it before it starts its workers. */
const inheritedBy = "GENESYS_CHAT_TEST_RUN";

/** A run's id: the process that started it, and when, in milliseconds since the epoch. */
const runForm = /^(?<pid>\d+)-(?<began>\d+)$/;

/** The id of this run: the runner's, or this process's where no runner set one (a benchmark). */
export const runId = (process.env[inheritedBy] ??= `${process.pid}-${Date.now()}`);

/** The filter that selects this run's objects. */
export const ofThisRun = ["--filter", `label=${runLabel}=${runId}`];

/** Longer than any run takes: a process of the same number may be another machine's. */
const hour = 3_600_000;

/** Whether a run has ended without removing its objects; false for an id that no test runner writes. */
export function isAbandoned(id: string, now = Date.now()): boolean {
  const { pid, began } = runForm.exec(id)?.groups ?? {};
  return pid !== undefined && now - Number(began) > hour && !isRunning(Number(pid));
}

/** Stack names of tests, which no operator's stack has: `t<pid><model><number>`. */
const testStack = /^t\d+[a-z][a-z0-9-]*$/;

/** Refuses a stack whose containers, networks and volumes would be called like an operator's. */
export function requireTestStack(stack: string): void {
  if (testStack.test(stack)) return;
  throw new Error(
    `A test that reaches the daemon can't have a stack "${stack}": an operator's may be called so. ` +
      "Call it t<pid><name>, or make the project copy with `noDaemon`.",
  );
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

import { stackProgram } from "../../components/stack-program";
import { hasErrors } from "../../model/problem";
import { problemLines } from "../../render";
import { preparePreflight } from "../up";
import { recordBeforeDestroy, removeLeftovers } from "../../operations/destroy";
import { Failure } from "../../system/failure";
import { requireNoLoss } from "../../operations/change/losses";
import { DaemonSnapshot } from "../../docker/snapshot";
import { project } from "../../system/project";
import { pulumiEnvironment, pulumiSentence } from "../../engine/pulumi";
import { requireServed } from "../../operations/health/served-customers";
import { ensureStacks } from "../../operations/sharing";
import { LocalState, type StackState } from "../../engine/state";
import { exportedState } from "../../engine/exported-state";
import { previewText } from "../../operations/report/previewed-stack";
import { findingSummary, verificationText } from "../../operations/verify/finding-text";
import { verify } from "../../operations/verify/verification";
import { Engine, type EngineResult, type Repair } from "../../engine/inline-run";
import type { Deployment } from "../../model/deployment";
import type { Changes } from "../../engine/inline-run";
import type { Job, JobResult, Order, Report } from "../../operations/tenants/job";

/*
 * A process that does one job after the other for a bulk run, which holds its other end: bin/cli/tenants/worker.js. Whatever
 * happens to it happens to the one tenant that it is about.
 */
const send = (report: Report): void => void (process.connected && process.send?.(report));
const log = (text: string): void => send({ kind: "log", text });

// What the commands' own functions say belongs into the tenant's log, in the order in which it is said.
const redirected = (text: string | Uint8Array): boolean => {
  log(typeof text === "string" ? text : Buffer.from(text).toString("utf8"));
  return true;
};
process.stdout.write = redirected;
process.stderr.write = redirected;

let stopping = new AbortController();
let engine: Promise<Engine> | undefined;

async function perform({ operation, stack, reason }: Job): Promise<JobResult> {
  engine ??= Engine.make(stackProgram);
  const made = await engine;
  if (operation === "destroy") return destroy(made, stack);
  const resolution = made.folder.resolve(stack);
  const { deployment, problems } = resolution;
  log(problemLines(problems.filter(({ severity }) => severity !== "advice")));
  if (!deployment || hasErrors(problems)) throw new Failure("the definition has errors");
  if (operation === "verify") return verified(deployment, stack);
  await ensureStacks(stack, deployment);
  made.takeSalt(stack);
  if (operation === "preview") {
    const result = await run(made, "preview", stack);
    const state = result.failed ? undefined : await deployedState(stack);
    log(
      state
        ? previewText({ stack, resolution, state, preview: { steps: result.steps }, reason })
        : `${result.said}\n`,
    );
    return resultOf(result);
  }
  send({ kind: "progress", text: "looking for obstacles" });
  const { repair, known, state } = await preparePreflight(deployment, stack, new DaemonSnapshot());
  if (known) requireNoLoss(deployment, known, stack);
  const result = resultOf(await run(made, "up", stack, repair));
  if (result.status === "done" && hasChanged(result.changes)) {
    send({ kind: "progress", text: "holding a conversation, or asking every connection" });
    await requireServed({ deployment, stack, state, report: (line) => log(`${line}\n`) });
  }
  return result;
}

function hasChanged(changes: Changes = {}): boolean {
  return Object.entries(changes).some(([what, count]) => what !== "same" && count > 0);
}

async function destroy(made: Engine, stack: string): Promise<JobResult> {
  const logLine = (line: string) => log(`${line}\n`);
  const record = await recordBeforeDestroy(stack, logLine);
  const result = resultOf(await run(made, "destroy", stack));
  if (result.status === "done") await removeLeftovers(stack, record, logLine);
  return result;
}

async function verified(deployment: Deployment, stack: string): Promise<JobResult> {
  const state = await stateOf(stack);
  const reportLine = (line: string) => {
    log(`${line}\n`);
    send({ kind: "progress", text: line });
  };
  const found = await verify({ deployment, stack, report: reportLine, ...(state && { state }) });
  log(verificationText(found));
  return found.findings.length === 0
    ? { status: "done" }
    : { status: "failed", reason: findingSummary(found.findings) };
}

async function stateOf(stack: string): Promise<LocalState | undefined> {
  return LocalState.at((await pulumiEnvironment(stack)).PULUMI_BACKEND_URL, project, stack);
}

/** What is deployed; the engine exports a state that is not in a folder of this machine. */
async function deployedState(stack: string): Promise<StackState> {
  const local = await stateOf(stack);
  return local ? (local.read() ?? { resources: [], pending: [] }) : exportedState(stack);
}

function run(
  made: Engine,
  operation: "up" | "preview" | "destroy",
  stack: string,
  repair: Repair = {},
): Promise<EngineResult> {
  if (stopping.signal.aborted) throw new Failure("it was not begun");
  const output = {
    output: log,
    progress: (text: string) => send({ kind: "progress", text }),
    signal: stopping.signal,
  };
  return made.run(operation, stack, output, repair);
}

function resultOf({ failed, changes, errors, said }: EngineResult): JobResult {
  if (!failed) return { status: "done", changes };
  if (stopping.signal.aborted) return { status: "stopped", reason: "it was ended in the middle", changes };
  const [first] = errors;
  const reason = pulumiSentence(said) ?? first ?? lastLine(said);
  return { status: "failed", reason, changes };
}

function lastLine(text: string): string {
  return (
    text
      .split("\n")
      .map((line) => line.trim())
      .filter(Boolean)
      .at(-1) ?? "the engine ended without a word"
  );
}

async function work(job: Job): Promise<JobResult> {
  try {
    return await perform(job);
  } catch (error) {
    if (stopping.signal.aborted) return { status: "stopped", reason: "it was stopped before it began" };
    // A failure of set-up is for operators as well; only a defect of this code shows its stack.
    const reason = error instanceof Error ? error.message : String(error);
    if (!(error instanceof Failure)) log(`${error instanceof Error ? error.stack : reason}\n`);
    return { status: "failed", reason };
  }
}

// With this listener, no other one ends this process; a command that runs a child process, such as a recovery, has one that
// passes the signal on.
process.on("SIGTERM", () => stopping.abort());
const stop = () => void process.emit("SIGTERM", "SIGTERM");

let current: Promise<void> = Promise.resolve();
process.on("message", (order: Order) => {
  if (order.kind === "stop") return stop();
  stopping = new AbortController();
  current = work(order.job).then((result) => send({ kind: "result", result }));
});
// The parent process is gone: the current job ends as on Ctrl-C, and the worker waits for no other.
process.on("disconnect", () => {
  stop();
  void current.finally(() => process.exit());
});

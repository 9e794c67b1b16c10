import { type ChildProcess, fork } from "node:child_process";
import type { Job, JobResult, Order, Report } from "./job";

/** Told what a job says while it runs. */
export interface JobOutput {
  readonly log: (text: string) => void;
  readonly progress: (text: string) => void;
}

/** Who does the jobs of a bulk run; a test has its own. */
export interface WorkerPool {
  /** Does a job to its end, whatever that is; as many at once as are asked for. */
  perform(job: Job, output: JobOutput): Promise<JobResult>;
  /** Ends what is under way, as one Ctrl-C does. */
  stop(): void;
  /** Lets all go. */
  end(): void;
}

/**
 * Worker processes, each with one job at a time: what one tenant's program, engine or memory does wrong reaches no other tenant. They are
 * started as they are needed, and taken again.
 */
export class WorkerProcesses implements WorkerPool {
  private readonly idle: ChildProcess[] = [];
  private readonly busy = new Set<ChildProcess>();

  constructor(
    /** The compiled program of a worker process. */
    private readonly program: string,
    private readonly environment: NodeJS.ProcessEnv,
  ) {}

  perform(job: Job, output: JobOutput): Promise<JobResult> {
    const worker = this.idle.pop() ?? this.start();
    this.busy.add(worker);
    return new Promise<JobResult>((resolve) => {
      const onOutput = (data: Buffer) => output.log(data.toString("utf8"));
      const finish = (result: JobResult, again: boolean) => {
        worker.off("message", onReport).off("exit", onExit).off("error", onError);
        worker.stdout?.off("data", onOutput);
        worker.stderr?.off("data", onOutput);
        this.busy.delete(worker);
        if (again) this.idle.push(worker);
        resolve(result);
      };
      const onReport = (report: Report) => {
        if (report.kind === "result") finish(report.result, true);
        else if (report.kind === "log") output.log(report.text);
        else output.progress(report.text);
      };
      const onExit = (code: number | null, signal: NodeJS.Signals | null) =>
        finish({ status: "failed", reason: `its worker process ended (${signal ?? `code ${code}`})` }, false);
      const onError = (error: Error) =>
        finish({ status: "failed", reason: `its worker process can't be used: ${error.message}` }, false);
      worker.on("message", onReport).on("exit", onExit).on("error", onError);
      worker.stdout?.on("data", onOutput);
      worker.stderr?.on("data", onOutput);
      order(worker, { kind: "run", job });
    });
  }

  stop(): void {
    for (const worker of this.busy) order(worker, { kind: "stop" });
  }

  end(): void {
    for (const worker of [...this.idle, ...this.busy]) if (worker.connected) worker.disconnect();
  }

  private start(): ChildProcess {
    const worker = fork(this.program, [], {
      env: this.environment,
      stdio: ["ignore", "pipe", "pipe", "ipc"],
      // A terminal's Ctrl-C goes to all in its group: the engine would get it beside the one that we send, and drop everything.
      detached: true,
    });
    worker.on("exit", () => {
      const at = this.idle.indexOf(worker);
      if (at >= 0) this.idle.splice(at, 1);
    });
    return worker;
  }
}

function order(worker: ChildProcess, message: Order): void {
  if (worker.connected) worker.send(message);
}

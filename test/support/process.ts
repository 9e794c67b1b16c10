import { type ChildProcess, spawn } from "node:child_process";

/** How a program ended, and all it said. */
export interface Run {
  /** Null where a signal ended it. */
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly seconds: number;
}

export interface RunOptions {
  readonly cwd: string;
  readonly env?: NodeJS.ProcessEnv;
  /** After this the program and all it started are killed; default 180. */
  readonly timeoutSeconds?: number;
}

/** A program that is under way. */
export interface Running {
  readonly pid: number;
  readonly ended: Promise<Run>;
  /** What it said so far, stdout and stderr as they came. */
  said(): string;
  /** To the program alone, as an operator's `kill` has it. */
  signal(signal: NodeJS.Signals): void;
  /** To the program and everything that it started, as a terminal's Ctrl-C or a machine's power button has it. */
  signalAll(signal: NodeJS.Signals): void;
}

/** Starts a program in a process group of its own, so that nothing of it can outlive a test. */
export function start(program: string, args: readonly string[], options: RunOptions): Running {
  const began = process.hrtime.bigint();
  const child = spawn(program, args, {
    cwd: options.cwd,
    env: options.env ?? process.env,
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
  const said = { stdout: "", stderr: "", both: "" };
  for (const name of ["stdout", "stderr"] as const) {
    child[name].setEncoding("utf8").on("data", (text: string) => {
      said[name] += text;
      said.both += text;
    });
  }
  const timer = setTimeout(() => killGroup(child, "SIGKILL"), (options.timeoutSeconds ?? 180) * 1000);
  const ended = new Promise<Run>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code, signal) => {
      const seconds = Number(process.hrtime.bigint() - began) / 1e9;
      resolve({ code, signal, stdout: said.stdout, stderr: said.stderr, seconds });
    });
  }).finally(() => clearTimeout(timer));
  return {
    pid: child.pid ?? 0,
    ended,
    said: () => said.both,
    signal: (signal) => void child.kill(signal),
    signalAll: (signal) => killGroup(child, signal),
  };
}

/** Runs a program to its end. */
export function run(program: string, args: readonly string[], options: RunOptions): Promise<Run> {
  return start(program, args, options).ended;
}

/** Runs a program that must succeed, and returns its output. */
export async function output(program: string, args: readonly string[], options: RunOptions): Promise<string> {
  const { code, stdout, stderr } = await run(program, args, options);
  if (code === 0) return stdout;
  throw new Error(`${program} ${args.join(" ")} ended with ${code}:\n${stdout}${stderr}`);
}

function killGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

import { execFile } from "node:child_process";

/** What a program answered. */
export interface QueryResult {
  /** Null if it did not end in time. */
  readonly code: number | null;
  readonly stdout: Buffer;
  readonly stderr: string;
}

/** The most that an answer may have; hundreds of containers have less. */
const maxBuffer = 64 * 1024 * 1024;

/** Asks the Docker client; whatever the daemon does, there is an end to it. */
export function query(args: readonly string[], seconds: number): Promise<QueryResult> {
  return new Promise((resolve, reject) => {
    const options = {
      timeout: seconds * 1000,
      killSignal: "SIGKILL",
      maxBuffer,
      encoding: "buffer",
      env: process.env,
    } as const;
    execFile("docker", args, options, (error, stdout, stderr) => {
      // Such as ENOENT, where there is no Docker client.
      if (error && typeof error.code === "string") return reject(new Error(error.message));
      const code = error === null ? 0 : error.killed ? null : Number(error.code ?? 1);
      resolve({ code, stdout, stderr: stderr.toString("utf8") });
    });
  });
}

/** Lets only so many run at a time: each question is a process here and one in a container. */
export class ConcurrencyLimiter {
  private running = 0;
  private readonly waiting: (() => void)[] = [];

  constructor(private readonly width: number) {}

  async take<T>(work: () => Promise<T>): Promise<T> {
    // A finished task hands its place to a waiting one, so no later task can take it.
    if (this.running >= this.width) await new Promise<void>((resolve) => this.waiting.push(resolve));
    else this.running += 1;
    try {
      return await work();
    } finally {
      const next = this.waiting.shift();
      if (next) next();
      else this.running -= 1;
    }
  }
}

import { type ChildProcess, execFile, spawn } from "node:child_process";
import { capture, type CommandResult } from "../system/command";

/*
 * The one place that runs the Docker client. It is asked with the variables of this process; `where` puts words before all others
 * that name another daemon, such as `--context`.
 */

/** What a question to the Docker client got for an answer. */
export interface QueryResult {
  /** Null if it did not end in time. */
  readonly code: number | null;
  readonly stdout: Buffer;
  readonly stderr: string;
}

/** The most that an answer may have, in bytes; hundreds of containers have less. */
const maxBuffer = 64 * 1024 * 1024;

/** Runs the Docker client and keeps what it prints; ends with it, however long that takes. */
export function dockerCommand(args: readonly string[]): Promise<CommandResult> {
  return capture("docker", args);
}

/** Asks the Docker client; ends after `seconds`, whatever the daemon does. Rejects where there is no client. */
export function query(
  args: readonly string[],
  seconds: number,
  where: readonly string[] = [],
): Promise<QueryResult> {
  return new Promise((resolve, reject) => {
    const options = {
      timeout: seconds * 1000,
      killSignal: "SIGKILL",
      maxBuffer,
      encoding: "buffer",
      env: process.env,
    } as const;
    execFile("docker", [...where, ...args], options, (error, stdout, stderr) => {
      // Such as ENOENT, where there is no Docker client.
      if (error && typeof error.code === "string") return reject(new Error(error.message));
      const code = error === null ? 0 : error.killed ? null : Number(error.code ?? 1);
      resolve({ code, stdout, stderr: stderr.toString("utf8") });
    });
  });
}

/** The lines that the Docker client answers within 20 s. Rejects if it fails. */
export async function queryLines(args: readonly string[], where: readonly string[] = []): Promise<string[]> {
  const { code, stdout, stderr } = await query(args, 20, where);
  if (code !== 0) throw new Error(`docker ${args.join(" ")}: ${stderr.trim() || "no answer"}`);
  return stdout.toString("utf8").split("\n").filter(Boolean);
}

/** A Docker client that runs until it is ended, with its standard input and output for the caller. */
export type DockerSession = ChildProcess & {
  readonly stdin: NonNullable<ChildProcess["stdin"]>;
  readonly stdout: NonNullable<ChildProcess["stdout"]>;
};

/** Starts a Docker client in a process group of its own, which no Ctrl-C of the terminal reaches. */
export function dockerSession(args: readonly string[]): DockerSession {
  return spawn("docker", args, { stdio: ["pipe", "pipe", "ignore"], detached: true });
}

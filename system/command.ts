import { spawn, type SpawnOptions } from "node:child_process";
import { closeSync, openSync } from "node:fs";

/** How a program ended. */
export interface CommandResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program and keeps what it prints. */
export function capture(program: string, args: readonly string[], env = process.env): Promise<CommandResult> {
  return run(program, args, { env, stdio: ["ignore", "pipe", "pipe"] });
}

/** The same with a text for its standard input, where a list of processes shows no secret. */
export function captureWithInput(
  program: string,
  args: readonly string[],
  input: string,
  env = process.env,
): Promise<CommandResult> {
  return run(program, args, { env, stdio: ["pipe", "pipe", "pipe"] }, undefined, input);
}

/** Runs a program on this terminal, passing on the signals that end this process, and returns its exit code. */
export async function runInherit(
  program: string,
  args: readonly string[],
  env = process.env,
): Promise<number> {
  return (await run(program, args, { env, stdio: "inherit" })).code;
}

/**
 * Runs a program on this terminal too, but keeps its errors, for the caller to say in better words or to pass on. Output
 * that goes elsewhere passes through this process: a reader that goes away (`| head -1`, Ctrl-C of a `| tee`) must not end
 * the program in the middle of a change.
 */
export function runInheritKeepingErrors(
  program: string,
  args: readonly string[],
  env = process.env,
): Promise<CommandResult> {
  const output = process.stdout.isTTY ? "inherit" : "pipe";
  return run(program, args, { env, stdio: ["inherit", output, "pipe"] }, (text) =>
    process.stdout.write(text),
  );
}

/**
 * Runs a program that must not be interrupted, detached from this terminal: no Ctrl-C reaches it, and it continues if this process is
 * killed. Its output is therefore written to a file. Returns its exit code.
 */
export function runDetached(
  program: string,
  args: readonly string[],
  file: string,
  env = process.env,
): Promise<number> {
  const output = openSync(file, "w");
  const child = spawn(program, args, { env, detached: true, stdio: ["ignore", output, output] });
  closeSync(output);
  return new Promise((resolve, reject) => {
    child.on("error", reject).on("close", (code) => resolve(code ?? 137));
  });
}

function run(
  program: string,
  args: readonly string[],
  options: SpawnOptions,
  pass?: (text: string) => void,
  input?: string,
): Promise<CommandResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, options);
    // A terminal's Ctrl-C reaches the child by itself; a second one would make pulumi drop everything at once.
    const onTerminate = () => child.kill("SIGINT");
    const onInterrupt = () => undefined;
    process.on("SIGTERM", onTerminate);
    process.on("SIGHUP", onTerminate);
    process.on("SIGINT", onInterrupt);
    const output = { stdout: "", stderr: "" };
    child.stdout?.setEncoding("utf8").on("data", (text: string) => {
      if (pass) pass(text);
      else output.stdout += text;
    });
    child.stderr?.setEncoding("utf8").on("data", (text: string) => (output.stderr += text));
    // A program that ends without reading it says why by its exit code.
    if (input !== undefined) child.stdin?.on("error", () => undefined).end(input);
    const done = () => {
      process.off("SIGTERM", onTerminate);
      process.off("SIGHUP", onTerminate);
      process.off("SIGINT", onInterrupt);
    };
    child.on("error", (error) => {
      done();
      reject(error);
    });
    child.on("close", (code, signal) => {
      done();
      resolve({ code: code ?? (signal === "SIGINT" ? 130 : 137), ...output });
    });
  });
}

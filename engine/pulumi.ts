import { statSync } from "node:fs";
import { join } from "node:path";
import { moveVariable } from "../docker/daemon-record";
import {
  capture,
  captureWithInput,
  type CommandResult,
  runInheritKeepingErrors,
  runDetached,
} from "../system/command";
import { announcedVariable } from "../system/announcement";
import { Failure } from "../system/failure";
import { heldSentenceIn } from "./lock";
import { installation } from "../system/installation";
import { root } from "../system/project";
import { backendFolder } from "./state";
import { programModule, setVariables } from "./program";
import { restoreLayoutVersion } from "./recovery/state-files";

/** What the machine's set-up found for Pulumi: PATH, PULUMI_HOME, backend and passphrase file. */
export interface Setup {
  pulumiEnvironment(root: string): Promise<Record<string, string>>;
  ensureStack(root: string, stack: string): Promise<void>;
}

/** The set-up's own code is plain JavaScript outside the build, since it has to run before there is one. */
export function setup(): Setup {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  return require(join(installation, "setup", "environment.js")) as Setup;
}

/** The variable by which a run of pulumi, and all that it starts, names the command of this project that started it. */
export const runVariable = "GENESYS_CHAT_COMMAND";

/**
 * The number of resources that a destroy removes at once. The provider waits two seconds after it has removed a volume or network, and the
 * engine's own number depends on the processors: 8 on two of them, fewer than a stack's volumes.
 */
export const removedAtOnce = 64;

/** The files that hold the stacks' passphrases. */
export interface Passphrases {
  passphraseFile(stack: string, env: NodeJS.ProcessEnv): string;
  passphraseVariables(stack: string, env: NodeJS.ProcessEnv): Record<string, string | undefined>;
  ensurePassphraseFile(stack: string, env: NodeJS.ProcessEnv): { file: string; made: boolean };
}

export function passphrases(): Passphrases {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  return require(join(installation, "setup", "passphrase.js")) as Passphrases;
}

let environment: NodeJS.ProcessEnv | undefined;

/** The environment that Pulumi runs in; about a stack that has a passphrase of its own, with that. */
export async function pulumiEnvironment(stack?: string): Promise<NodeJS.ProcessEnv> {
  environment ??= await preparedEnvironment();
  const told = [moveVariable, announcedVariable].filter((name) => process.env[name] !== undefined);
  return {
    ...environment,
    ...Object.fromEntries(told.map((name) => [name, process.env[name]])),
    ...(stack !== undefined && passphrases().passphraseVariables(stack, process.env)),
  };
}

async function preparedEnvironment(): Promise<NodeJS.ProcessEnv> {
  const prepared: NodeJS.ProcessEnv = { ...process.env, ...(await setup().pulumiEnvironment(root)) };
  requireFolder(prepared.PULUMI_BACKEND_URL);
  restoreLayoutVersion(prepared.PULUMI_BACKEND_URL, (line) => void process.stderr.write(`${line}\n`));
  return prepared;
}

/** Refuses a folder of states that is missing: read as an empty one, it would say that nothing is deployed. */
function requireFolder(url: string | undefined): void {
  const folder = backendFolder(url);
  if (folder === undefined || statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return;
  throw new Failure(
    `The stacks can't be read: Pulumi can't use the backend of PULUMI_BACKEND_URL (${folder} is no folder). Set it to a folder that ` +
      "exists and is writable (file:///PATH), or to a remote backend with its credentials. Nothing was changed.",
  );
}

/** The stack that a command line is about. */
function stackOf(args: readonly string[]): string | undefined {
  const at = args.indexOf("--stack");
  return at < 0 ? undefined : args[at + 1];
}

/** The commands of pulumi that run the program. */
const programRuns: ReadonlySet<string | undefined> = new Set(["up", "preview"]);

/** Runs pulumi with the program in this process, if the command runs a program that can be run here. */
async function withOwnProgram(
  args: readonly string[],
  environment: NodeJS.ProcessEnv,
  run: (words: readonly string[]) => Promise<CommandResult>,
): Promise<CommandResult> {
  const stack = stackOf(args);
  const module = stack !== undefined && programRuns.has(args[0]) ? programModule() : undefined;
  if (stack === undefined || module === undefined) return run(args);
  // The program reads them as it would in a process that pulumi starts.
  setVariables(environment);
  // The SDK is loaded by the commands that need it.
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const { withProgram } = require("./program-server") as typeof import("./program-server");
  return withProgram(module, stack, (words) => run([...args, ...words]));
}

/** Runs pulumi on this terminal. What it says of an operator's usual mistake is said once, in our words. */
export async function pulumi(...args: string[]): Promise<number> {
  const environment = { ...(await pulumiEnvironment(stackOf(args))), [runVariable]: String(process.pid) };
  const { code, stderr } = await withOwnProgram(args, environment, (words) =>
    runInheritKeepingErrors("pulumi", ["--cwd", root, ...words], environment),
  );
  const sentence = code === 0 ? undefined : pulumiSentence(stderr);
  if (sentence !== undefined) throw new Failure(`${sentence}\nNothing was changed.`);
  process.stderr.write(stderr);
  return code;
}

/** Runs pulumi where failing is an answer. */
export async function pulumiRun(...args: string[]): Promise<CommandResult> {
  const environment = await pulumiEnvironment(stackOf(args));
  return withOwnProgram(args, environment, (words) =>
    capture("pulumi", ["--cwd", root, ...words], environment),
  );
}

/** Runs pulumi to its end, whatever happens to this process; what it says goes into a file. */
export async function pulumiApart(file: string, ...args: string[]): Promise<number> {
  return runDetached("pulumi", ["--cwd", root, ...args], file, await pulumiEnvironment(stackOf(args)));
}

/** Runs pulumi and returns its output; throws its error message. */
export async function pulumiOutput(...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await pulumiRun(...args);
  if (code === 0) return stdout;
  const said = errorsIn(stdout) ?? (stderr || stdout).trim();
  throw new Failure(pulumiSentence(stderr) ?? `pulumi ${args.join(" ")} failed:\n${said}`);
}

/** Runs pulumi in another folder than the project's, about a stack that is being made there. */
export async function pulumiIn(folder: string, stack: string, ...args: string[]): Promise<CommandResult> {
  return capture("pulumi", ["--cwd", folder, ...args, "--non-interactive"], await pulumiEnvironment(stack));
}

/** Encrypts a value into a stack's file; it goes to pulumi by standard input, where no list of processes shows it. */
export async function setSecretConfig(stack: string, key: string, value: string): Promise<CommandResult> {
  const args = ["config", "set", "--secret", "--stack", stack, "--non-interactive", key];
  return captureWithInput("pulumi", ["--cwd", root, ...args], value, await pulumiEnvironment(stack));
}

/** The errors of a document that `--json` has asked for: the rest of it is no help. */
function errorsIn(stdout: string): string | undefined {
  try {
    const { diagnostics = [] } = JSON.parse(stdout) as {
      diagnostics?: { message: string; severity: string }[];
    };
    const errors = diagnostics.filter(({ severity }) => severity === "error");
    return errors.length > 0 ? errors.map(({ message }) => message.trim()).join("\n") : undefined;
  } catch {
    return undefined;
  }
}

/** The sentence for what operators meet most; undefined for everything else. */
export function pulumiSentence(stderr: string): string | undefined {
  if (/incorrect passphrase/.test(stderr)) {
    return (
      "The passphrase is not the one this stack's secrets are sealed with: dev and acme take the repository's " +
      "lab.passphrase (unset PULUMI_CONFIG_PASSPHRASE and PULUMI_CONFIG_PASSPHRASE_FILE); a tenant's own is a file (docs/tenants.md)."
    );
  }
  return heldSentenceIn(stderr);
}

import { tmpdir } from "node:os";
import { output, run, type Run } from "./process";

/** Runs the Docker client; fails with what it said. */
export function docker(...args: string[]): Promise<string> {
  return output("docker", args, { cwd: tmpdir() });
}

/** Runs the Docker client where failing is an answer. */
export function dockerRun(...args: string[]): Promise<Run> {
  return run("docker", args, { cwd: tmpdir() });
}

/** What of a stack is on the daemon, by full ids and names, sorted. */
export interface StackObjects {
  readonly containers: readonly string[];
  readonly networks: readonly string[];
  readonly volumes: readonly string[];
}

/** A container as `docker inspect` tells of it; only what the tests read. */
export interface Inspected {
  readonly Id: string;
  readonly Name: string;
  readonly RestartCount: number;
  readonly Config: { readonly Labels: Readonly<Record<string, string>>; readonly Image: string };
  readonly State: {
    readonly Status: string;
    readonly Pid: number;
    readonly Health?: { readonly Status: string };
  };
  readonly NetworkSettings: { readonly Networks: Readonly<Record<string, { readonly IPAddress: string }>> };
}

const lines = (text: string) => text.split("\n").filter(Boolean).sort();

const labelled = (stack: string) => [
  "--filter",
  "label=genesys-chat.project=genesys-chat",
  "--filter",
  `label=genesys-chat.stack=${stack}`,
];

/** Everything that carries a stack's labels. */
export async function stackObjects(stack: string): Promise<StackObjects> {
  const [containers, networks, volumes] = await Promise.all([
    docker("ps", "--all", "--quiet", "--no-trunc", ...labelled(stack)),
    docker("network", "ls", "--quiet", "--no-trunc", ...labelled(stack)),
    docker("volume", "ls", "--quiet", ...labelled(stack)),
  ]);
  return { containers: lines(containers), networks: lines(networks), volumes: lines(volumes) };
}

/** A stack's containers with all that the daemon knows of them. */
export async function inspectContainers(stack: string): Promise<Inspected[]> {
  const { containers } = await stackObjects(stack);
  if (containers.length === 0) return [];
  return JSON.parse(await docker("inspect", ...containers)) as Inspected[];
}

/** Container ids by container name: equal before and after exactly when no container was replaced. */
export async function containerIds(stack: string): Promise<Record<string, string>> {
  const all = await inspectContainers(stack);
  return Object.fromEntries(all.map(({ Id, Name }) => [Name.slice(1), Id]).sort());
}

/** The ids of the processes' containers; carriers are replaced whenever a file changes, and are no process. */
export async function processIds(stack: string): Promise<Record<string, string>> {
  const ids = Object.entries(await containerIds(stack));
  return Object.fromEntries(ids.filter(([name]) => !name.endsWith("_carrier")));
}

/** Removes what carries a stack's labels, whatever state it is in; other stacks are never touched. */
export async function removeStackObjects(...stacks: readonly string[]): Promise<void> {
  // Of all of them first: containers of one may be in a network of another.
  for (const { containers } of await Promise.all(stacks.map(stackObjects)))
    if (containers.length > 0) await dockerRun("rm", "--force", "--volumes", ...containers);
  for (const { networks, volumes } of await Promise.all(stacks.map(stackObjects))) {
    if (networks.length > 0) await dockerRun("network", "rm", ...networks);
    if (volumes.length > 0) await dockerRun("volume", "rm", ...volumes);
  }
}

/** Test stacks are named for the process that made them: `t<pid><model><number>`. */
const testStack = /^t(?<pid>\d+)[a-z]+\d*$/;

/** Longer than any run of the tests takes. */
const hour = 3_600_000;

/** Removes what runs of the tests left behind that were killed themselves; those that may be under way are left alone. */
export async function reapLeftovers(): Promise<void> {
  const format = '{{.Label "genesys-chat.stack"}}\t{{.CreatedAt}}';
  const { code, stdout } = await dockerRun(
    "ps",
    "--all",
    "--filter",
    "label=genesys-chat.stack",
    "--format",
    format,
  );
  // Where there is no daemon, nothing was left on it; the tests that need one will say so.
  if (code !== 0) return;
  const abandoned = lines(stdout).flatMap((line) => {
    const [stack = "", created = ""] = line.split("\t");
    const pid = testStack.exec(stack)?.groups?.pid;
    // Such as `2026-11-22 19:49:09 +0000 UTC`; the zone's name would confuse the parser.
    const age = Date.now() - Date.parse(created.replace(/ [A-Z]+$/, ""));
    return pid !== undefined && age > hour && !isRunning(Number(pid)) ? [stack] : [];
  });
  await removeStackObjects(...new Set(abandoned));
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

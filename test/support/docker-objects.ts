import { docker, dockerRun } from "./docker-client";
import { isAbandoned, ofThisRun, runId, runLabel } from "./test-run";

export { docker, dockerRun };

/** What of a stack is on the daemon, by full ids and names, sorted. */
export interface StackObjects {
  readonly containers: readonly string[];
  readonly networks: readonly string[];
  readonly volumes: readonly string[];
}

/** A container in the output of `docker inspect`; only what the tests read. */
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

/** The labels of objects, an entry for each. */
export async function labelsOf(
  kind: "container" | "network" | "volume",
  objects: readonly string[],
): Promise<Record<string, string>[]> {
  if (objects.length === 0) return [];
  const format = kind === "container" ? "{{json .Config.Labels}}" : "{{json .Labels}}";
  return lines(await docker(kind, "inspect", "--format", format, ...objects)).map(
    (line) => JSON.parse(line) as Record<string, string>,
  );
}

/** A stack's containers with all that the daemon knows of them. */
export async function inspectContainers(stack: string): Promise<Inspected[]> {
  const containers = lines(await docker("ps", "--all", "--quiet", "--no-trunc", ...labelled(stack)));
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

/** Removes what this run made of these stacks, whatever state it is in; what another run or an operator made stays. */
export async function removeStackObjects(...stacks: readonly string[]): Promise<void> {
  await removeLabelled(stacks.map((stack) => [...labelled(stack), ...ofThisRun]));
}

/** Removes all that a run made; default this run. */
export async function removeRun(id = runId): Promise<void> {
  await removeLabelled([["--filter", `label=${runLabel}=${id}`]]);
}

/** Removes what earlier runs left behind that were killed themselves; those that may be under way are left alone. */
export async function reapLeftovers(): Promise<void> {
  const format = `{{.Label "${runLabel}"}}`;
  const filter = ["--filter", `label=${runLabel}`, "--format", format];
  const lists = [
    ["ps", "--all"],
    ["network", "ls"],
    ["volume", "ls"],
  ];
  const found = await Promise.all(lists.map((list) => dockerRun(...list, ...filter)));
  const runs = new Set(found.flatMap(({ stdout }) => lines(stdout)));
  for (const run of [...runs].filter((id) => isAbandoned(id))) await removeRun(run);
}

/** Removes what carries all labels of one of the selections. Without a daemon nothing was made; tests that need one will say so. */
async function removeLabelled(selections: readonly (readonly string[])[]): Promise<void> {
  const listed = async (...list: string[]) => {
    const found = await Promise.all(selections.map((filters) => dockerRun(...list, ...filters)));
    return [...new Set(found.flatMap(({ stdout }) => lines(stdout)))];
  };
  // All containers first: one of a stack may be in a network of another.
  const containers = await listed("ps", "--all", "--quiet", "--no-trunc");
  if (containers.length > 0) await dockerRun("rm", "--force", "--volumes", ...containers);
  const networks = await listed("network", "ls", "--quiet", "--no-trunc");
  if (networks.length > 0) await dockerRun("network", "rm", ...networks);
  const volumes = await listed("volume", "ls", "--quiet");
  if (volumes.length > 0) await dockerRun("volume", "rm", ...volumes);
}

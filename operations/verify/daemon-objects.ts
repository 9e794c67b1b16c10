import { dockerSentence, jsonLine, label } from "../../docker/client";
import { Failure } from "../../system/failure";
import { containerNames, type Declared } from "./declared";
import type { ContainerFact, Facts, NetworkFact } from "./facts";
import { query } from "../../docker/command";

/** Seconds that the daemon may take for a list. */
const patience = 10;

/** What the daemon has of a stack: a list and one look at the objects of each kind. */
export async function daemonObjects(
  project: string,
  declared: Declared,
): Promise<Pick<Facts, "containers" | "volumes" | "ownVolumes" | "networks" | "images">> {
  const own = { project, stack: declared.stack };
  const [containers, volumes, networks, images] = await Promise.all([
    containersOf(own, new Set(containerNames(declared))),
    volumesOf(own),
    networksOf(own, new Set(declared.networks.map(({ name }) => name))),
    imagesOf([...new Set(declared.applications.map(({ image }) => image))]),
  ]);
  return { containers, ...volumes, networks, images };
}

interface Owner {
  readonly project: string;
  readonly stack: string;
}

/** A line of a list: what it is called, and whose its labels say it is. */
interface Listed {
  readonly name: string;
  readonly own: boolean;
}

async function list(owner: Owner, ...args: string[]): Promise<Listed[]> {
  const name = args[0] === "ps" ? ".Names" : ".Name";
  const format = jsonLine({ name, project: label("project"), stack: label("stack") });
  const text = await lookUp(...args, "--format", format);
  return text
    .split("\n")
    .filter(Boolean)
    .map((line) => {
      const {
        name: called,
        project,
        stack,
      } = JSON.parse(line) as Record<"name" | "project" | "stack", string>;
      return { name: called, own: project === owner.project && stack === owner.stack };
    });
}

async function containersOf(owner: Owner, names: ReadonlySet<string>): Promise<Map<string, ContainerFact>> {
  const wanted = (await list(owner, "ps", "--all")).filter(({ name, own }) => own || names.has(name));
  const found = await inspect<InspectedContainer>("container", wanted);
  return new Map(found.map(containerFact).map((fact) => [fact.name, fact]));
}

async function volumesOf(owner: Owner): Promise<{ volumes: Set<string>; ownVolumes: string[] }> {
  const all = await list(owner, "volume", "ls");
  return {
    volumes: new Set(all.map(({ name }) => name)),
    ownVolumes: all.filter(({ own }) => own).map(({ name }) => name),
  };
}

async function networksOf(owner: Owner, names: ReadonlySet<string>): Promise<Map<string, NetworkFact>> {
  const wanted = (await list(owner, "network", "ls")).filter(({ name, own }) => own || names.has(name));
  const found = await inspect<InspectedNetwork>("network", wanted);
  return new Map(
    found.map(({ Id, Name, IPAM }) => [
      Name,
      { id: Id, name: Name, subnets: (IPAM.Config ?? []).flatMap(({ Subnet }) => Subnet ?? []) },
    ]),
  );
}

async function imagesOf(references: readonly string[]): Promise<Map<string, string>> {
  const found = await inspect<InspectedImage>(
    "image",
    references.map((name) => ({ name, own: false })),
  );
  return new Map(
    references.flatMap((reference): [string, string][] => {
      const known = [reference, `${reference}:latest`];
      const image = found.find(({ RepoTags, RepoDigests }) =>
        [...(RepoTags ?? []), ...(RepoDigests ?? [])].some((name) => known.includes(name)),
      );
      return image ? [[reference, image.Id]] : [];
    }),
  );
}

/** What is gone since it was listed is left out, as what was never there. */
async function inspect<T>(kind: string, listed: readonly Listed[]): Promise<T[]> {
  if (listed.length === 0) return [];
  const { code, stdout, stderr } = await query(
    [kind, "inspect", ...listed.map(({ name }) => name)],
    patience,
  );
  if (code === null || (code !== 0 && dockerSentence(stderr) !== undefined)) throw silent(stderr);
  return JSON.parse(stdout.toString("utf8") || "[]") as T[];
}

async function lookUp(...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await query(args, patience);
  if (code === 0) return stdout.toString("utf8");
  throw silent(stderr);
}

function silent(stderr: string): Failure {
  const said =
    dockerSentence(stderr) ?? (stderr.trim() || `The Docker daemon gave no answer within ${patience} s.`);
  return new Failure(`${said}\nNothing could be compared.`);
}

function containerFact({
  Id,
  Name,
  Image,
  Config,
  State,
  NetworkSettings,
}: InspectedContainer): ContainerFact {
  const last = State.Health?.Log?.at(-1)?.Output.trim();
  return {
    id: Id,
    name: Name.slice(1),
    labels: Config.Labels ?? {},
    image: Config.Image,
    imageId: Image,
    status: State.Status,
    exitCode: State.ExitCode,
    outOfMemory: State.OOMKilled,
    ...(State.Health && State.Health.Status !== "none" && { health: State.Health.Status }),
    ...(last && { healthReason: reasonOf(last) }),
    networks: Object.fromEntries(
      Object.entries(NetworkSettings.Networks).map(([network, { Aliases }]) => [network, Aliases ?? []]),
    ),
  };
}

/** A simulated process reports its reason as `{"reason": …}`; of any other output only the first line is printed. */
function reasonOf(output: string): string {
  try {
    return (JSON.parse(output) as { reason?: string }).reason ?? output;
  } catch {
    return output.split("\n")[0] ?? output;
  }
}

interface InspectedContainer {
  readonly Id: string;
  readonly Name: string;
  readonly Image: string;
  readonly Config: { readonly Image: string; readonly Labels: Record<string, string> | null };
  readonly State: {
    readonly Status: string;
    readonly ExitCode: number;
    readonly OOMKilled: boolean;
    readonly Health?: { readonly Status: string; readonly Log: readonly { Output: string }[] | null };
  };
  readonly NetworkSettings: { readonly Networks: Record<string, { readonly Aliases: string[] | null }> };
}

interface InspectedNetwork {
  readonly Id: string;
  readonly Name: string;
  readonly IPAM: { readonly Config: readonly { readonly Subnet?: string }[] | null };
}

interface InspectedImage {
  readonly Id: string;
  readonly RepoTags: readonly string[] | null;
  readonly RepoDigests: readonly string[] | null;
}

import { ofStack } from "../../docker/client";
import type { InspectedContainer } from "../../docker/inspected-container";
import { DaemonSnapshot, type ListedObject } from "../../docker/snapshot";
import { Failure } from "../../system/failure";
import { containerNames, type Declared } from "./declared";
import type { ContainerFact, Facts, NetworkFact } from "./facts";

type Objects = Pick<Facts, "containers" | "volumes" | "ownVolumes" | "networks" | "images">;

/** Seconds that the daemon may take for one answer of a snapshot that is made for a comparison. */
const patienceSeconds = 10;

/** The daemon's objects of a stack: those with its labels, and those with a name that it declares. */
export async function daemonObjects(
  project: string,
  declared: Declared,
  daemon = new DaemonSnapshot(patienceSeconds),
): Promise<Objects> {
  const isOwn = (one: ListedObject) => one.project === project && one.stack === declared.stack;
  try {
    const [containers, volumes, networks, images] = await Promise.all([
      containersOf(daemon, project, declared),
      daemon.volumes(),
      networksOf(daemon, isOwn, declared),
      daemon.imageIds(declared.applications.map(({ image }) => image)),
    ]);
    return {
      ...{ containers, networks, images },
      volumes: new Set(volumes.map(({ name }) => name)),
      ownVolumes: volumes.filter(isOwn).map(({ name }) => name),
    };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    throw new Failure(`${error.message}\nNothing could be compared.`);
  }
}

async function containersOf(
  daemon: DaemonSnapshot,
  project: string,
  declared: Declared,
): Promise<Map<string, ContainerFact>> {
  const all = await daemon.containers();
  const names = new Set(containerNames(declared));
  const own = new Set(ofStack(all, project, declared.stack));
  const wanted = all.filter((container) => own.has(container) || names.has(container.name));
  const found = await daemon.containerDetails(wanted.map(({ id }) => id));
  return new Map([...found.values()].map(containerFact).map((fact) => [fact.name, fact]));
}

async function networksOf(
  daemon: DaemonSnapshot,
  isOwn: (network: ListedObject) => boolean,
  { networks }: Declared,
): Promise<Map<string, NetworkFact>> {
  const names = new Set(networks.map(({ name }) => name));
  const wanted = (await daemon.networks()).filter((network) => isOwn(network) || names.has(network.name));
  const found = await daemon.networkDetails(wanted.map(({ id }) => id));
  return new Map([...found.values()].map(({ id, name, subnets }) => [name, { id, name, subnets }]));
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

import type { Deployment } from "../../model/deployment";
import { objectNames } from "../../docker/names";
import { simulatorImage } from "../../system/simulator-image";
import { listenerOn, missingImageSentence } from "../../docker/host";
import { findHostConflicts, type HostNetwork } from "../../docker/host-conflicts";
import type { DaemonSnapshot } from "../../docker/snapshot";
import { ofStack, type ContainerSummary } from "../../docker/client";
import { foreignSentence } from "../../engine/recovery/foreign-objects";
import type { StackState, StateResource } from "../../engine/state";
import { containerType } from "./preview-steps";

/** What the daemon has, as far as `up` asks for it. */
export interface DaemonView {
  readonly containers: readonly ContainerSummary[];
  readonly networks: readonly HostNetwork[];
  /** A sentence for each image that is not there. */
  readonly missingImages: readonly string[];
}

/** Reads what `up` compares with, all of it at once. */
export async function daemonView(daemon: DaemonSnapshot): Promise<DaemonView> {
  const image = simulatorImage();
  const [containers, networks, images] = await Promise.all([
    daemon.containers(),
    daemon.networks().then((all) => daemon.networkDetails(all.map(({ id }) => id))),
    daemon.imageIds([image]),
  ]);
  return {
    ...{ containers, networks: [...networks.values()] },
    // Carriers always use the simulator's image, so it must exist.
    missingImages: images.has(image) ? [] : [missingImageSentence(image)],
  };
}

/** The obstacles to `up`, one sentence each, found before anything is created. */
export async function obstacles(
  deployment: Deployment,
  { containers: all, networks, missingImages }: DaemonView,
  project: string,
  stack: string,
  state: StackState | "elsewhere" | undefined,
  backendUrl?: string,
): Promise<string[]> {
  const own = ofStack(all, project, stack);
  return [
    ...strangers(deployment, all, own, project, stack),
    ...(state === "elsewhere" ? [] : unknownToState(own, stack, state, backendUrl)),
    ...(await findHostConflicts(deployment, objectNames(project, stack), {
      containers: all.filter(isUp),
      networks,
      program: listenerOn,
    })),
    // Its processes get no files, so nothing is made from the simulator's image.
    ...(deployment.configurationServer ? [] : missingImages),
  ];
}

/** Containers with the stack's names but without its labels: another owner's, which are never touched. */
function strangers(
  deployment: Deployment,
  all: readonly ContainerSummary[],
  own: readonly ContainerSummary[],
  project: string,
  stack: string,
): string[] {
  const names = objectNames(project, stack);
  const wanted = deployment.applications.flatMap(({ serverInfo: { host } }) => [
    names.container(host),
    names.carrier(host),
    names.filesCarrier(host),
  ]);
  return all
    .filter((container) => wanted.includes(container.name) && !own.includes(container))
    .map(
      ({ name }) =>
        `A container that is not ours has the name ${name}: rename or remove it ("docker rename ${name} NEW").`,
    );
}

/** Containers with the stack's labels that this state did not create: another checkout's or another state's. Its own, the recovery has removed. */
function unknownToState(
  own: readonly ContainerSummary[],
  stack: string,
  state: StackState | undefined,
  backendUrl: string | undefined,
): string[] {
  const known = new Set(state?.resources.map(({ id }) => id) ?? []);
  const unknown = own.filter(({ id }) => !known.has(id)).map(({ name }) => name);
  return unknown.length === 0 ? [] : [foreignSentence(unknown, stack, backendUrl)];
}

/**
 * What the state has and the daemon has no more, or has stopped, a name each: a plain `pulumi up` compares with the state only,
 * and would call a stack up to date that has lost a container.
 */
export function missingContainers(state: StackState, all: readonly ContainerSummary[]): string[] {
  const byId = new Map(all.map((container) => [container.id, container]));
  return state.resources
    .filter(({ type, id }) => type === containerType && id !== undefined)
    .filter(({ id, inputs }) => {
      const container = byId.get(id!);
      // A carrier is never started.
      return inputs?.start === false ? container === undefined : container === undefined || !isUp(container);
    })
    .map(({ inputs }) => String(inputs?.name));
}

/**
 * The running containers that are out of one of their networks, which only an operator can have done. The provider reads no network back, so a
 * refresh finds nothing, and only a replacement repairs them. If the network itself is gone, the engine creates it again first.
 */
export function disconnectedContainers(
  state: StackState,
  { containers, networks }: Pick<DaemonView, "containers" | "networks">,
): StateResource[] {
  const byId = new Map(containers.map((container) => [container.id, container]));
  const existing = new Set(networks.map(({ name }) => name));
  return state.resources.filter(({ type, id = "", inputs = {} }) => {
    const found = byId.get(id);
    // A carrier is in no network.
    if (type !== containerType || inputs.start === false || !found || !isUp(found)) return false;
    const joined = new Set((found.networks ?? "").split(","));
    const stated = (inputs.networksAdvanced ?? []) as readonly { readonly name?: unknown }[];
    return stated.some(({ name }) => existing.has(String(name)) && !joined.has(String(name)));
  });
}

/**
 * The processes' containers that an earlier run created and did not finish, since it or the daemon was killed: the provider would
 * start them as they are. Some can't be started (containerd still has the task of the killed daemon), others start in Docker's
 * default network, in which the provider creates every container, and where no process finds another.
 */
export function unfinishedContainers(
  state: StackState,
  all: readonly ContainerSummary[],
): ContainerSummary[] {
  const processes = state.resources.filter(
    ({ type, inputs }) => type === containerType && inputs?.start !== false,
  );
  const ids = new Set(processes.map(({ id }) => id));
  return all.filter(
    (container) =>
      ids.has(container.id) && (container.state === "created" || container.networks === defaultNetwork),
  );
}

/** The network of a container that no network was chosen for. */
const defaultNetwork = "bridge";

function isUp({ state }: ContainerSummary): boolean {
  return ["running", "restarting", "paused"].includes(state);
}

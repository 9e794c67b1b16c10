import type { Application, Deployment, NetworkPlan } from "../model/deployment";
import { clash, type HostPort } from "../model/rules/publication";
import { overlap, parseSubnet } from "../model/subnet";
import type { ObjectNames } from "./names";

/** A running container in the output of `docker ps`. */
export interface HostContainer {
  readonly name: string;
  /** Such as `127.0.0.1:8080->8080/tcp`. */
  readonly ports: string;
}

/** A network of a Docker host. */
export interface HostNetwork {
  readonly name: string;
  readonly subnets: readonly string[];
  /** The names of the running containers in it. */
  readonly members: readonly string[];
  /** Whether packets to other machines get the host's address. */
  readonly masquerade: boolean;
}

/** The bridge driver's option by which a network does not masquerade. */
export const masqueradeOption = "com.docker.network.bridge.enable_ip_masquerade";

/** A shared network as it is declared: what is in it must not have a way out that the stack's own network closes. */
export function sharedNetworkPlan(shared: NetworkPlan, { masquerade }: NetworkPlan): NetworkPlan {
  return { subnet: shared.subnet, ...(masquerade === false && { masquerade }) };
}

/** What a Docker host has given away already. */
export interface HostView {
  readonly containers: readonly HostContainer[];
  readonly networks: readonly HostNetwork[];
  /** The program other than a container that listens on a port; undefined if none does, or if that is unknown. */
  program(this: void, hostPort: HostPort): Promise<string | undefined>;
}

/**
 * The host conflicts of a deployment, one sentence each. They must be found before anything
 * is changed: the old container or network goes before the new one comes, and would be gone for nothing.
 */
export async function findHostConflicts(
  deployment: Deployment,
  names: ObjectNames,
  host: HostView,
): Promise<string[]> {
  const ports = deployment.applications.flatMap((application) =>
    application.ports.flatMap(({ id, publish, address }) =>
      publish === undefined ? [] : takenPort(application, id, { port: publish, address }, names, host),
    ),
  );
  return [
    ...(await Promise.all(ports)).flat(),
    ...takenSubnet(deployment.network.subnet, names.network, "/network/subnet", host),
    ...(deployment.sharedNetwork
      ? takenSubnet(deployment.sharedNetwork.subnet, names.sharedNetwork, "/sharedNetwork/subnet", host)
      : []),
    ...heldNetwork(deployment, names, host),
  ];
}

async function takenPort(
  { name, serverInfo }: Application,
  id: string,
  wanted: HostPort,
  names: ObjectNames,
  host: HostView,
): Promise<string[]> {
  const holders = host.containers.filter(({ ports }) =>
    published(ports).some((other) => clash(other, wanted)),
  );
  // It goes before its successor comes, and its port with it.
  if (holders.some((holder) => holder.name === names.container(serverInfo.host))) return [];
  const [holder] = holders;
  const by = holder ? `the container ${holder.name}` : await host.program(wanted);
  if (by === undefined) return [];
  const way =
    holder && isOfStack(names, holder.name)
      ? twoSteps
      : `free it, or set another "publish" at its port ${id}`;
  return [`Port ${wanted.port} on ${wanted.address}, which ${name} publishes, is in use by ${by}: ${way}.`];
}

/** The old holder may go after the new one comes. */
const twoSteps =
  `one update can't hand a port over within a stack; free it with an update of its own first (there, take "publish" away or set ` +
  "another)";

/** A network of this name is replaced before the new one comes; any other that has some of the addresses stays in the way. */
function takenSubnet(text: string, own: string, path: string, host: HostView): string[] {
  const subnet = parseSubnet(text);
  const taken = host.networks.find(
    ({ name, subnets }) =>
      name !== own && subnets.map(parseSubnet).some((other) => other && subnet && overlap(subnet, other)),
  );
  if (!taken) return [];
  return [
    `The subnet ${text} shares addresses with the network ${taken.name} (${taken.subnets.join(", ")}): ` +
      `set another one at ${path}, or remove that network ("docker network rm") if it is unused.`,
  ];
}

/** The network that is shared goes before another one of its name comes, and can't while containers of other stacks are in it. */
function heldNetwork({ sharedNetwork, network }: Deployment, names: ObjectNames, host: HostView): string[] {
  const there = host.networks.find(({ name }) => name === names.sharedNetwork);
  if (!there) return [];
  const hasSubnet = sharedNetwork !== undefined && there.subnets.includes(sharedNetwork.subnet);
  if (hasSubnet && there.masquerade === (network.masquerade ?? true)) return [];
  const users = there.members.filter((name) => !isOfStack(names, name)).sort();
  if (users.length === 0) return [];
  const what = hasSubnet
    ? "change whether it masquerades"
    : sharedNetwork
      ? "get another subnet"
      : "be taken away";
  const keep = hasSubnet
    ? `${there.masquerade} at /network/masquerade`
    : `${there.subnets[0]} at /sharedNetwork/subnet`;
  const some = users.slice(0, 3).join(", ") + (users.length > 3 ? ` and ${users.length - 3} more` : "");
  return [
    `The network ${there.name} can't ${what} while containers of other stacks are in it (${some}): destroy those stacks first, or ` +
      `keep ${keep}.`,
  ];
}

/** Whether a container's name is one of the stack's: its other deployments' count too. */
function isOfStack({ network }: ObjectNames, container: string): boolean {
  return container.startsWith(`${network}.`);
}

/** The host's ports in what `docker ps` says of a container: single ones and ranges; `::` is IPv6's for every address. */
function published(ports: string): HostPort[] {
  const entries = ports.matchAll(/(?<address>[^\s,]+):(?<first>\d+)(?:-(?<last>\d+))?->/g);
  return [...entries].flatMap(({ groups: { address = "", first, last } = {} }) => {
    const count = last === undefined ? 1 : Number(last) - Number(first) + 1;
    const every = /^\[?::\]?$/.test(address);
    return Array.from({ length: count }, (_, index) => ({
      address: every ? "0.0.0.0" : address,
      port: Number(first) + index,
    }));
  });
}

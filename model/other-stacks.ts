import { type Application, type ConfigurationServer, type Deployment } from "./deployment";
import { stackOfFile } from "./names";
import { byCodePoint } from "./path";
import { overlap, parseSubnet, type Subnet } from "./subnet";
import { clash, type Publication } from "./rules/publication";
import { type OtherStack } from "./other-stack";
import { type FaultyStack, type SharingIndex, sharingIndex, type Use } from "./rules/sharing-index";

/** Something of another stack, with the file that declares it. */
export interface Found<T> {
  readonly file: string;
  readonly value: T;
}

interface Network extends Found<string> {
  readonly subnet: Subnet;
  /** The greatest address of this network and of all before it. */
  readonly reach: number;
}

/** What the stacks of one Configuration Server have in it. */
interface Shared {
  readonly names: Map<string, string[]>;
  readonly tenantsByName: Map<string, Found<number>[]>;
  readonly tenantsByDbid: Map<number, Found<string>[]>;
}

/** All that is asked of stacks that share a host, found once: two hundred of them would walk over each other otherwise. */
interface Index {
  readonly networks: readonly Network[];
  readonly published: ReadonlyMap<number, readonly Found<Publication>[]>;
  readonly servers: ReadonlyMap<string, Shared>;
  readonly sharing: SharingIndex;
}

/** The stacks that share a Docker host with one that is judged. */
export class OtherStacks {
  /** If the other stacks are unknown: their shared servers are assumed to exist. */
  static readonly unknown = new OtherStacks(indexOf([], []), undefined, false);

  private constructor(
    private readonly index: Index,
    private readonly but: string | undefined,
    /** False if the other stacks are unknown. */
    readonly known = true,
  ) {}

  /** @param faulty the files of the folder whose stacks have errors, and are not among the others for that */
  static of(stacks: readonly OtherStack[], faulty: readonly FaultyStack[] = []): OtherStacks {
    return new OtherStacks(indexOf(stacks, faulty), undefined);
  }

  /** All but the stack of one file, which is the one that is judged; costs nothing. */
  without(file: string): OtherStacks {
    return new OtherStacks(this.index, file);
  }

  /** What a stack shares, by key; undefined if it shares nothing, or has errors. */
  sharedBy(stack: string): ReadonlyMap<string, Application> | undefined {
    return stackOfFile(this.but ?? "") === stack ? undefined : this.index.sharing.shared.get(stack);
  }

  /** All that others share, as `stack/key`, sorted. */
  allShared(): string[] {
    return [...this.index.sharing.shared.keys()]
      .flatMap((stack) => [...(this.sharedBy(stack)?.keys() ?? [])].map((key) => `${stack}/${key}`))
      .sort();
  }

  /** The Chat Servers of others that use what the judged stack shares, by their names. */
  uses(): readonly Use[] {
    const stack = stackOfFile(this.but ?? "");
    return (stack !== undefined && this.index.sharing.uses.get(stack)) || [];
  }

  /** Files with errors that may use what the judged stack shares. */
  faultyUsers(): readonly string[] {
    const stack = stackOfFile(this.but ?? "");
    return (stack !== undefined && this.index.sharing.faulty.get(stack)) || [];
  }

  /** The Chat Servers that use the same stack's servers as the judged one. */
  usesOf(stack: string): readonly Use[] {
    return this.others(this.index.sharing.uses.get(stack));
  }

  /** The subnets that share an address with this one, by file. */
  overlapping(subnet: Subnet): Found<string>[] {
    const { networks } = this.index;
    const found: Network[] = [];
    for (let at = firstBehind(networks, subnet.last) - 1; at >= 0; at -= 1) {
      const network = networks[at]!;
      if (network.reach < subnet.first) break;
      if (overlap(network.subnet, subnet)) found.push(network);
    }
    return this.others(found).sort((a, b) => byCodePoint(a.file, b.file));
  }

  /** What can't be published beside this, one for each file. */
  clashing(wanted: Publication): Found<Publication>[] {
    const found = this.others(this.index.published.get(wanted.port)).filter(({ value }) =>
      clash(value, wanted),
    );
    return found.filter(({ file }, at) => found.findIndex((other) => other.file === file) === at);
  }

  /** The files whose stacks have an application of this name in the same Configuration Server. */
  naming(server: ConfigurationServer, application: string): string[] {
    const files = this.index.servers.get(keyOf(server))?.names.get(application) ?? [];
    return files.filter((file) => file !== this.but);
  }

  /** The tenants in the same Configuration Server that have either this name or this DBID and not both; one for each file. */
  contradicting(
    server: ConfigurationServer,
    { name, dbid }: { readonly name: string; readonly dbid: number },
  ): Found<{ readonly name: string; readonly dbid: number }>[] {
    const shared = this.index.servers.get(keyOf(server));
    const byName = this.others(shared?.tenantsByName.get(name)).map((found) => ({
      ...found,
      value: { name, dbid: found.value },
    }));
    const byDbid = this.others(shared?.tenantsByDbid.get(dbid)).map((found) => ({
      ...found,
      value: { name: found.value, dbid },
    }));
    const found = [...byName, ...byDbid]
      .filter(({ value }) => value.name !== name || value.dbid !== dbid)
      .sort((a, b) => byCodePoint(a.file, b.file));
    return found.filter(({ file }, at) => found.findIndex((other) => other.file === file) === at);
  }

  private others<T extends { readonly file: string }>(found: readonly T[] | undefined): T[] {
    return (found ?? []).filter(({ file }) => file !== this.but);
  }
}

/** Files as a sentence names them: three at most, since two hundred stacks may have made the same mistake. */
export function filesNamed(files: readonly string[]): string {
  const [first = "", ...more] = files;
  if (more.length === 0) return first;
  const shown = files.slice(0, 3);
  const rest = files.length - shown.length;
  return rest > 0
    ? `${shown.join(", ")} and ${rest} more`
    : `${shown.slice(0, -1).join(", ")} and ${shown.at(-1)}`;
}

function indexOf(stacks: readonly OtherStack[], faulty: readonly FaultyStack[]): Index {
  const sorted = [...stacks].sort((a, b) => byCodePoint(a.file, b.file));
  return {
    networks: networksOf(sorted),
    published: publishedOf(sorted),
    servers: serversOf(sorted),
    sharing: sharingIndex(sorted, faulty),
  };
}

function networksOf(stacks: readonly OtherStack[]): Network[] {
  const parsed = stacks.flatMap(({ file, deployment: { network, sharedNetwork } }) =>
    [network, ...(sharedNetwork ? [sharedNetwork] : [])].flatMap(({ subnet: value }) => {
      const subnet = parseSubnet(value);
      return subnet ? [{ file, value, subnet }] : [];
    }),
  );
  let reach = -1;
  return parsed
    .sort((a, b) => a.subnet.first - b.subnet.first || byCodePoint(a.file, b.file))
    .map((network) => {
      reach = Math.max(reach, network.subnet.last);
      return { ...network, reach };
    });
}

/** The place of the first network that begins behind an address. */
function firstBehind(networks: readonly Network[], address: number): number {
  let [low, high] = [0, networks.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (networks[middle]!.subnet.first <= address) low = middle + 1;
    else high = middle;
  }
  return low;
}

function publishedOf(stacks: readonly OtherStack[]): Map<number, Found<Publication>[]> {
  const byPort = new Map<number, Found<Publication>[]>();
  for (const { file, deployment } of stacks) {
    for (const value of deployment.applications.flatMap(publicationsOf))
      push(byPort, value.port, { file, value });
  }
  return byPort;
}

function publicationsOf({ key, ports }: Deployment["applications"][number]): Publication[] {
  return ports.flatMap(({ publish, address }) =>
    publish === undefined ? [] : [{ application: key, port: publish, address }],
  );
}

function serversOf(stacks: readonly OtherStack[]): Map<string, Shared> {
  const servers = new Map<string, Shared>();
  for (const { file, deployment } of stacks) {
    if (!deployment.configurationServer) continue;
    const key = keyOf(deployment.configurationServer);
    const shared = servers.get(key) ?? {
      names: new Map<string, string[]>(),
      tenantsByName: new Map<string, Found<number>[]>(),
      tenantsByDbid: new Map<number, Found<string>[]>(),
    };
    servers.set(key, shared);
    for (const { name } of deployment.applications) push(shared.names, name, file);
    for (const { name, dbid } of deployment.tenants) {
      push(shared.tenantsByName, name, { file, value: dbid });
      push(shared.tenantsByDbid, dbid, { file, value: name });
    }
  }
  return servers;
}

function keyOf({ host, port }: ConfigurationServer): string {
  return `${host}:${port}`;
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const known = map.get(key);
  if (known) known.push(value);
  else map.set(key, [value]);
}

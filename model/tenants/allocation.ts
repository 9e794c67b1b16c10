import { overlap, type Subnet, subnetText } from "../subnet";
import { type Allocated } from "./allocated";
import { subnetCount, subnetsOf, type TenantPlan } from "./plan";

/** What a new tenant wants. */
export interface AllocationRequest {
  /** The stack's name. */
  readonly name: string;
  /** How many ports of the Docker host it publishes. */
  readonly ports: number;
  /** The DBID it has in Configuration Server already; undefined is the next free one. */
  readonly dbid?: number;
}

/** What a tenant has for itself. */
export interface Allocation {
  readonly namePrefix: string;
  /** The tenant's name in Configuration Server. */
  readonly tenant: string;
  readonly dbid: number;
  /** In CIDR notation. */
  readonly subnet: string;
  readonly ports: readonly number[];
}

/** A tenant that can't be had, and why. */
export class AllocationError extends Error {}

/**
 * The lowest free places of the plan. What others have is in their files and is only read: nothing that is added or removed moves
 * them, and the same folder yields the same values on every machine.
 */
export function allocate(
  plan: TenantPlan,
  occupied: readonly Allocated[],
  wish: AllocationRequest,
): Allocation {
  return {
    ...namesFor(wish.name, occupied),
    dbid: dbidFor(plan, occupied, wish.dbid),
    subnet: subnetFor(plan, occupied),
    ports: portsFor(plan, occupied, wish.ports),
  };
}

/** The tenant's name and the prefix of its applications, such as `Acme` and `Acme_`. */
export function namesOf(stack: string): { readonly tenant: string; readonly namePrefix: string } {
  const tenant = stack.charAt(0).toUpperCase() + stack.slice(1);
  return { tenant, namePrefix: `${tenant}_` };
}

function namesFor(stack: string, occupied: readonly Allocated[]): ReturnType<typeof namesOf> {
  const names = namesOf(stack);
  const { tenant, namePrefix } = names;
  const prefixed = occupied.find((other) => other.namePrefix.toLowerCase() === namePrefix.toLowerCase());
  if (prefixed)
    throw new AllocationError(
      `The name prefix ${namePrefix} is that of ${prefixed.file}: choose another name.`,
    );
  const named = occupied.find(({ tenants }) => tenants.some(({ name }) => name === tenant));
  if (named) throw new AllocationError(`${named.file} has a tenant ${tenant} already: choose another name.`);
  return names;
}

function dbidFor({ dbids }: TenantPlan, occupied: readonly Allocated[], wanted: number | undefined): number {
  const holders = new Map(
    occupied.flatMap(({ file, tenants }) =>
      tenants.flatMap(({ dbid }) => (dbid === undefined ? [] : [[dbid, file] as const])),
    ),
  );
  if (wanted !== undefined) {
    const holder = holders.get(wanted);
    if (holder === undefined) return wanted;
    throw new AllocationError(`The DBID ${wanted} is that of a tenant in ${holder}.`);
  }
  for (let dbid = dbids.from; dbid <= dbids.to; dbid += 1) if (!holders.has(dbid)) return dbid;
  throw exhausted("dbids", `all DBIDs from ${dbids.from} to ${dbids.to} are taken`, "or say --dbid");
}

function subnetFor({ subnets }: TenantPlan, occupied: readonly Allocated[]): string {
  const taken = occupied.flatMap(({ subnets: own }) => own).sort((a, b) => a.first - b.first);
  let next = 0;
  // Both lists are in order: of those that end before a candidate none can meet a later one.
  let reaching: Subnet[] = [];
  for (const candidate of subnetsOf(subnets)) {
    while (next < taken.length && taken[next]!.first <= candidate.last) reaching.push(taken[next++]!);
    reaching = reaching.filter(({ last }) => last >= candidate.first);
    if (!reaching.some((other) => overlap(other, candidate))) return subnetText(candidate);
  }
  const count = subnetCount(subnets);
  throw exhausted("subnets", `all ${count} subnets of ${subnets.bits} bits in ${subnets.within} are taken`);
}

function portsFor({ publishedPorts }: TenantPlan, occupied: readonly Allocated[], count: number): number[] {
  const { from, to } = publishedPorts;
  const taken = new Set(occupied.flatMap(({ ports }) => ports));
  const free: number[] = [];
  for (let port = from; port <= to && free.length < count; port += 1) if (!taken.has(port)) free.push(port);
  if (free.length === count) return free;
  const left = free.length === 0 ? "none is" : free.length === 1 ? "1 is" : `${free.length} are`;
  throw exhausted(
    "publishedPorts",
    `of the ports ${from} to ${to} ${left} free, and ${count} ${count === 1 ? "is" : "are"} needed`,
  );
}

function exhausted(range: keyof TenantPlan, what: string, or = ""): AllocationError {
  return new AllocationError(
    `The range ${range} of tenants.yaml is exhausted: ${what}. Make it wider${or && `, ${or}`}; what is allotted stays as it is.`,
  );
}

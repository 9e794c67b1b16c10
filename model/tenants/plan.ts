import { z } from "zod";
import { line, wholeNumber } from "../definition/scalar";
import { parseSubnet, type Subnet } from "../subnet";

const port = wholeNumber("a port of the Docker host", 1, 65535);
const dbid = wholeNumber("a DBID", 1, 2147483647);

/** What `tenants add` allots from: the file `tenants.yaml` of the project's folder. */
export const tenantPlan = z.strictObject({
  /** The file that a tenant extends unless `--from` says another, from the project's folder. */
  profile: line("a file's path"),
  /** The ports of the Docker host that are handed out, both ends included; each published port of a profile takes one. */
  publishedPorts: z
    .strictObject({
      /** The first. */
      from: port,
      /** The last. */
      to: port,
    })
    .refine(({ from, to }) => from <= to, { error: "a range whose first port is not behind its last" }),
  /** The subnets that are handed out. */
  subnets: z
    .strictObject({
      /** The network that they are cut from, in CIDR notation. */
      within: line("a subnet such as 10.216.0.0/16").refine((text) => parseSubnet(text) !== undefined, {
        error: "an IPv4 network in CIDR notation, by its first address, such as 10.216.0.0/16",
      }),
      /** The prefix length of each, in bits, 16 to 29; with 26 a tenant has room for 61 applications. */
      bits: wholeNumber("a prefix length", 16, 29),
    })
    .refine(({ within, bits }) => (parseSubnet(within)?.bits ?? 0) <= bits, {
      error: "a prefix length that is at least that of `within`",
    }),
  /** The DBIDs that are handed out, both ends included. */
  dbids: z
    .strictObject({
      /** The first. */
      from: dbid,
      /** The last. */
      to: dbid,
    })
    .refine(({ from, to }) => from <= to, { error: "a range whose first DBID is not behind its last" }),
});

/** What `tenants add` allots from. */
export type TenantPlan = z.output<typeof tenantPlan>;

/** The subnets of a plan, the lowest first. */
export function* subnetsOf({ within, bits }: TenantPlan["subnets"]): Iterable<Subnet> {
  const whole = parseSubnet(within)!;
  const size = 2 ** (32 - bits);
  for (let first = whole.first; first + size - 1 <= whole.last; first += size)
    yield { first, last: first + size - 1, bits };
}

/** How many subnets a plan has. */
export function subnetCount({ within, bits }: TenantPlan["subnets"]): number {
  return 2 ** (bits - parseSubnet(within)!.bits);
}

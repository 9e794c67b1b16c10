/** An IPv4 network: its first and its last address as numbers. */
export interface Subnet {
  readonly first: number;
  readonly last: number;
  /** The prefix length in bits, 0 to 32. */
  readonly bits: number;
}

/** Reads CIDR notation such as `10.213.0.0/24`; undefined if it is invalid, or if the address isn't the network's first. */
export function parseSubnet(text: string): Subnet | undefined {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/.exec(text);
  if (!match) return undefined;
  const parts = match.slice(1, 5);
  const bits = Number(match[5]);
  // A leading zero is octal to some readers of addresses.
  if (parts.some((part) => Number(part) > 255 || (part.length > 1 && part.startsWith("0")))) return undefined;
  if (bits > 32 || match[5] !== String(bits)) return undefined;
  const first = parts.reduce((number, part) => number * 256 + Number(part), 0);
  const size = 2 ** (32 - bits);
  return first % size === 0 ? { first, last: first + size - 1, bits } : undefined;
}

/** The gateway address that a daemon uses by default: the first after the network's own. */
export function gatewayOf(text: string): string | undefined {
  const subnet = parseSubnet(text);
  if (!subnet) return undefined;
  const address = subnet.first + 1;
  return [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join(".");
}

/** Whether two networks share an address. */
export function overlap(left: Subnet, right: Subnet): boolean {
  return left.first <= right.last && right.first <= left.last;
}

/** How many containers find an address: the network's own, the broadcast and the gateway's are taken. */
export function room(subnet: Subnet): number {
  return Math.max(0, subnet.last - subnet.first + 1 - 3);
}

/** Writes a network in CIDR notation. */
export function subnetText({ first, bits }: Subnet): string {
  const parts = [24, 16, 8, 0].map((shift) => Math.floor(first / 2 ** shift) % 256);
  return `${parts.join(".")}/${bits}`;
}

import { share } from "../../simulator/testbed/free-ports";
import { docker } from "./docker-objects";

export { freePort } from "../../simulator/testbed/free-ports";

/** A part of a range of 64 for each of jest's workers, since what one draws no network has yet. */
function ofOwnShare(): number {
  return share * 8 + Math.floor(Math.random() * 8);
}

const given = new Set<string>();

/** A subnet that no network of the daemon has, from a range that no stack file of the repository uses. */
export async function freeSubnet(): Promise<string> {
  const taken = await networks();
  for (let attempt = 0; attempt < 200; attempt += 1) {
    const prefix = `10.${214 + Math.floor(Math.random() * 2)}.${ofOwnShare() * 4 + Math.floor(Math.random() * 4)}.`;
    if (given.has(prefix) || taken.includes(`"${prefix}`)) continue;
    given.add(prefix);
    return `${prefix}0/24`;
  }
  throw new Error("no free subnet was found in 200 attempts");
}

/** A range of four subnets for tenants of a test, none of which a network of the daemon has, beside those of other tests. */
export async function freeSubnetRange(): Promise<string> {
  const taken = await networks().catch(() => "");
  for (let attempt = 0; attempt < 200; attempt += 1) {
    const first = ofOwnShare() * 4;
    const prefixes = [0, 1, 2, 3].map((next) => `"10.218.${first + next}.`);
    if (prefixes.every((prefix) => !taken.includes(prefix))) return `10.218.${first}.0/22`;
  }
  throw new Error("no free range of subnets was found in 200 attempts");
}

/** All that the daemon says of its networks. */
async function networks(attempts = 5): Promise<string> {
  const ids = (await docker("network", "ls", "--quiet")).split("\n").filter(Boolean);
  // Another test may remove one of them meanwhile.
  return docker("network", "inspect", ...ids).catch((error: unknown) => {
    if (attempts > 0) return networks(attempts - 1);
    throw error;
  });
}

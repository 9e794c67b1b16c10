import { share } from "../../simulator/testbed/free-ports";
import { docker } from "./docker-objects";

export { freePort } from "../../simulator/testbed/free-ports";

/** A part of a range of 64 for each of jest's workers, since what one draws no network has yet. */
export function ofOwnShare(): number {
  return share * 8 + Math.floor(Math.random() * 8);
}

const given = new Set<string>();

/** A subnet that no network of the daemon has, from a range that no stack file of the repository uses. */
export async function freeSubnet(): Promise<string> {
  const ids = (await docker("network", "ls", "--quiet")).split("\n").filter(Boolean);
  const taken = await docker("network", "inspect", ...ids);
  for (let attempt = 0; attempt < 200; attempt += 1) {
    const prefix = `10.${214 + Math.floor(Math.random() * 2)}.${ofOwnShare() * 4 + Math.floor(Math.random() * 4)}.`;
    if (given.has(prefix) || taken.includes(`"${prefix}`)) continue;
    given.add(prefix);
    return `${prefix}0/24`;
  }
  throw new Error("no free subnet was found in 200 attempts");
}

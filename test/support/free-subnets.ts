import { execFileSync, spawnSync } from "node:child_process";
import { share } from "../../simulator/testbed/free-ports";

export { freePort } from "../../simulator/testbed/free-ports";

/** A part of a range of 64 for each of jest's workers, since what one draws no network has yet. */
function ofOwnShare(): number {
  return share * 8 + Math.floor(Math.random() * 8);
}

const given = new Set<string>();

/** A subnet that no network of the daemon has, from a range that no stack file of the repository uses. */
export function freeSubnet(): string {
  const taken = networks();
  for (let attempt = 0; attempt < 200; attempt += 1) {
    const prefix = `10.${214 + Math.floor(Math.random() * 2)}.${ofOwnShare() * 4 + Math.floor(Math.random() * 4)}.`;
    if (given.has(prefix) || taken.includes(`"${prefix}`)) continue;
    given.add(prefix);
    return `${prefix}0/24`;
  }
  throw new Error("no free subnet was found in 200 attempts");
}

/** A range of four subnets for tenants of a test, none of which a network of the daemon has, beside those of other tests. */
export function freeSubnetRange(): string {
  const taken = networksIfAny();
  for (let attempt = 0; attempt < 200; attempt += 1) {
    const first = ofOwnShare() * 4;
    const prefixes = [0, 1, 2, 3].map((next) => `"10.218.${first + next}.`);
    if (prefixes.every((prefix) => !taken.includes(prefix))) return `10.218.${first}.0/22`;
  }
  throw new Error("no free range of subnets was found in 200 attempts");
}

/** The same where there may be no daemon, and so no network that could be in the way. */
function networksIfAny(): string {
  try {
    return networks();
  } catch {
    return "";
  }
}

/** The subnets of all networks of the daemon, as text. */
function networks(): string {
  const options = { encoding: "utf8", stdio: "pipe" } as const;
  const ids = execFileSync("docker", ["network", "ls", "--quiet"], options).split("\n").filter(Boolean);
  const format = "{{range .IPAM.Config}}{{json .Subnet}}{{end}}";
  // Fails for a network that another test has removed meanwhile, and lists the other ones all the same.
  return spawnSync("docker", ["network", "inspect", "--format", format, ...ids], options).stdout;
}

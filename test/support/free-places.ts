import { createServer } from "node:net";
import { docker } from "./docker-objects";

/** Below the ports that the system hands out by itself, so that no outgoing connection takes one between two steps. */
const firstPort = 20_000;
const ports = 10_000;

const given = new Set<number | string>();

/** A port of 127.0.0.1 that nobody listens on; never the same twice. */
export async function freePort(): Promise<number> {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    const port = firstPort + Math.floor(Math.random() * ports);
    if (given.has(port) || !(await isFree(port))) continue;
    given.add(port);
    return port;
  }
  throw new Error("no free port was found in 200 attempts");
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once("error", () => resolve(false));
    probe.listen(port, "127.0.0.1", () => probe.close(() => resolve(true)));
  });
}

/** A subnet that no network of the daemon has, from a range that no stack file of the repository uses. */
export async function freeSubnet(): Promise<string> {
  const ids = (await docker("network", "ls", "--quiet")).split("\n").filter(Boolean);
  const taken = await docker("network", "inspect", ...ids);
  for (let attempt = 0; attempt < 200; attempt += 1) {
    const prefix = `10.214.${Math.floor(Math.random() * 256)}.`;
    if (given.has(prefix) || taken.includes(`"${prefix}`)) continue;
    given.add(prefix);
    return `${prefix}0/24`;
  }
  throw new Error("no free subnet was found in 200 attempts");
}

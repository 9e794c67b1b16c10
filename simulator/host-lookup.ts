import * as dns from "node:dns";
import { readFileSync } from "node:fs";
import { isIP, type LookupFunction } from "node:net";
import { monotonic } from "./time";

const resolver = new dns.promises.Resolver({ timeout: 400, tries: 2 });
const freshMs = 2000;
const known = new Map<string, { address: string; at: number }>();
const running = new Map<string, Promise<string>>();

/**
 * Finds a host's address without `getaddrinfo`. The name of a container that is gone is passed on by Docker's name server
 * to the outside, which can take many seconds; on the thread pool a few of those would hold up every file operation. The
 * hosts file is read where the name server has no answer. An address that was right once is better than none: the
 * connection attempt shows soon enough whether it still is.
 */
async function find(host: string): Promise<string> {
  const cached = known.get(host);
  if (cached && monotonic() - cached.at < freshMs) return cached.address;
  let address: string | undefined;
  try {
    [address] = await resolver.resolve4(host);
  } catch {
    address = fromHostsFile(host) ?? cached?.address;
  }
  if (address === undefined) throw Object.assign(new Error(`no address for ${host}`), { code: "ENOTFOUND" });
  known.set(host, { address, at: monotonic() });
  return address;
}

function fromHostsFile(host: string): string | undefined {
  try {
    const lines = readFileSync("/etc/hosts", "utf8").split("\n");
    const words = lines.map((line) => line.replace(/#.*/, "").trim().split(/\s+/));
    return words.find(([address = "", ...names]) => isIP(address) === 4 && names.includes(host))?.[0];
  } catch {
    return undefined;
  }
}

/** `find`, asked once however many connections wait for the same name. */
function findOnce(host: string): Promise<string> {
  let search = running.get(host);
  if (!search) {
    search = find(host).finally(() => running.delete(host));
    running.set(host, search);
  }
  return search;
}

/** The lookup of all outgoing connections. */
export const lookup: LookupFunction = (host, options, callback) => {
  const answer = (address: string): void => {
    if (options.all) callback(null, [{ address, family: 4 }]);
    else callback(null, address, 4);
  };
  if (isIP(host)) return answer(host);
  if (host === "localhost") return answer("127.0.0.1");
  findOnce(host).then(answer, (error: NodeJS.ErrnoException) => callback(error, "", 4));
};

/** Asks again for a host's address the next time, after a connection to it failed. */
export function forgetHost(host: string): void {
  const cached = known.get(host);
  if (cached) cached.at = -Infinity;
}

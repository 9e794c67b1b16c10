import { createServer } from "node:net";

/** Below the ports that the system hands out by itself, so that no outgoing connection takes one between two steps. */
const firstPort = 12_000;

/** Test files run side by side; two could draw the same free port. So each of jest's workers has its own share. */
const shares = 8;
const portsOfAShare = 2_000;
/** The last ones of a share are not drawn: a test may use some that follow the one it drew. */
const keptBack = 250;

/** Which of the shares this process draws from, from 0. */
export const share = (Number(process.env.JEST_WORKER_ID ?? 1) - 1) % shares;

const given = new Set<number>();

/** A free port; never the same twice. */
export async function freePort(): Promise<number> {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    const drawn = Math.floor(Math.random() * (portsOfAShare - keptBack));
    const port = firstPort + share * portsOfAShare + drawn;
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
    probe.listen(port, "0.0.0.0", () => probe.close(() => resolve(true)));
  });
}

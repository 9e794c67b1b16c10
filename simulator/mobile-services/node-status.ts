import { Plain, type Routes } from "../http-port";

/**
 * Adds the node status that a release of GMS has: 8.1.1 answers `/genesys/1/node`, later ones
 * `/genesys/1/admin/node/status` with `ONLINE` or `OFFLINE` (still 200: clients must read the body). The authentication that
 * 8.5.1 asks for is not simulated.
 */
export function addNodeStatus(routes: Routes, release: string, online: () => boolean): void {
  const text = (): string => (online() ? "ONLINE" : "OFFLINE");
  // 8.1.1's answer to a node that is stopping is not documented; 503 is the simulator's own.
  if (isFirstGeneration(release)) {
    routes.on("GET", "/genesys/1/node", () => new Plain(text(), online() ? 200 : 503));
  } else {
    routes.on("GET", "/genesys/1/admin/node/status", () => new Plain(text()));
  }
}

/** Whether a release is an 8.1.1, such as `8.1.100.28`, or older. */
export function isFirstGeneration(release: string): boolean {
  const [major = 0, minor = 0, third = 0] = release.split(".").map(Number);
  // Releases are written 8.1.100.28 for 8.1.1 and 8.1.200.01 for 8.1.2.
  const generation = third >= 100 ? Math.floor(third / 100) : third;
  return major < 8 || (major === 8 && (minor < 1 || (minor === 1 && generation <= 1)));
}

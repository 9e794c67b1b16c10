import type { Server } from "node:http";
import { listen, Plain, Routes } from "./http-port";
import type { Log } from "./log";
import { monotonic } from "./time";

/** The port that Genesys' Local Control Agent has, of which this is the nearest thing here. */
const lcaPort = 4999;

/** The reason why something is not as it must be; undefined if it is. */
export type Reason = () => string | undefined;

/**
 * Seconds of being healthy after which a process need not be looked at as closely as one that just became so. Fewer than between two of Docker's
 * checks: the first answers at once, the second stays.
 */
const settledSeconds = 1.5;

/**
 * Whether a process has been healthy for so long that a check is to stay and ask on. A check that did so says which question is its last:
 * if another one begins without, the first was aborted by the daemon, since the process was frozen or paused, say, which it can't
 * know itself. Then the count begins again, and the new check is answered as quickly as that of a process that just started.
 */
class Settling {
  private since: number | undefined;
  private staying = false;

  /** Records a question (the first of its check, the last, or one between) and its answer. */
  isSettled(why: string | undefined, place: "first" | "between" | "last"): boolean {
    if (why !== undefined || (place === "first" && this.staying)) this.since = undefined;
    if (why === undefined) this.since ??= monotonic();
    const settled = this.since !== undefined && monotonic() - this.since >= settledSeconds * 1000;
    this.staying = place === "last" ? false : place === "first" ? settled : this.staying;
    return settled;
  }
}

/**
 * Opens the health port, inside the container only, where more routes may be added: 200 when the process is as asked for, 503 with the reason otherwise. A healthy one
 * says whether it is settled; to be asked on, `GET /health?on`, and at the end `?last`.
 * @param unhealthy why the process is not healthy
 * @param notInForce why it is not healthy with all of the file that is there now in force
 */
export async function openHealth(
  unhealthy: Reason,
  notInForce: Reason,
  log: Log,
  routes = new Routes(),
): Promise<Server> {
  const settling = new Settling();
  const answer = (why: string | undefined, more: object = {}) =>
    why === undefined ? { healthy: true, ...more } : new Plain(JSON.stringify({ reason: why }), 503);
  routes
    .on("GET", "/health", ({ query }) => {
      const why = unhealthy();
      const place = query.has("last") ? "last" : query.has("on") ? "between" : "first";
      return answer(why, { settled: settling.isSettled(why, place) });
    })
    .on("GET", "/in-force", () => answer(notInForce()));
  const port = Number(process.env.GENESYS_HEALTH_PORT ?? lcaPort);
  for (let told = false; ; told = true) {
    try {
      return await listen(routes, port, "127.0.0.1", log);
    } catch (error) {
      if (!told)
        log.error({ port, code: (error as NodeJS.ErrnoException).code }, "the health port can't be opened");
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
  }
}

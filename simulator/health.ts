import { listen, Plain, Routes } from "./http-port";
import type { Log } from "./log";

/** The port that Genesys' Local Control Agent has, of which this is the nearest thing here. */
const lcaPort = 4999;

/** Why something is not as it is to be; undefined where it is. */
export type Reason = () => string | undefined;

/**
 * Opens the health port, inside the container only: 200 when the process is as asked for, 503 with the reason otherwise.
 * @param unhealthy why the process is not healthy
 * @param notInForce why it is not healthy with all of the file that is there now in force
 */
export async function openHealth(unhealthy: Reason, notInForce: Reason, log: Log): Promise<void> {
  const answer = (reason: Reason) => () => {
    const why = reason();
    return why === undefined ? { healthy: true } : new Plain(JSON.stringify({ reason: why }), 503);
  };
  const routes = new Routes()
    .on("GET", "/health", answer(unhealthy))
    .on("GET", "/in-force", answer(notInForce));
  const port = Number(process.env.GENESYS_HEALTH_PORT ?? lcaPort);
  for (let told = false; ; told = true) {
    try {
      await listen(routes, port, "127.0.0.1", log);
      return;
    } catch (error) {
      if (!told)
        log.error({ port, code: (error as NodeJS.ErrnoException).code }, "the health port can't be opened");
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
  }
}

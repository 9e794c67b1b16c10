import { listen, Plain, Routes } from "./http-port";
import type { Log } from "./log";

/** The port that Genesys' Local Control Agent has, of which this is the nearest thing here. */
const lcaPort = 4999;

/**
 * Opens the health port, inside the container only: 200 when the process is healthy, 503 with the reason otherwise.
 * @param reason why the process is not healthy; undefined when it is
 */
export async function openHealth(reason: () => string | undefined, log: Log): Promise<void> {
  const routes = new Routes().on("GET", "/health", () => {
    const why = reason();
    return why === undefined ? { healthy: true } : new Plain(JSON.stringify({ reason: why }), 503);
  });
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

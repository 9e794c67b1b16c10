import type { Server } from "node:http";
import { listen, Plain, Routes } from "./http-port";
import type { Log } from "./log";
import { monotonic } from "./time";

/** The port that Genesys' Local Control Agent has, of which this is the nearest thing here. */
const lcaPort = 4999;

/** Why something is not as it is to be; undefined where it is. */
export type Reason = () => string | undefined;

/** Since when one question after the other has been answered with "healthy": who asks decides by that how closely to look. */
class HealthySpell {
  private began: number | undefined;

  /** Takes an answer in; gives for how many whole seconds it has been this one. */
  secondsOf(why: string | undefined): number {
    if (why !== undefined) this.end();
    else this.began ??= monotonic();
    return this.began === undefined ? 0 : Math.floor((monotonic() - this.began) / 1000);
  }

  end(): void {
    this.began = undefined;
  }
}

/**
 * Opens the health port, inside the container only: 200 when the process is as asked for, 503 with the reason otherwise. A healthy one
 * says for how long it has been so; who got no answer in time says that too, since a process that was frozen doesn't know.
 * @param unhealthy why the process is not healthy
 * @param notInForce why it is not healthy with all of the file that is there now in force
 */
export async function openHealth(unhealthy: Reason, notInForce: Reason, log: Log): Promise<Server> {
  const spell = new HealthySpell();
  const answer = (why: string | undefined, more: object = {}) =>
    why === undefined ? { healthy: true, ...more } : new Plain(JSON.stringify({ reason: why }), 503);
  const routes = new Routes()
    .on("GET", "/health", () => {
      const why = unhealthy();
      return answer(why, { healthyFor: spell.secondsOf(why) });
    })
    .on("GET", "/in-force", () => answer(notInForce()))
    .on("POST", "/unanswered", () => {
      spell.end();
      return {};
    });
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

import { Routes } from "../http-port";
import type { Role, SimulatedProcess, ProcessContext } from "../process";
import { Refusal } from "../refusal";
import { monotonic, sleep } from "../time";
import { ChatApi } from "./chat-api";
import { ChatLink } from "./chat-link";
import { addCometd } from "./cometd";
import { LoadBalancers } from "./load-balancers";
import { addNodeStatus } from "./node-status";
import { OrchestrationLink } from "./orchestration-link";
import { gmsPresentation } from "./presentation";
import { serviceSettings } from "./service-settings";
import { Services, type Service } from "./services";

/** How long an ending GMS waits for the requests under way; longer than one is tried. */
const drainMs = 2500;
const sweepMs = 500;

/** Genesys Mobile Services. */
export class MobileServices implements SimulatedProcess {
  readonly ports: Record<string, Routes>;
  private readonly services: Services;
  private readonly balancers: LoadBalancers;
  private readonly api: ChatApi;
  private readonly expiring = new Set<Service>();
  private sweeper: NodeJS.Timeout | undefined;
  private online = true;
  private underWay = 0;

  constructor(private readonly surroundings: ProcessContext) {
    const { configuration, log, dataFolder } = surroundings;
    this.services = new Services(dataFolder, (error) => {
      log.fatal({ err: error }, "the services can't be written");
      process.exit(1);
    });
    this.balancers = new LoadBalancers(surroundings);
    const link = new ChatLink(surroundings, this.balancers);
    const { begin, isAgentAnnounced } = new OrchestrationLink(surroundings);
    this.api = new ChatApi(configuration, this.services, link, begin, isAgentAnnounced);
    const routes = new Routes("GMS has no such path");
    routes.presentation = gmsPresentation(configuration);
    addNodeStatus(routes, configuration.current.application.release, () => this.online);
    this.api.addTo(routes);
    addCometd(routes);
    routes.around(async (handle) => {
      this.underWay += 1;
      try {
        return await handle();
      } finally {
        this.underWay -= 1;
      }
    });
    this.ports = { default: routes };
  }

  status(): Role {
    return { role: "active", epoch: 0, sessions: this.services.count };
  }

  unhealthy(): string | undefined {
    return this.online ? this.balancers.unreachable : "the node is OFFLINE";
  }

  start(): void {
    this.balancers.start();
    this.sweeper = setInterval(() => this.sweep(), sweepMs).unref();
  }

  /** The node goes OFFLINE, waits for the user property `sml/suspending-wait-timeout` if it is set, and ends. */
  async stop(): Promise<void> {
    this.online = false;
    await sleep(1000 * this.surroundings.configuration.annexNumber("sml", "suspending-wait-timeout", 0));
    clearInterval(this.sweeper);
    const deadline = monotonic() + drainMs;
    while (this.underWay > 0 && monotonic() < deadline) await sleep(10);
    await this.services.flushed();
  }

  /** Deletes the services whose time is over. */
  private sweep(): void {
    const now = Date.now();
    for (const service of this.services.all()) {
      const settings = serviceSettings(this.surroundings.configuration, service.name);
      const untouched = !service.ended && now - service.touchedAt > (settings?.timeoutMs ?? 0);
      const old = now - service.createdAt > (settings?.lifetimeMs ?? 0);
      if ((!untouched && !old) || this.expiring.has(service)) continue;
      this.expiring.add(service);
      this.surroundings.log.info(
        { service: service.name, reason: old ? "ttl" : "timeout" },
        "service deleted",
      );
      void this.api
        .expire(service)
        .catch((error: unknown) => {
          if (!(error instanceof Refusal))
            this.surroundings.log.error({ err: error }, "deleting a service failed");
        })
        .finally(() => this.expiring.delete(service));
    }
  }
}

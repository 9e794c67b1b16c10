import { call } from "../http-client";
import type { Routes } from "../http-port";
import type { Role, SimulatedProcess, ProcessContext } from "../process";
import { monotonic, sleep } from "../time";
import { agentRoutes } from "./agent-port";
import { AgentStreams } from "./agent-streams";
import { InteractionLink } from "./interaction-link";
import { Membership } from "./membership";
import { Sessions } from "./sessions";
import { Store } from "./store";
import { webApiRoutes } from "./web-api-port";

/** How long an ending member waits for what is under way to be stored, and for its partner to be active. */
const settleMs = 2500;
const successionMs = 3000;

/** A Chat Server: one member of a pair, or alone. */
export class ChatServer implements SimulatedProcess {
  readonly ports: Record<string, Routes>;
  private readonly membership: Membership;
  private readonly sessions: Sessions;
  private readonly interactions: InteractionLink;
  private readonly agents = new AgentStreams();
  private sweeper: NodeJS.Timeout | undefined;

  constructor(private readonly surroundings: ProcessContext) {
    const { configuration, log } = surroundings;
    this.membership = new Membership(surroundings, {
      activate: (term) => this.sessions.activate(term),
      // Not before: a member that is not active reports nothing.
      activated: () => this.interactions.resubmit(),
      deactivate: () => this.forget(),
    });
    this.interactions = new InteractionLink(surroundings, this.membership, () => this.sessions.open());
    this.sessions = new Sessions({
      configuration,
      log,
      membership: this.membership,
      store: new Store(this.membership, configuration),
      interactions: this.interactions,
      agents: this.agents,
    });
    this.ports = {
      webapi: webApiRoutes(this.sessions, this.agents).internal(),
      default: agentRoutes(this.sessions, this.agents, this.membership).internal("sharing"),
      ESP: agentRoutes(this.sessions, this.agents, this.membership).internal("sharing"),
    };
    for (const id of ["webapi", "default"])
      this.ports[id]?.on("GET", "/role", () => {
        const { role, epoch } = this.status();
        return { role, epoch };
      });
  }

  status(): Role {
    const { active, epoch } = this.membership;
    return { role: active ? "active" : "standby", epoch, sessions: this.sessions.openCount };
  }

  unhealthy(): string | undefined {
    const { membership, interactions } = this;
    if (membership.unready !== undefined) return membership.unready;
    const contactServer = membership.contactServer;
    if (contactServer && !membership.reachability.reachable)
      return `${contactServer.application} does not answer`;
    if (membership.active) {
      if (!interactions.declared) return "there is no connection to an Interaction Server";
      return interactions.reachable ? undefined : "the Interaction Server does not answer";
    }
    if (membership.epoch > 0) return "taking over";
    // If it were unhealthy, no update would stop its former standby, which has the role; stopped, that one hands over to it.
    return membership.partner || membership.heldElsewhere ? undefined : "the active role is not granted";
  }

  start(): void {
    this.membership.start();
    this.interactions.start();
    this.sweeper = setInterval(() => this.sessions.sweep(), 1000).unref();
  }

  /**
   * An active member with a partner that is ready hands its sessions over; what it was declared as plays no part. New
   * work is refused at once, so that it goes to the partner; what was begun is finished and stored before the lease goes.
   */
  async stop(): Promise<void> {
    const { membership, sessions, surroundings } = this;
    const { active, term, partner } = membership;
    membership.drain();
    clearInterval(this.sweeper);
    this.interactions.stop();
    this.agents.end();
    if (!active || !term) return;
    const count = sessions.openCount;
    const stored = await Promise.race([
      sessions.settle(term).then(
        () => true,
        () => false,
      ),
      sleep(settleMs).then(() => false),
    ]);
    if (!stored) surroundings.log.error("not everything could be stored before the end");
    if (partner && (await membership.release(partner.application))) {
      surroundings.log.info({ to: partner.application, sessions: count }, "handed over");
      await this.succession();
    } else {
      await membership.release(undefined);
    }
  }

  /** Waits until the partner is active: the process that stops this one may rely on that. */
  private async succession(): Promise<void> {
    const { partner } = this.membership;
    const deadline = monotonic() + successionMs;
    while (partner && monotonic() < deadline) {
      const reply = await call<{ role?: string }>(partner, "/role", { timeoutMs: 300 }).catch(
        () => undefined,
      );
      if (reply?.body.role === "active") return;
      await sleep(20);
    }
    this.surroundings.log.warn("the partner has not become active in time");
  }

  private forget(): void {
    this.sessions.clear();
    this.interactions.forget();
    this.agents.end();
  }
}

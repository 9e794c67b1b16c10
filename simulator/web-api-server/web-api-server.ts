import type { Target } from "../application-file";
import { Routes, type Incoming } from "../http-port";
import type { Role, SimulatedProcess, ProcessContext } from "../process";
import { Refusal } from "../refusal";
import { ChatPair } from "./chat-pairs";

/**
 * What the load-balancer path answers. The format is the simulator's own: Genesys' JSP is not published, and this does
 * not claim to be it. The fields are those that GMS shows of it in a verbose answer.
 */
export interface LoadBalancerAnswer {
  readonly alias: string;
  readonly host: string;
  readonly port: number;
  readonly tls: false;
  readonly path: string;
}

/** The Web API Server: says which Chat Server a new session goes to, and which member of a pair is active now. */
export class WebApiServer implements SimulatedProcess {
  readonly ports: Record<string, Routes>;
  private readonly pairs: readonly ChatPair[];
  private turn = 0;

  constructor(private readonly surroundings: ProcessContext) {
    const { configuration, log } = surroundings;
    const chatServers = (configuration.current.connections ?? []).filter(({ type }) => type === "ChatServer");
    // The seed: "ensure the Connection Protocol associated with the Chat Server is http". Without it, it is not used.
    const usable = chatServers.filter(({ protocol }) => protocol === "http");
    for (const { application } of chatServers.filter(({ protocol }) => protocol !== "http")) {
      log.error({ application }, "connected over a port without protocol http: not used");
    }
    this.pairs = usable.map((connection) => new ChatPair(connection, log));
    this.ports = {
      default: new Routes("the Web API Server has no such path").on(
        "GET",
        /\/ChatLBServerInfo\.jsp$/,
        (incoming) => this.balance(incoming),
      ),
    };
  }

  status(): Role {
    return { role: "active", epoch: 0, sessions: 0 };
  }

  unhealthy(): string | undefined {
    if (this.pairs.length === 0)
      return "there is no connection to a Chat Server over a port with protocol http";
    return this.pairs.some((pair) => pair.reachable) ? undefined : "no Chat Server answers";
  }

  start(): void {
    for (const pair of this.pairs) pair.start();
  }

  async stop(): Promise<void> {
    // It keeps nothing.
  }

  private async balance(incoming: Incoming): Promise<LoadBalancerAnswer> {
    this.checkTenant(incoming.query.get("tenant"));
    const alias = incoming.query.get("alias");
    const { pair, target } = alias === null ? await this.next() : await this.again(alias);
    return { alias: pair.alias, host: target.host, port: target.port, tls: false, path: incoming.path };
  }

  /** The multi-tenant page requires a known tenant; the parameter's name is the simulator's own. */
  private checkTenant(tenant: string | null): void {
    const { application, tenants } = this.surroundings.configuration.current;
    if (application.loadBalancer !== "multi-tenant") return;
    if (tenant === null) throw new Refusal(400, "the multi-tenant load balancer needs a tenant's name");
    if (!tenants.some(({ name }) => name === tenant))
      throw new Refusal(404, "the load balancer knows no such tenant");
  }

  /** The pairs in turn; one without an active member is left out. */
  private async next(): Promise<{ pair: ChatPair; target: Target }> {
    if (this.pairs.length === 0) {
      throw new Refusal(503, "no connection to a Chat Server over a port with protocol http", this.hop());
    }
    if (!this.pairs.some((pair) => pair.active)) await Promise.all(this.pairs.map((pair) => pair.look()));
    for (let step = 0; step < this.pairs.length; step += 1) {
      const pair = this.pairs[this.turn % this.pairs.length];
      this.turn += 1;
      if (pair?.active) return { pair, target: pair.active };
    }
    throw new Refusal(503, "no Chat Server is active", this.hop());
  }

  private async again(alias: string): Promise<{ pair: ChatPair; target: Target }> {
    const pair = this.pairs.find((one) => one.alias === alias);
    if (!pair) throw new Refusal(404, "the load balancer knows no such Chat Server");
    const target = await pair.look();
    if (!target) throw new Refusal(503, "no member of this Chat Server's pair is active", this.hop(alias));
    return { pair, target };
  }

  private hop(alias = this.pairs[0]?.alias ?? "Chat Server"): string {
    return `${this.surroundings.configuration.current.application.name} -> ${alias}`;
  }
}

import type { Connection } from "../application-file";
import { call, Unreachable } from "../http-client";
import { Reachability } from "../log";
import type { ProcessContext } from "../process";
import { Refusal } from "../refusal";
import { Repeater } from "../time";

/** How long one question to a Web API Server may take: it may look at both members of a pair first. */
const patienceMs = 600;
const pollMs = 1000;
/** The same while none answers: without one, no chat can begin. */
const retryMs = 150;

/** Where a chat is, as the load balancer says. */
export interface Located {
  /** The pair's name: its primary's. */
  readonly alias: string;
  readonly host: string;
  readonly port: number;
  readonly path: string;
}

/** The Web API Servers GMS is connected to; the next one is asked where one does not answer. */
export class LoadBalancers {
  private readonly servers: readonly { connection: Connection; reachability: Reachability }[];
  private readonly poll = new Repeater(
    () => this.look(),
    () => (this.servers.length > 0 && this.unreachable !== undefined ? retryMs : pollMs),
  );

  constructor(private readonly surroundings: ProcessContext) {
    const { configuration, log } = surroundings;
    this.servers = (configuration.current.connections ?? [])
      .filter(({ type }) => type === "WebApiServer")
      .map((connection) => ({ connection, reachability: new Reachability(log, connection.application) }));
  }

  /** Why no chat could be placed; undefined where one could. */
  get unreachable(): string | undefined {
    if (this.servers.length === 0) return "there is no connection to a Web API Server";
    return this.servers.some(({ reachability }) => reachability.reachable)
      ? undefined
      : "no Web API Server answers";
  }

  start(): void {
    this.poll.start();
  }

  /**
   * Asks for a place for a new chat, or for the active member of the pair `alias`. A 503 refusal is worth another try.
   */
  async ask(tenant: string, alias?: string): Promise<Located> {
    const { configuration } = this.surroundings;
    const gms = configuration.current.application.name;
    const jsp = configuration.option("chat", "chat_load_balancer_url_path");
    if (jsp === undefined) throw new Refusal(500, "chat_load_balancer_url_path is not set");
    const query = new URLSearchParams({ tenant, ...(alias === undefined ? {} : { alias }) });
    let failure = new Refusal(503, "there is no connection to a Web API Server", `${gms} -> Web API Server`);
    const [up, down] = [true, false].map((wanted) =>
      this.servers.filter(({ reachability }) => reachability.reachable === wanted),
    );
    for (const { connection, reachability } of [...(up ?? []), ...(down ?? [])]) {
      const hop = `${gms} -> ${connection.application}`;
      try {
        const reply = await call<Located & { error?: string; hop?: string }>(
          connection,
          `/${jsp.replace(/^\/+/, "")}?${query.toString()}`,
          { timeoutMs: patienceMs },
        );
        reachability.up();
        if (reply.status === 200) return reply.body;
        const { error, hop: further } = reply.body;
        if (reply.status !== 503)
          throw new Refusal(500, error ?? "the load balancer refused", further ?? hop);
        failure = new Refusal(503, error ?? "the load balancer refused", further ?? hop);
      } catch (error) {
        if (!(error instanceof Unreachable)) throw error;
        reachability.down(error.message);
        failure = new Refusal(503, "the Web API Server does not answer", hop);
      }
    }
    throw failure;
  }

  private async look(): Promise<void> {
    await Promise.all(
      this.servers.map(({ connection, reachability }) =>
        call(connection, "/", { timeoutMs: patienceMs }).then(
          () => reachability.up(),
          (error: Error) => reachability.down(error.message),
        ),
      ),
    );
  }
}

import { connectionsOf } from "../application-file";
import { Routes } from "../http-port";
import type { Role, SimulatedProcess, ProcessContext } from "../process";
import { Refusal } from "../refusal";
import { Agent } from "./agent";
import { Desktop } from "./desktop";
import { EspLink } from "./esp-link";
import { Interactions, type Interaction, type Report } from "./interactions";
import { Routing } from "./routing";

/**
 * The Interaction Server: takes what Chat Servers submit and routes each interaction to a scripted agent. The agent
 * reaches the session over this application's own connections to `ESP` listening ports: where that link back is not
 * declared, interactions wait in their queue and no agent answers.
 */
export class InteractionServer implements SimulatedProcess {
  readonly ports: Record<string, Routes>;
  private readonly interactions = new Interactions();
  private readonly links = new Map<string, EspLink>();
  private readonly agents = new Map<string, Agent>();
  private readonly unlinked = new Set<string>();
  private readonly routing = new Routing((interaction) => this.giveToAgent(interaction));
  private readonly desktop: Desktop;

  constructor(private readonly surroundings: ProcessContext) {
    this.desktop = new Desktop(surroundings.log);
    for (const connection of connectionsOf(surroundings.configuration.current)) {
      if (connection.type !== "ChatServer" || connection.portId !== "ESP") continue;
      const pair = connection.application;
      const news = {
        session: (id: string) => this.agents.get(id)?.wake(),
        typing: (id: string, started: boolean) => this.agents.get(id)?.customerTypes(started),
        connected: () => this.wakeAll(pair),
      };
      this.links.set(pair, new EspLink(connection, news, surroundings.log));
    }
    this.ports = {
      default: new Routes("the Interaction Server has no such path", 8 * 1024 * 1024)
        .internal()
        .on("POST", "/interactions", (incoming) => this.report(incoming.json<Report>()))
        .on("GET", "/interactions", () => ({ interactions: this.interactions.all() }))
        .on("GET", "/submitted", (incoming) => this.routing.listen(incoming.lines()))
        .on("POST", "/interactions/:session/route", (incoming) => {
          const interaction = this.interactions.find(incoming.params.session ?? "");
          if (!interaction) throw new Refusal(404, "there is no such interaction");
          const { by } = incoming.json<{ by?: string }>();
          this.routing.route(interaction, by === "service" ? "service" : "default");
          return { routed: true };
        }),
    };
  }

  status(): Role {
    return { role: "active", epoch: 0, sessions: this.interactions.all().length };
  }

  unhealthy(): undefined {
    return undefined;
  }

  start(): void {
    for (const link of this.links.values()) link.start();
  }

  async stop(): Promise<void> {
    // Nothing to finish: every agent's next step follows from the transcript.
  }

  private report(report: Report): unknown {
    const fresh = this.interactions.take(report);
    // Said aloud: a member that is not listened to must not look healthy.
    if (!fresh) throw new Refusal(409, "this term of the pair is over");
    for (const interaction of fresh) this.routing.submit(interaction);
    for (const session of this.routing.sessions)
      if (!this.interactions.find(session)) this.routing.forget(session);
    for (const session of this.agents.keys())
      if (!this.interactions.find(session)) this.agents.delete(session);
    this.links.get(report.pair)?.follow(report.member);
    return { incarnation: this.surroundings.incarnation };
  }

  private giveToAgent(interaction: Interaction): void {
    const { session, pair } = interaction;
    const link = this.links.get(pair);
    if (!link) {
      if (!this.unlinked.has(pair)) {
        this.surroundings.log.error(
          { pair },
          "no connection to this Chat Server's ESP port: chats wait unanswered",
        );
      }
      this.unlinked.add(pair);
      return;
    }
    const agent = new Agent(interaction, link, this.desktop, () => {
      this.interactions.close(session);
      this.agents.delete(session);
    });
    this.agents.set(session, agent);
    agent.wake();
  }

  private wakeAll(pair: string): void {
    for (const { session } of this.interactions.ofPair(pair)) this.agents.get(session)?.reconnect();
  }
}

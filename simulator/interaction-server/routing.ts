import type { LineWriter } from "../http-port";
import type { Interaction } from "./interactions";

/** How long an interaction waits for an Orchestration Server until it is routed without, in milliseconds. */
const patienceMs = 10_000;

/**
 * Decides when an interaction goes to an agent: at once if no Orchestration Server is connected, else when that routes it. An interaction
 * that no Orchestration Server routes in time, since it is gone or frozen, is routed without.
 */
export class Routing {
  private readonly orchestrators = new Set<LineWriter>();
  private readonly waiting = new Map<string, Interaction>();
  private isOrchestrated = false;
  private giveUp: NodeJS.Timeout | undefined;

  /** @param toAgent routes an interaction to an agent */
  constructor(private readonly toAgent: (interaction: Interaction) => void) {}

  /** Takes a new interaction. */
  submit(interaction: Interaction): void {
    if (!this.isOrchestrated) return this.toAgent(interaction);
    this.waiting.set(interaction.session, interaction);
    setTimeout(() => this.route(interaction, "default"), patienceMs).unref();
    for (const writer of this.orchestrators) writer.send(submitted(interaction));
  }

  /** Adds an Orchestration Server as a listener, and sends it what waits. */
  listen(writer: LineWriter): void {
    this.isOrchestrated = true;
    this.orchestrators.add(writer);
    clearTimeout(this.giveUp);
    writer.onClose(() => {
      this.orchestrators.delete(writer);
      if (this.orchestrators.size > 0) return;
      this.giveUp = setTimeout(() => (this.isOrchestrated = false), patienceMs).unref();
    });
    for (const interaction of this.waiting.values()) writer.send(submitted(interaction));
  }

  /** Routes an interaction that waits; one that was routed before stays as it is. */
  route(interaction: Interaction, by: "service" | "default"): void {
    if (!this.waiting.delete(interaction.session)) return;
    interaction.routedBy = by;
    this.toAgent(interaction);
  }

  /** Forgets an interaction that has ended. */
  forget(session: string): void {
    this.waiting.delete(session);
  }

  /** The sessions that wait. */
  get sessions(): readonly string[] {
    return [...this.waiting.keys()];
  }
}

function submitted({ session, service, queue }: Interaction): unknown {
  return { session, queue, ...(service !== undefined && { service }) };
}

/** An interaction: a chat session on its way to an agent. */
export interface Interaction {
  readonly session: string;
  readonly endpoint: string;
  readonly queue: string;
  readonly tenant: number;
  /** The id of the service of GMS that the chat belongs to; undefined if the Chat Server says none. */
  readonly service?: string;
  /** Who routed it: its service or the queue's workflow, by an Orchestration Server; undefined without one. */
  routedBy?: "service" | "default";
  /** The pair whose session it is. */
  readonly pair: string;
  /** `waiting` in its queue until an agent could join. */
  state: "waiting" | "with an agent";
  /** What the customer and GMS gave for the desktop; absent until an agent has joined. */
  userData?: Readonly<Record<string, string>>;
  /** The view of the desktop's plug-in; absent without a plug-in. */
  view?: { readonly name: string; page: string };
}

/** What a Chat Server reports. */
export interface Report {
  readonly pair: string;
  /** The reporting member's Application name. */
  readonly member: string;
  readonly epoch: number;
  /** Whether `open` is everything there is. */
  readonly all: boolean;
  readonly open: readonly Pick<Interaction, "session" | "endpoint" | "queue" | "tenant" | "service">[];
  readonly closed: readonly string[];
}

/** The open interactions. Nothing of them is kept over a restart: the Chat Servers submit them again. */
export class Interactions {
  private readonly bySession = new Map<string, Interaction>();
  private readonly epochs = new Map<string, number>();

  /** Takes a report in; answers the interactions that are new. A report of an older epoch is not heard. */
  take(report: Report): Interaction[] {
    const { pair, epoch } = report;
    if (epoch < (this.epochs.get(pair) ?? 0)) return [];
    this.epochs.set(pair, epoch);
    if (report.all) {
      const open = new Set(report.open.map(({ session }) => session));
      for (const one of this.ofPair(pair)) if (!open.has(one.session)) this.bySession.delete(one.session);
    }
    const fresh: Interaction[] = [];
    for (const { session, endpoint, queue, tenant, service } of report.open) {
      if (this.bySession.has(session)) continue;
      const interaction: Interaction = {
        ...{ session, endpoint, queue, tenant, pair, state: "waiting" },
        ...(service !== undefined && { service }),
      };
      this.bySession.set(session, interaction);
      fresh.push(interaction);
    }
    for (const session of report.closed) this.bySession.delete(session);
    return fresh;
  }

  find(session: string): Interaction | undefined {
    return this.bySession.get(session);
  }

  close(session: string): void {
    this.bySession.delete(session);
  }

  ofPair(pair: string): Interaction[] {
    return [...this.bySession.values()].filter((one) => one.pair === pair);
  }

  all(): Interaction[] {
    return [...this.bySession.values()];
  }
}

import { monotonic } from "../time";

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
  /** True while the customer types, as the desktop shows it; undefined until the customer has typed. */
  isCustomerTyping?: boolean;
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
  /** The identity of the store that granted the epoch; epochs of two stores can't be compared. */
  readonly store: string;
  readonly epoch: number;
  /** Whether `open` is everything there is. */
  readonly all: boolean;
  readonly open: readonly Pick<Interaction, "session" | "endpoint" | "queue" | "tenant" | "service">[];
  readonly closed: readonly string[];
}

/** How long reports of a store that was followed by another one are refused: longer than its leases can last. */
const formerStoreMs = 5000;

interface Heard {
  readonly store: string;
  readonly epoch: number;
  /** The store before this one, and until when it is not listened to. */
  readonly former?: { readonly store: string; readonly until: number };
}

/** The open interactions. Nothing of them is kept over a restart: the Chat Servers submit them again. */
export class Interactions {
  private readonly bySession = new Map<string, Interaction>();
  private readonly heard = new Map<string, Heard>();

  /** @param now milliseconds on a clock that never jumps */
  constructor(private readonly now: () => number = monotonic) {}

  /** Takes a report in; returns the interactions that are new. Undefined if the report is of a term that is over. */
  take(report: Report): Interaction[] | undefined {
    const { pair } = report;
    if (!this.follow(report)) return undefined;
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

  /** Whether a report is of the latest term that is known, or of a later one, which is then the latest. */
  private follow({ pair, store, epoch }: Report): boolean {
    const known = this.heard.get(pair);
    if (!known || known.store === store) {
      if (known && epoch < known.epoch) return false;
      this.heard.set(pair, { ...known, store, epoch });
      return true;
    }
    // A member that was cut off may hold a lease of the former store a little longer. After that, a report of it means
    // that the former data is back.
    if (known.former?.store === store && this.now() < known.former.until) return false;
    this.heard.set(pair, { store, epoch, former: { store: known.store, until: this.now() + formerStoreMs } });
    return true;
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

import type { Configuration } from "../configuration";
import type { Log } from "../log";
import { Refusal } from "../refusal";
import { monotonic } from "../time";
import { joinedText, leftText, type Entry, type SessionHead } from "../transcript";
import type { AgentStreams } from "./agent-streams";
import type { InteractionLink } from "./interaction-link";
import type { Membership } from "./membership";
import { Session } from "./session";
import { newSessionId } from "./session-id";
import type { Store } from "./store";

/** A closed session is forgotten after this; the store has it. */
const closedKeptMs = 30_000;
/** An open session nobody asked for in this time is ended: the simulator's own bound on memory. */
const abandonedMs = 2 * 60 * 60 * 1000;

/** What opening a session needs. */
export interface Opening {
  readonly requestId: string;
  readonly tenant: number;
  readonly endpoint: string;
  readonly nick: string;
  readonly party: Readonly<Record<string, string>>;
  readonly userData?: Readonly<Record<string, string>>;
  /** The customer's first message. */
  readonly message?: string;
}

/** What the sessions work with. */
export interface SessionParts {
  readonly configuration: Configuration;
  readonly log: Log;
  readonly membership: Membership;
  readonly store: Store;
  readonly interactions: InteractionLink;
  readonly agents: AgentStreams;
}

/** The sessions of the active member: opened, continued, ended, restored. */
export class Sessions {
  private readonly byId = new Map<string, Session>();
  private readonly byRequest = new Map<string, Session>();
  private readonly fetching = new Map<string, Promise<Session>>();

  constructor(private readonly parts: SessionParts) {}

  /** The open ones. */
  open(): Session[] {
    return [...this.byId.values()].filter(({ state }) => state === "open");
  }

  get openCount(): number {
    let count = 0;
    for (const { state } of this.byId.values()) if (state === "open") count += 1;
    return count;
  }

  /** Opens a session, or answers the one that this request has opened before. */
  async begin(opening: Opening): Promise<Session> {
    await this.parts.membership.admit();
    const session = this.byRequest.get(opening.requestId) ?? this.make(opening);
    return this.perform(session, () => undefined);
  }

  /** Does something with an open session and saves what it changed; answers when `transcript-auto-save` is satisfied. */
  async change(id: string, task: (session: Session) => void): Promise<Session> {
    const session = await this.find(id);
    return this.perform(session, () => task(session));
  }

  /** The session once everything before it in its lane is done. */
  read(id: string): Promise<Session> {
    return this.change(id, () => undefined);
  }

  /** Makes ready for the active role, as `session-restoration-mode` says. */
  async activate(epoch: number): Promise<void> {
    const { store, configuration, interactions, log } = this.parts;
    this.clear();
    const stored = store.connected ? await store.openSessions() : [];
    if (configuration.option("settings", "session-restoration-mode") === "simple") {
      for (const one of stored) this.register(Session.restored(one, epoch));
    } else if (stored.length > 0) {
      // They are gone for good; in the store, too, or a later change of the option would bring them back half answered.
      await store.write(
        epoch,
        stored.map(({ id }) => ({ write: "close", session: id, state: "lost" })),
      );
      log.warn({ sessions: stored.length }, "sessions are not restored");
    }
    interactions.resubmit();
  }

  /** Forgets everything: what counts is in the store, or lost. */
  clear(): void {
    this.byId.clear();
    this.byRequest.clear();
    this.fetching.clear();
  }

  /** Waits for what is under way and stores what `transcript-auto-save` 0 has kept back. */
  async settle(epoch: number): Promise<void> {
    await Promise.all([...this.byId.values()].map(({ lane }) => lane.idle()));
    if (!this.parts.store.connected) return;
    const unsaved = [...this.byId.values()].map((session) => ({ session, writes: session.unstored() }));
    const writes = unsaved.flatMap((one) => one.writes);
    if (writes.length === 0) return;
    await this.parts.store.write(epoch, writes);
    for (const one of unsaved) one.session.stored(one.writes);
  }

  /** Forgets closed sessions, ends abandoned ones, stores the end of those where that failed. */
  sweep(): void {
    const now = monotonic();
    const timeout = this.parts.configuration.number("settings", "flex-disconnect-timeout", 0) * 1000;
    const patience = timeout > 0 ? timeout : abandonedMs;
    for (const session of this.byId.values()) {
      if (session.state === "open" && now - session.touchedAt > patience) {
        this.parts.log.info({ session: session.id }, "customer is gone");
        void this.perform(session, () => leave(session)).catch(() => undefined);
      } else if (now - session.closedAt > closedKeptMs && session.unstored().length === 0) {
        this.byId.delete(session.id);
        this.byRequest.delete(session.head.requestId);
      } else if (session.state === "closed" && session.unstored().length > 0) {
        void this.perform(session, () => undefined).catch(() => undefined);
      }
    }
  }

  private make(opening: Opening): Session {
    const { configuration, interactions, membership } = this.parts;
    const name = configuration.current.application.name;
    const section = `endpoints:${opening.tenant}`;
    const queue = configuration.option(section, opening.endpoint);
    if (queue === undefined) {
      throw new Refusal(500, `${name} has no endpoint "${opening.endpoint}" in its section ${section}`);
    }
    if (!interactions.declared) throw new Refusal(500, `${name} has no connection to an Interaction Server`);
    const limited = configuration.boolean("settings", "limits-control-enabled", false);
    if (limited && this.openCount >= configuration.number("settings", "limit-for-sessions", 1000)) {
      throw new Refusal(503, `${name} has as many sessions as limit-for-sessions allows`);
    }
    const { requestId, tenant, endpoint, nick, party, userData, message } = opening;
    const head: SessionHead = {
      id: newSessionId(),
      requestId,
      pair: membership.pair,
      tenant,
      endpoint,
      queue,
      nick,
      party,
      ...(userData && { userData }),
      startedAt: Date.now(),
    };
    const session = new Session(head, membership.epoch);
    session.add(customerEntry(session, "Notice.Joined", joinedText, `${head.id}-joined`));
    if (message) session.add(customerEntry(session, "Message.Text", message, `${head.id}-first`));
    this.register(session);
    return session;
  }

  private register(session: Session): void {
    this.byId.set(session.id, session);
    this.byRequest.set(session.head.requestId, session);
  }

  private async find(id: string): Promise<Session> {
    await this.parts.membership.admit();
    const session = this.byId.get(id);
    if (session) return session;
    let fetching = this.fetching.get(id);
    if (!fetching) {
      fetching = this.fetch(id, this.parts.membership.epoch).finally(() => this.fetching.delete(id));
      this.fetching.set(id, fetching);
    }
    return fetching;
  }

  /** A session that is not in memory: closed a while ago, or lost. */
  private async fetch(id: string, epoch: number): Promise<Session> {
    const { store, membership, configuration } = this.parts;
    const stored = store.connected ? await store.find(id) : undefined;
    membership.check(epoch);
    const restorable = configuration.option("settings", "session-restoration-mode") === "simple";
    if (
      !stored ||
      stored.pair !== membership.pair ||
      stored.state === "lost" ||
      (stored.state === "open" && !restorable)
    ) {
      throw new Refusal(404, "the chat session is lost", undefined, { lost: true });
    }
    const session = Session.restored(stored, epoch);
    if (stored.state === "open") this.register(session);
    return session;
  }

  private perform(session: Session, task: () => void): Promise<Session> {
    const { membership } = this.parts;
    return session.lane.run(async () => {
      membership.check(session.epoch);
      task();
      await this.save(session);
      this.announce(session);
      return session;
    });
  }

  /**
   * Brings the session to the store where `transcript-auto-save` wants that now. What the store took is true whatever the
   * clock says; anything else may be answered only while the lease lasts.
   */
  private async save(session: Session): Promise<void> {
    const { store, membership, configuration, agents } = this.parts;
    const mode = configuration.option("settings", "transcript-auto-save") ?? "0";
    const now = mode === "1" || mode === "2" || session.state === "closed";
    const writes = now && store.connected ? session.unstored() : [];
    if (writes.length === 0) return membership.check(session.epoch);
    await store.write(session.epoch, writes);
    session.stored(writes);
    if (mode === "2") agents.send({ saved: session.id, position: session.position });
  }

  private announce(session: Session): void {
    const { agents, interactions } = this.parts;
    if (session.announced === session.position) return;
    const first = session.announced === 0;
    session.announced = session.position;
    if (session.state === "closed") interactions.closed(session.id);
    else if (first) interactions.opened(session);
    agents.send({ session: session.id, position: session.position, closed: session.state === "closed" });
  }
}

/** An entry of the customer's. */
export function customerEntry(session: Session, type: string, text: string, requestId: string): Entry {
  const { nick } = session.head;
  return { type, nick, text, partyId: "1", partyType: "CLIENT", at: Date.now(), requestId };
}

/** Ends a session from the customer's side; nothing happens to one that has ended. */
export function leave(session: Session): void {
  if (session.state === "closed") return;
  session.add(customerEntry(session, "Notice.Left", leftText, `${session.id}-left`));
  session.close();
}

import { Refusal } from "../refusal";
import { monotonic } from "../time";
import type { Term } from "./membership";
import { leave } from "./customer-entries";
import { customerDataBytesOf, newSession } from "./new-session";
import { Session } from "./session";
import type { Opening, SessionParts } from "./session-parts";
import { viewOf, type View } from "./session-view";

/** A closed session is forgotten after this; the store has it. */
const closedKeptMs = 30_000;
/** An open session without a request in this time is ended: the simulator's own bound on memory. */
const abandonedMs = 2 * 60 * 60 * 1000;

/** Bytes of memory that entries may take: kept of each session, of all, and in all before new messages are refused. */
const tailBytes = 16 * 1024;
const memoryBytes = 12 * 1024 * 1024;
const memoryLimit = 20 * 1024 * 1024;
/** Bytes of entries in one request to the store. */
const batchBytes = 1024 * 1024;

/** The sessions of the active member: opened, continued, ended, restored. */
export class Sessions {
  private readonly byId = new Map<string, Session>();
  private readonly byRequest = new Map<string, Session>();
  private readonly fetching = new Map<string, Promise<Session>>();
  /** Bytes of memory that the entries of all sessions take, estimated. */
  private memory = 0;
  /** Bytes of customer data of the sessions in memory. */
  private customerDataBytes = 0;

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
  async begin(opening: Opening, after = 0): Promise<View> {
    await this.parts.membership.admit();
    const session = this.byRequest.get(opening.requestId) ?? this.make(opening);
    return this.perform(session, () => undefined, after);
  }

  /**
   * Does something with a session and saves what it changed; answers when `transcript-auto-save` is satisfied, with the
   * entries after a position, if one is given.
   */
  async change(id: string, task: (session: Session) => void, after?: number): Promise<View> {
    const session = await this.find(id);
    return this.perform(session, () => task(session), after);
  }

  /** The session once everything before it in its lane is done. */
  read(id: string, after?: number): Promise<View> {
    return this.change(id, () => undefined, after);
  }

  /** Refuses a message while memory holds too much that could not be stored. */
  requireRoom(): void {
    if (this.memory <= memoryLimit) return;
    const { name } = this.parts.configuration.current.application;
    throw new Refusal(
      507,
      `${name} holds as many unsaved messages as it may; this one was not taken`,
      undefined,
      {
        limit: true,
      },
    );
  }

  /** Makes ready for the active role, as `session-restoration-mode` says. */
  async activate(term: Term): Promise<void> {
    const { store, configuration, log } = this.parts;
    this.clear();
    const restores = configuration.option("settings", "session-restoration-mode") === "simple";
    let lost = 0;
    for await (const stored of store.connected ? store.openSessions() : []) {
      if (restores) {
        for (const one of stored) this.register(Session.restored(one, term));
      } else if (stored.length > 0) {
        // They are lost permanently; in the store, too, or a later change of the option would bring them back half answered.
        await store.write(
          term,
          stored.map(({ id }) => ({ write: "close", session: id, state: "lost" })),
        );
        lost += stored.length;
      }
    }
    if (lost > 0) log.warn({ sessions: lost }, "sessions are not restored");
  }

  /** Forgets everything: what counts is in the store, or lost. */
  clear(): void {
    this.byId.clear();
    this.byRequest.clear();
    this.fetching.clear();
    this.memory = 0;
    this.customerDataBytes = 0;
  }

  /** Waits for what is under way and stores what `transcript-auto-save` 0 has kept back, a bounded batch at a time. */
  async settle(term: Term): Promise<void> {
    await Promise.all([...this.byId.values()].map(({ lane }) => lane.idle()));
    if (!this.parts.store.connected) return;
    for (const session of this.byId.values()) await this.store(session, term);
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
        this.memory -= session.memory;
        this.customerDataBytes -= customerDataBytesOf(session.head);
        this.byRequest.delete(session.head.requestId);
      } else if (session.state === "closed" && session.unstored().length > 0) {
        void this.perform(session, () => undefined).catch(() => undefined);
      }
    }
  }

  private make(opening: Opening): Session {
    const session = newSession(opening, this.parts, {
      open: this.openCount,
      customerDataBytes: this.customerDataBytes,
    });
    this.register(session);
    return session;
  }

  private register(session: Session): void {
    this.byId.set(session.id, session);
    this.byRequest.set(session.head.requestId, session);
    this.memory += session.memory;
    this.customerDataBytes += customerDataBytesOf(session.head);
  }

  private async find(id: string): Promise<Session> {
    await this.parts.membership.admit();
    const session = this.byId.get(id);
    if (session) return session;
    const { term } = this.parts.membership;
    if (!term) throw this.parts.membership.notActive();
    let fetching = this.fetching.get(id);
    if (!fetching) {
      fetching = this.fetch(id, term).finally(() => this.fetching.delete(id));
      this.fetching.set(id, fetching);
    }
    return fetching;
  }

  /** A session that is not in memory: closed a while ago, or lost. */
  private async fetch(id: string, term: Term): Promise<Session> {
    const { store, membership, configuration } = this.parts;
    const stored = store.connected ? await store.find(id) : undefined;
    membership.check(term);
    const restorable = configuration.option("settings", "session-restoration-mode") === "simple";
    if (
      !stored ||
      stored.pair !== membership.pair ||
      stored.state === "lost" ||
      (stored.state === "open" && !restorable)
    ) {
      throw new Refusal(404, "the chat session is lost", undefined, { lost: true });
    }
    const session = Session.restored(stored, term);
    session.recall(stored);
    if (stored.state === "open") this.register(session);
    return session;
  }

  private perform(session: Session, task: () => void, after?: number): Promise<View> {
    const { membership } = this.parts;
    return session.lane.run(async () => {
      membership.check(session.term);
      if (!session.knowsRequests) await this.recall(session);
      const before = session.position;
      await this.counted(session, async () => {
        task();
        try {
          await this.save(session);
        } catch (error) {
          // What the store has refused is not in it: it must not show in a refresh, nor be sent again by itself.
          if (error instanceof Refusal && error.detail.limit === true) session.takeBack(before);
          throw error;
        }
      });
      this.announce(session);
      return viewOf(session, this.parts.store, after);
    });
  }

  private async recall(session: Session): Promise<void> {
    const stored = await this.parts.store.find(session.id);
    if (!stored) throw new Refusal(404, "the chat session is lost", undefined, { lost: true });
    session.recall(stored);
  }

  /** Counts the memory that a change takes, and drops what the store has if it becomes too much. */
  private async counted(session: Session, change: () => Promise<void>): Promise<void> {
    const before = session.memory;
    try {
      await change();
    } finally {
      session.forget(tailBytes);
      if (this.byId.get(session.id) === session) this.memory += session.memory - before;
    }
    if (this.memory <= memoryBytes) return;
    for (const one of this.byId.values()) {
      if (this.memory <= memoryBytes / 2) break;
      const had = one.memory;
      one.forget(0);
      this.memory += one.memory - had;
    }
  }

  /**
   * Brings the session to the store where `transcript-auto-save` wants that now. What the store took is true whatever the
   * clock says; anything else may be answered only while the lease lasts.
   */
  private async save(session: Session): Promise<void> {
    const { store, membership, configuration, agents } = this.parts;
    const mode = configuration.option("settings", "transcript-auto-save") ?? "0";
    const now = mode === "1" || mode === "2" || session.state === "closed";
    if (!now || !store.connected || session.unstored(0).length === 0) return membership.check(session.term);
    await this.store(session, session.term);
    if (mode === "2") agents.send({ saved: session.id, position: session.position });
  }

  private async store(session: Session, term: Term): Promise<void> {
    for (;;) {
      const writes = session.unstored(batchBytes);
      if (writes.length === 0) return;
      await this.parts.store.write(term, writes);
      session.stored(writes);
    }
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

import type { Configuration } from "../configuration";
import { call, Unreachable } from "../http-client";
import { Refusal } from "../refusal";
import { monotonic, sleep } from "../time";
import type { Entry, RestorableSession, StoredSession, TranscriptWrite } from "../transcript";
import type { Membership, Term } from "./membership";

/** How long a write is tried, and one attempt may take; longer than the Contact Server needs to start again. */
const patienceMs = 1200;
const attemptMs = 800;

/** The Chat Server's way to its Contact Server. */
export class Store {
  constructor(
    private readonly membership: Membership,
    private readonly configuration: Configuration,
  ) {}

  /** Returns true if sessions are stored: there is a Contact Server, and `use-contact-server` is not false. */
  get connected(): boolean {
    return (
      this.membership.contactServer !== undefined &&
      this.configuration.boolean("settings", "use-contact-server", true)
    );
  }

  /**
   * Writes; when this returns, it is on the Contact Server's disk. After a failure it may or may not be: the same writes
   * are sent again before anything else is done with the session, and entries that exist are not written twice.
   */
  async write(term: Term, writes: readonly TranscriptWrite[]): Promise<void> {
    const { status, body } = await this.ask<{ stale?: boolean; limit?: boolean; error?: string }>(
      "/records",
      {
        pair: this.membership.pair,
        ...term,
        writes,
      },
    );
    if (status === 200) return;
    if (body.stale) {
      this.membership.lost(term);
      throw this.membership.notActive();
    }
    // Refused because of a limit and not stored: the customer's side gets the reason unchanged.
    if (body.limit) throw new Refusal(status, body.error ?? "the store is full", this.hop(), { limit: true });
    throw new Refusal(503, `the Contact Server refused the transcript: ${body.error ?? status}`, this.hop());
  }

  /** The open sessions of the pair without their entries, page by page. */
  async *openSessions(): AsyncGenerator<readonly StoredSession[]> {
    const pair = encodeURIComponent(this.membership.pair);
    for (let from: number | undefined = 0; from !== undefined;) {
      const path: string = `/sessions?pair=${pair}&from=${from}`;
      const { sessions, next }: OpenPage = await this.get<OpenPage>(path);
      yield sessions;
      from = next;
    }
  }

  /** One session without its entries; undefined if it is not stored. */
  async find(id: string): Promise<RestorableSession | undefined> {
    const { status, body } = await this.ask<RestorableSession>(`/sessions/${encodeURIComponent(id)}`);
    if (status !== 200 && status !== 404) throw this.unexpected(status);
    return status === 200 ? body : undefined;
  }

  /** A page of a session's entries after a position. */
  async entries(id: string, after: number): Promise<readonly Entry[]> {
    const path = `/sessions/${encodeURIComponent(id)}/entries?after=${after}`;
    return (await this.get<{ entries: Entry[] }>(path)).entries;
  }

  private async get<T>(path: string): Promise<T> {
    const { status, body } = await this.ask<T>(path);
    if (status !== 200) throw this.unexpected(status);
    return body;
  }

  private unexpected(status: number): Refusal {
    return new Refusal(503, `the Contact Server answered with status ${status}`, this.hop());
  }

  private async ask<T>(path: string, body?: unknown): Promise<{ status: number; body: T }> {
    const peer = this.membership.contactServer;
    if (!peer) throw new Refusal(503, "there is no connection to a Contact Server");
    const deadline = monotonic() + patienceMs;
    for (;;) {
      try {
        return await call<T>(peer, path, { body, timeoutMs: Math.min(attemptMs, deadline - monotonic()) });
      } catch (error) {
        if (!(error instanceof Unreachable)) throw error;
        if (monotonic() + 100 > deadline) {
          throw new Refusal(503, "the Contact Server does not answer", this.hop());
        }
        await sleep(50);
      }
    }
  }

  private hop(): string {
    return `${this.configuration.current.application.name} -> ${this.membership.contactServer?.application ?? "ContactServer"}`;
  }
}

interface OpenPage {
  readonly sessions: readonly StoredSession[];
  /** From where the next page is asked; undefined after the last. */
  readonly next?: number;
}

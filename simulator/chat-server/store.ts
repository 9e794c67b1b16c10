import { call, Unreachable } from "../http-client";
import { Refusal } from "../refusal";
import { monotonic, sleep } from "../time";
import type { StoredSession, TranscriptWrite } from "../transcript";
import type { Membership } from "./membership";

/** How long a write is tried, and one attempt may take; longer than the Contact Server needs to start again. */
const patienceMs = 1200;
const attemptMs = 800;

/** The Chat Server's way to its Contact Server. */
export class Store {
  constructor(
    private readonly membership: Membership,
    private readonly application: string,
  ) {}

  /** Whether there is one. */
  get connected(): boolean {
    return this.membership.contactServer !== undefined;
  }

  /**
   * Writes; when this returns, it is on the Contact Server's disk. After a failure it may or may not be: the same writes
   * are sent again before anything else is done with the session, and what is there already is not written twice.
   */
  async write(epoch: number, writes: readonly TranscriptWrite[]): Promise<void> {
    const { status, body } = await this.ask<{ stale?: boolean; error?: string }>("/records", {
      pair: this.membership.pair,
      epoch,
      writes,
    });
    if (status === 200) return;
    if (body.stale) {
      this.membership.lost(epoch);
      throw this.membership.notActive();
    }
    throw new Refusal(503, `the Contact Server refused the transcript: ${body.error ?? status}`, this.hop());
  }

  /** The open sessions of the pair. */
  async openSessions(): Promise<readonly StoredSession[]> {
    const pair = encodeURIComponent(this.membership.pair);
    const { status, body } = await this.ask<{ sessions: StoredSession[] }>(`/sessions?pair=${pair}`);
    if (status !== 200)
      throw new Refusal(503, `the Contact Server answered with status ${status}`, this.hop());
    return body.sessions;
  }

  /** One session, open or closed not long ago. */
  async find(id: string): Promise<StoredSession | undefined> {
    const { status, body } = await this.ask<StoredSession>(`/sessions/${encodeURIComponent(id)}`);
    if (status !== 200 && status !== 404) {
      throw new Refusal(503, `the Contact Server answered with status ${status}`, this.hop());
    }
    return status === 200 ? body : undefined;
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
    return `${this.application} -> ${this.membership.contactServer?.application ?? "ContactServer"}`;
  }
}

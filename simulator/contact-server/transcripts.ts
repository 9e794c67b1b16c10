import { Refusal } from "../refusal";
import type { Entry, SessionHead, StoredSession, TranscriptWrite } from "../transcript";

/** How many closed sessions stay in memory; older ones are read from the journal. */
const closedKept = 200;

interface Kept extends SessionHead {
  state: StoredSession["state"];
  entries: Entry[];
}

/** The transcripts as the journal tells them. Applying a write twice does no more than applying it once. */
export class Transcripts {
  private readonly open = new Map<string, Kept>();
  /** In the order they were closed. */
  private readonly closed = new Map<string, Kept>();

  /**
   * Applies a write; answers what is new in it and has to be written down, undefined where nothing is.
   * A write that does not fit what is there is refused: it would be a mistake of the Chat Server's.
   */
  apply(write: TranscriptWrite): TranscriptWrite | undefined {
    switch (write.write) {
      case "open":
        return this.begin(write.session) ? write : undefined;
      case "add": {
        const entries = this.add(write.session, write.from, write.entries);
        return entries.length > 0
          ? { ...write, from: write.from + write.entries.length - entries.length, entries }
          : undefined;
      }
      case "close":
        return this.close(write.session, write.state) ? write : undefined;
    }
  }

  /** The open sessions of a pair. */
  openOf(pair: string): StoredSession[] {
    return [...this.open.values()].filter((session) => session.pair === pair);
  }

  /** A session that is open, or was closed not long ago. */
  find(id: string): StoredSession | undefined {
    return this.open.get(id) ?? this.closed.get(id);
  }

  /** Every session in memory. */
  all(): StoredSession[] {
    return [...this.open.values(), ...this.closed.values()];
  }

  /** How many sessions are open. */
  get openCount(): number {
    return this.open.size;
  }

  private begin(head: SessionHead): boolean {
    if (this.open.has(head.id) || this.closed.has(head.id)) return false;
    this.open.set(head.id, { ...head, state: "open", entries: [] });
    return true;
  }

  /** The entries that were not there yet. */
  private add(id: string, from: number, entries: readonly Entry[]): readonly Entry[] {
    const session = this.open.get(id) ?? this.closed.get(id);
    if (!session) throw new Refusal(409, "no such session in the store");
    const known = session.entries.length - (from - 1);
    if (known < 0) throw new Refusal(409, "entries are missing between what is stored and what is sent");
    const overlap = Math.min(known, entries.length);
    for (let index = 0; index < overlap; index += 1) {
      if (session.entries[from - 1 + index]?.requestId !== entries[index]?.requestId) {
        throw new Refusal(409, "another entry is stored at this position");
      }
    }
    const fresh = entries.slice(overlap);
    if (fresh.length > 0 && session.state !== "open")
      throw new Refusal(409, "the session is closed in the store");
    session.entries.push(...fresh);
    return fresh;
  }

  private close(id: string, state: "closed" | "lost"): boolean {
    const session = this.open.get(id);
    if (!session) return false;
    this.open.delete(id);
    session.state = state;
    this.closed.set(id, session);
    for (const oldest of this.closed.keys()) {
      if (this.closed.size <= closedKept) break;
      this.closed.delete(oldest);
    }
    return true;
  }
}

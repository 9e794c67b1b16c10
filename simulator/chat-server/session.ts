import { Refusal } from "../refusal";
import { Lane, monotonic } from "../time";
import type { Entry, SessionHead, StoredSession, TranscriptWrite } from "../transcript";

/**
 * A chat session in an active member's memory. Its lane runs one operation at a time, so that a refresh waits for a
 * message that is being written: a customer who asks after an unclear send sees the truth.
 */
export class Session {
  readonly lane = new Lane();
  readonly entries: Entry[] = [];
  state: "open" | "closed" = "open";
  /** When the customer was heard last, on the monotonic clock. */
  touchedAt = monotonic();
  closedAt = Infinity;
  /** How many entries agents were told of. */
  announced = 0;
  private begun = false;
  private closeStored = false;
  private storedCount = 0;
  private readonly requests = new Set<string>();

  /** @param epoch of the lease under which this copy was made; it must not be written under another */
  constructor(
    readonly head: SessionHead,
    readonly epoch: number,
  ) {}

  /** A session as the store has it. */
  static restored(stored: StoredSession, epoch: number): Session {
    const { state, entries, ...head } = stored;
    const session = new Session(head, epoch);
    for (const entry of entries) session.add(entry);
    session.begun = true;
    session.storedCount = entries.length;
    session.announced = entries.length;
    if (state !== "open") {
      session.close();
      session.closeStored = true;
    }
    return session;
  }

  get id(): string {
    return this.head.id;
  }

  /** The last entry's position. */
  get position(): number {
    return this.entries.length;
  }

  /** Adds an entry unless its request was here before; true where it is new. */
  add(entry: Entry): boolean {
    if (this.has(entry.requestId)) return false;
    this.requests.add(entry.requestId);
    this.entries.push(entry);
    return true;
  }

  /** Whether a request was here before. */
  has(requestId: string): boolean {
    return this.requests.has(requestId);
  }

  close(): void {
    if (this.state === "closed") return;
    this.state = "closed";
    this.closedAt = monotonic();
  }

  /** What the store does not have yet, or may not have. */
  unstored(): TranscriptWrite[] {
    const writes: TranscriptWrite[] = [];
    if (!this.begun) writes.push({ write: "open", session: this.head });
    if (this.storedCount < this.entries.length) {
      const entries = this.entries.slice(this.storedCount);
      writes.push({ write: "add", session: this.id, from: this.storedCount + 1, entries });
    }
    if (this.state === "closed" && !this.closeStored) {
      writes.push({ write: "close", session: this.id, state: "closed" });
    }
    return writes;
  }

  /** Notes that the store has taken these. */
  stored(writes: readonly TranscriptWrite[]): void {
    for (const write of writes) {
      if (write.write === "open") this.begun = true;
      else if (write.write === "close") this.closeStored = true;
      else this.storedCount = Math.max(this.storedCount, write.from - 1 + write.entries.length);
    }
  }
}

/** The refusal of a request that comes after a session's end. */
export function ended(): Refusal {
  return new Refusal(404, "the chat has ended", undefined, { ended: true });
}

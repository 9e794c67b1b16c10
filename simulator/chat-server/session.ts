import { Refusal } from "../refusal";
import { Lane, monotonic } from "../time";
import type { Entry, RestorableSession, SessionHead, StoredSession, TranscriptWrite } from "../transcript";
import type { Term } from "./membership";

/** How many of the last request ids are known: a request that comes again comes within seconds. */
const recentRequests = 128;
/** Memory of an entry besides its text, in bytes: an estimate. */
const entryCost = 400;

/**
 * A chat session of an active member. Its lane runs one operation at a time, so that a refresh waits for a message that
 * is being written: a customer who asks after an unclear send sees the truth. Memory holds the last entries; the store
 * has all that are left out.
 */
export class Session {
  readonly lane = new Lane();
  state: "open" | "closed" = "open";
  /** When the customer was heard last, on the monotonic clock. */
  touchedAt = monotonic();
  closedAt = Infinity;
  /** Number of entries that agents have got. */
  announced = 0;
  /** Bytes of memory that the entries take, estimated. */
  memory = 0;
  /** Whether the ids of recent requests are known; a session from the list of open ones is without until it is used. */
  knowsRequests = true;
  private entries: Entry[] = [];
  /** How many entries before those in memory the store has. */
  private left = 0;
  private begun = false;
  private closeStored = false;
  private storedCount = 0;
  private readonly requests = new Set<string>();

  /** @param term under whose lease this copy was made; it must not be written under another */
  constructor(
    readonly head: SessionHead,
    readonly term: Term,
  ) {}

  /** A session as the store has it, without any entry in memory. */
  static restored(stored: StoredSession, term: Term): Session {
    const { id, requestId, pair, tenant, endpoint, queue, nick, party, userData, startedAt } = stored;
    const session = new Session(
      { id, requestId, pair, tenant, endpoint, queue, nick, party, ...(userData && { userData }), startedAt },
      term,
    );
    session.begun = true;
    session.left = stored.count;
    session.storedCount = stored.count;
    session.announced = stored.count;
    session.knowsRequests = false;
    if (stored.state !== "open") {
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
    return this.left + this.entries.length;
  }

  /** Takes over the ids of the requests that wrote the last entries. */
  recall({ recent }: Pick<RestorableSession, "recent">): void {
    for (const id of recent) this.remember(id);
    this.knowsRequests = true;
  }

  /** Adds an entry unless its request is known; true if it is new. */
  add(entry: Entry): boolean {
    if (this.has(entry.requestId)) return false;
    this.remember(entry.requestId);
    this.entries.push(entry);
    this.memory += costOf(entry);
    return true;
  }

  /** Whether a request was here a short while before. */
  has(requestId: string): boolean {
    return this.requests.has(requestId);
  }

  /** The entries after a position; undefined if memory does not have all of them. */
  after(position: number): readonly Entry[] | undefined {
    return position < this.left ? undefined : this.entries.slice(position - this.left);
  }

  /** Forgets entries that the store has, but for the last ones. */
  forget(keepBytes: number): void {
    let count = 0;
    for (const entry of this.entries) {
      if (this.memory <= keepBytes || this.left + count >= this.storedCount) break;
      this.memory -= costOf(entry);
      count += 1;
    }
    this.entries = this.entries.slice(count);
    this.left += count;
  }

  close(): void {
    if (this.state === "closed") return;
    this.state = "closed";
    this.closedAt = monotonic();
  }

  /** What the store does not have yet, or may not have: entries of so many bytes at most, and at least one. */
  unstored(mostBytes = Infinity): TranscriptWrite[] {
    const writes: TranscriptWrite[] = [];
    if (!this.begun) writes.push({ write: "open", session: this.head });
    const waiting = this.entries.slice(this.storedCount - this.left);
    let bytes = 0;
    const first = waiting.findIndex((entry, index) => (bytes += costOf(entry)) > mostBytes && index > 0);
    const entries = first < 0 ? waiting : waiting.slice(0, first);
    if (entries.length > 0)
      writes.push({ write: "add", session: this.id, from: this.storedCount + 1, entries });
    if (first < 0 && this.state === "closed" && !this.closeStored) {
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

  /** Takes back what was added after a position, which the store refused and does not have. */
  takeBack(position: number): void {
    for (const entry of this.entries.splice(Math.max(position, this.storedCount) - this.left)) {
      this.memory -= costOf(entry);
      this.requests.delete(entry.requestId);
    }
  }

  private remember(requestId: string): void {
    this.requests.add(requestId);
    if (this.requests.size <= recentRequests) return;
    for (const oldest of this.requests) {
      this.requests.delete(oldest);
      break;
    }
  }
}

function costOf({ text }: Entry): number {
  return entryCost + 2 * text.length;
}

/** The refusal of a request that comes after a session's end. */
export function ended(): Refusal {
  return new Refusal(404, "the chat has ended", undefined, { ended: true });
}

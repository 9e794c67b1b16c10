import type { JournalRecord } from "../journal";
import { Refusal } from "../refusal";
import type { Entry, RestorableSession, SessionHead, StoredSession, TranscriptWrite } from "../transcript";
import type { Location } from "./segment-files";
import { TranscriptIndex, type IndexedChat } from "./transcript-index";

/** What the store may hold; the simulator's own bounds, documented in docs/http.md. */
export const limits = {
  /** Entries of a chat. */
  chatEntries: 50_000,
  /** Bytes on the disk of a chat. */
  chatBytes: 64 * 1024 * 1024,
  /** Chats that are open at the same time. */
  openChats: 10_000,
  /** Bytes of memory of the index of all chats: some 2,500,000 entries in 300,000 chats. */
  indexBytes: 45 * 1024 * 1024,
};

/** The bounds of one answer: it holds fewer entries if they are long, and at least one. */
const page = { entries: 500, bytes: 256 * 1024, chats: 200 };
/** How many of the last entries' request ids tell a repeated request from a new one. */
const recentRequests = 128;

/** Reads a record of the log. */
export type ReadRecord = (at: Location) => JournalRecord | undefined;

type Addition = Extract<TranscriptWrite, { write: "add" }>;

interface OpenChat {
  readonly row: number;
  readonly pair: string;
}

/**
 * The transcripts as the log has them. In memory are the places of the entries and what is open; the entries themselves
 * are read from the disk, a page at a time. Applying a record twice does no more than applying it once.
 */
export class Transcripts {
  private readonly open = new Map<string, OpenChat>();

  constructor(
    readonly index: TranscriptIndex,
    private readonly read: ReadRecord,
  ) {}

  /** Takes over the open chats of an index that was loaded. */
  restore(): void {
    for (const row of this.index.openRows()) {
      const head = this.headAt(this.index.chat(row).head);
      if (head) this.open.set(head.id, { row, pair: head.pair });
    }
  }

  /**
   * The new entries of one request that must be written to disk, one record each. A write that does not fit
   * what is stored is refused: it would be a mistake of the Chat Server's. So is one beyond the limits.
   */
  fresh(writes: readonly TranscriptWrite[]): TranscriptWrite[] {
    /** The entries of chats that this request opens. */
    const opened = new Map<string, number>();
    return writes.flatMap((write): TranscriptWrite[] => {
      switch (write.write) {
        case "open":
          if (opened.has(write.session.id) || this.row(write.session.id) >= 0) return [];
          this.requireRoom();
          if (this.open.size + opened.size >= limits.openChats)
            throw tooMuch(`${limits.openChats} chats are open`);
          opened.set(write.session.id, 0);
          return [write];
        case "add": {
          const known = opened.get(write.session);
          if (known !== undefined) {
            if (write.from !== known + 1) throw gap();
            this.requireShort(write.entries, known + write.entries.length, 0);
            opened.set(write.session, known + write.entries.length);
          }
          const from = known === undefined ? this.firstFresh(write) : write.from;
          return write.entries
            .slice(from - write.from)
            .map((entry, index) => ({ ...write, from: from + index, entries: [entry] }));
        }
        case "close":
          return this.open.has(write.session) || opened.has(write.session) ? [write] : [];
      }
    });
  }

  /** Applies a record that is on the disk; one that was there before changes nothing. */
  apply(write: TranscriptWrite, at: Location, bytes: number): void {
    if (write.write === "open") {
      const { id, pair } = write.session;
      if (this.row(id) < 0) this.open.set(id, { row: this.index.open(id, at), pair });
      return;
    }
    const row = this.row(write.session);
    if (row < 0) throw new Refusal(409, "no such session in the store");
    if (write.write === "close") {
      if (this.open.delete(write.session)) this.index.close(row, write.state);
      return;
    }
    const { count } = this.index.chat(row);
    if (write.from > count + 1) throw gap();
    for (let known = count - write.from + 1; known < write.entries.length; known += 1)
      this.index.add(row, at, Math.ceil(bytes / write.entries.length));
  }

  /** The open chats of a pair without their entries, a page of them, and the row to ask from for the next. */
  openOf(pair: string, from: number): { sessions: StoredSession[]; next?: number } {
    const sessions: StoredSession[] = [];
    for (const { row, pair: of } of this.open.values()) {
      if (row < from || of !== pair) continue;
      if (sessions.length === page.chats) return { sessions, next: row };
      const one = this.headOf(this.index.chat(row));
      if (one) sessions.push(one);
    }
    return { sessions };
  }

  /** A chat without its entries; undefined if it is not stored. */
  find(id: string): StoredSession | undefined {
    const row = this.row(id);
    return row < 0 ? undefined : this.headOf(this.index.chat(row));
  }

  /** A chat with the request ids of its last entries; undefined if it is not stored. */
  restorable(id: string): RestorableSession | undefined {
    const head = this.find(id);
    if (!head) return undefined;
    const after = Math.max(0, head.count - recentRequests);
    const recent = [...this.entriesFrom(this.row(id), after, recentRequests)];
    return { ...head, recent: recent.map(({ requestId }) => requestId) };
  }

  /** The entries of a chat after a position, a page of them; undefined if it is not stored. */
  entries(id: string, after: number): Entry[] | undefined {
    const row = this.row(id);
    if (row < 0) return undefined;
    const found: Entry[] = [];
    let bytes = 0;
    for (const entry of this.entriesFrom(row, after, page.entries)) {
      bytes += Buffer.byteLength(entry.text);
      if (found.length > 0 && bytes > page.bytes) break;
      found.push(entry);
    }
    return found;
  }

  /** All chats from a row on, a page of them, and the row to ask from for the next. */
  list(from: number): {
    transcripts: { id: string; pair: string; state: string; length: number }[];
    next?: number;
  } {
    const to = Math.min(this.index.chats, from + page.chats);
    const transcripts = [];
    for (let row = from; row < to; row += 1) {
      const head = this.headOf(this.index.chat(row));
      if (head) transcripts.push({ id: head.id, pair: head.pair, state: head.state, length: head.count });
    }
    return { transcripts, ...(to < this.index.chats ? { next: to } : {}) };
  }

  /** How many chats are open. */
  get openCount(): number {
    return this.open.size;
  }

  private row(id: string): number {
    return this.open.get(id)?.row ?? this.index.find(id);
  }

  /** The position of the first entry of a write that is not stored yet. */
  private firstFresh({ session, from, entries }: Addition): number {
    const row = this.row(session);
    if (row < 0) throw new Refusal(409, "no such session in the store");
    const { count, state, bytes } = this.index.chat(row);
    const known = count - (from - 1);
    if (known < 0) throw gap();
    const overlap = Math.min(known, entries.length);
    const stored = [...this.entriesFrom(row, from - 1, overlap)];
    if (stored.some(({ requestId }, index) => requestId !== entries[index]?.requestId))
      throw new Refusal(409, "another entry is stored at this position");
    if (overlap === entries.length) return from + overlap;
    if (state !== "open") throw new Refusal(409, "the session is closed in the store");
    this.requireRoom();
    this.requireShort(entries, from + entries.length - 1, bytes);
    return from + overlap;
  }

  /** Refuses messages beyond the limits; that a party leaves is always stored. */
  private requireShort(entries: readonly Entry[], count: number, bytes: number): void {
    if (count <= limits.chatEntries && bytes <= limits.chatBytes) return;
    if (entries.every(({ type }) => type !== "Message.Text")) return;
    const most = `${limits.chatEntries} entries and ${limits.chatBytes / 1024 / 1024} MiB`;
    throw new Refusal(413, `the chat is at its limit of ${most}; end it and start another`, undefined, {
      limit: true,
    });
  }

  private requireRoom(): void {
    if (this.index.memory >= limits.indexBytes) throw tooMuch(`${this.index.entries} messages are stored`);
  }

  private *entriesFrom(row: number, after: number, count: number): Generator<Entry> {
    if (row < 0) return;
    let position = after;
    for (const at of this.index.locations(row, after + 1, after + count)) {
      position += 1;
      const record = this.read(at) as unknown as Addition | undefined;
      const entry = record?.entries[position - record.from];
      if (!entry) throw new Refusal(500, "the store can't read an entry that it had stored");
      yield entry;
    }
  }

  private headOf({ head, state, count }: IndexedChat): StoredSession | undefined {
    const found = this.headAt(head);
    return found && { ...found, state, count };
  }

  private headAt(at: Location): SessionHead | undefined {
    return (this.read(at) as { session?: SessionHead } | undefined)?.session;
  }
}

function gap(): Refusal {
  return new Refusal(409, "entries are missing between what is stored and what is sent");
}

function tooMuch(what: string): Refusal {
  return new Refusal(507, `the store is full: ${what}; nothing was stored`, undefined, { limit: true });
}

import { createHash } from "node:crypto";
import { Column } from "./columns";
import type { Location } from "./segment-files";

/** What the index knows of a chat, by its row. */
export interface IndexedChat {
  readonly row: number;
  readonly state: ChatState;
  /** Entries stored. */
  readonly count: number;
  /** Bytes on the disk. */
  readonly bytes: number;
  /** Where the record is that opened it. */
  readonly head: Location;
}

/** The states of a chat, as numbers in the index. */
export const chatStates = ["open", "closed", "lost"] as const;
export type ChatState = (typeof chatStates)[number];

/** Bytes of memory for an entry and for a chat, its place in the table included. */
const entryCost = 12;
const chatCost = 49;
const firstSlots = 1024;

/**
 * Where each chat's entries are in the log: 12 bytes of memory an entry and 49 a chat, none of it on the JavaScript heap.
 * An entry knows the one before it in its chat.
 */
export class TranscriptIndex {
  private readonly at = Column.floats();
  private readonly previous = Column.integers();
  private readonly keys = [Column.integers(), Column.integers(), Column.integers(), Column.integers()];
  private readonly last = Column.integers();
  private readonly counts = Column.integers();
  private readonly sizes = Column.floats();
  private readonly heads = Column.floats();
  private readonly states = Column.bytes();
  /** Rows of chats plus 1 by the hash of their id; open addressing. */
  private slots = new Uint32Array(firstSlots);
  private entryRows = 0;
  private chatRows = 0;

  /** How many chats are known. */
  get chats(): number {
    return this.chatRows;
  }

  /** How many entries are known. */
  get entries(): number {
    return this.entryRows;
  }

  /** Bytes of memory that it takes. */
  get memory(): number {
    return this.entryRows * entryCost + this.chatRows * chatCost;
  }

  /** A chat's row; -1 if it is not known. */
  find(id: string): number {
    return (this.slots[this.slotOf(keyOf(id))] ?? 0) - 1;
  }

  chat(row: number): IndexedChat {
    return {
      row,
      state: chatStates[this.states.get(row)] ?? "closed",
      count: this.counts.get(row),
      bytes: this.sizes.get(row),
      head: this.heads.get(row),
    };
  }

  /** Adds a chat and returns its row. */
  open(id: string, head: Location): number {
    if ((this.chatRows + 1) * 3 > this.slots.length * 2) this.grow();
    const key = keyOf(id);
    const row = this.chatRows;
    this.chatRows += 1;
    this.slots[this.slotOf(key)] = row + 1;
    this.keys.forEach((column, index) => column.set(row, key[index] ?? 0));
    this.heads.set(row, head);
    this.states.set(row, 0);
    this.last.set(row, 0);
    this.counts.set(row, 0);
    this.sizes.set(row, 0);
    return row;
  }

  /** Adds an entry to a chat. */
  add(row: number, at: Location, bytes: number): void {
    this.at.set(this.entryRows, at);
    this.previous.set(this.entryRows, this.last.get(row));
    this.entryRows += 1;
    this.last.set(row, this.entryRows);
    this.counts.set(row, this.counts.get(row) + 1);
    this.sizes.set(row, this.sizes.get(row) + bytes);
  }

  close(row: number, state: ChatState): void {
    this.states.set(row, chatStates.indexOf(state));
  }

  /** The locations of a chat's entries from one position to another, both included, counted from 1. */
  locations(row: number, first: number, last: number): Location[] {
    const found: Location[] = [];
    let entry = this.last.get(row);
    for (let position = this.counts.get(row); position >= first && entry > 0; position -= 1) {
      if (position <= last) found.push(this.at.get(entry - 1));
      entry = this.previous.get(entry - 1);
    }
    return found.reverse();
  }

  /** The open chats' rows. */
  *openRows(): Generator<number> {
    for (let row = 0; row < this.chatRows; row += 1) if (this.states.get(row) === 0) yield row;
  }

  /** How many rows there are, for `load`. */
  get rows(): readonly [chats: number, entries: number] {
    return [this.chatRows, this.entryRows];
  }

  /** Everything as bytes, for a snapshot; valid until the next change. */
  *dump(): Generator<Buffer> {
    for (const column of this.chatColumns()) yield* column.dump(this.chatRows);
    for (const column of this.entryColumns()) yield* column.dump(this.entryRows);
  }

  /** Takes what `dump` returned; false if it does not have the length for so many rows. */
  load([chats, entries]: readonly [number, number], bytes: Buffer): boolean {
    const parts = [
      ...this.chatColumns().map((column) => [column, chats] as const),
      ...this.entryColumns().map((column) => [column, entries] as const),
    ];
    const length = parts.reduce((sum, [column, rows]) => sum + column.width * rows, 0);
    if (length !== bytes.length) return false;
    let at = 0;
    for (const [column, rows] of parts) column.load(bytes.subarray(at, (at += column.width * rows)));
    this.chatRows = chats;
    this.entryRows = entries;
    while (chats * 3 > this.slots.length * 2) this.slots = new Uint32Array(this.slots.length * 2);
    this.rehash();
    return true;
  }

  private chatColumns(): Column[] {
    return [...this.keys, this.last, this.counts, this.sizes, this.heads, this.states];
  }

  private entryColumns(): Column[] {
    return [this.at, this.previous];
  }

  private grow(): void {
    this.slots = new Uint32Array(this.slots.length * 2);
    this.rehash();
  }

  private rehash(): void {
    for (let row = 0; row < this.chatRows; row += 1) {
      this.slots[this.slotOf(this.keys.map((column) => column.get(row)))] = row + 1;
    }
  }

  /** The slot that has the key, or the empty one for it. */
  private slotOf(key: readonly number[]): number {
    const mask = this.slots.length - 1;
    let slot = (key[0] ?? 0) & mask;
    for (; ; slot = (slot + 1) & mask) {
      const row = (this.slots[slot] ?? 0) - 1;
      if (row < 0 || this.keys.every((column, index) => column.get(row) === key[index])) return slot;
    }
  }
}

/** 128 bits that identify a chat. */
function keyOf(id: string): number[] {
  const digest = createHash("sha256").update(id).digest();
  return [0, 4, 8, 12].map((at) => digest.readUInt32LE(at));
}

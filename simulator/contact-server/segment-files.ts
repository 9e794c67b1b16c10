import * as fs from "node:fs";
import * as path from "node:path";
import type { JournalRecord } from "../journal";

/** A record's place: its segment times 2^32 plus the byte in the segment. */
export type Location = number;

const segmentSpan = 2 ** 32;
const openFiles = 32;
const firstRead = 2048;

export function locationOf(segment: number, offset: number): Location {
  return segment * segmentSpan + offset;
}

export function placeOf(at: Location): [segment: number, offset: number] {
  return [Math.floor(at / segmentSpan), at % segmentSpan];
}

/** A segment's file. The first has the name that the journal of earlier releases had, and that journal is read as one. */
export function segmentFile(folder: string, segment: number): string {
  const suffix = segment === 0 ? "" : `-${String(segment).padStart(6, "0")}`;
  return path.join(folder, `transcripts${suffix}.jsonl`);
}

export function parseRecord(line: string): JournalRecord | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return value !== null && typeof value === "object" ? (value as JournalRecord) : undefined;
  } catch {
    return undefined;
  }
}

/** Reads single records of a log's segments. */
export class SegmentReader {
  private readonly files = new Map<number, number>();

  constructor(private readonly folder: string) {}

  /** The record at a location; undefined if the disk does not have it. */
  read(at: Location): JournalRecord | undefined {
    const [segment, offset] = placeOf(at);
    const descriptor = this.file(segment);
    for (let length = firstRead; ; length *= 8) {
      const bytes = Buffer.allocUnsafe(length);
      const count = fs.readSync(descriptor, bytes, 0, length, offset);
      const end = bytes.subarray(0, count).indexOf(10);
      if (end >= 0) return parseRecord(bytes.toString("utf8", 0, end));
      if (count < length) return undefined;
    }
  }

  /** Bytes of the log up to a location; undefined if the disk has fewer. */
  bytesUpTo(at: Location): number | undefined {
    const [segment, offset] = placeOf(at);
    try {
      let bytes = offset;
      for (let each = 0; each < segment; each += 1) bytes += fs.statSync(segmentFile(this.folder, each)).size;
      return fs.statSync(segmentFile(this.folder, segment)).size < offset ? undefined : bytes;
    } catch {
      return undefined;
    }
  }

  close(): void {
    for (const descriptor of this.files.values()) fs.closeSync(descriptor);
    this.files.clear();
  }

  private file(segment: number): number {
    const known = this.files.get(segment);
    if (known !== undefined) return known;
    const [oldest] = this.files;
    if (oldest && this.files.size >= openFiles) {
      this.files.delete(oldest[0]);
      fs.closeSync(oldest[1]);
    }
    const descriptor = fs.openSync(segmentFile(this.folder, segment), "r");
    this.files.set(segment, descriptor);
    return descriptor;
  }
}

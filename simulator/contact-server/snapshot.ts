import { createHash } from "node:crypto";
import * as fs from "node:fs";
import * as path from "node:path";
import type { LeaseRecord } from "./lease";
import type { Location, SegmentReader } from "./segment-files";
import type { TranscriptIndex } from "./transcript-index";

/** What a snapshot holds besides the index. */
export interface SnapshotHead {
  /** The location up to which the log is in it. */
  readonly upTo: Location;
  /** Bytes of the log up to there: with fewer or more it is another log. */
  readonly bytes: number | undefined;
  /** The store's identity; undefined if none was written yet. */
  readonly store?: string;
  readonly leases: readonly LeaseRecord[];
}

interface Heading extends SnapshotHead {
  readonly version: 1;
  readonly rows: readonly [number, number];
  readonly digest: string;
}

const fileOf = (folder: string): string => path.join(folder, "transcripts.index");

/**
 * Saves the index, so that a start reads only what was written since. It is a cache: the log is the truth, and a
 * snapshot that is missing, damaged or of other data costs time and nothing else.
 */
export async function saveSnapshot(
  folder: string,
  head: SnapshotHead,
  index: TranscriptIndex,
): Promise<void> {
  const fresh = `${fileOf(folder)}.new`;
  const digest = createHash("sha256");
  for (const bytes of index.dump()) digest.update(bytes);
  const heading: Heading = { version: 1, ...head, rows: index.rows, digest: digest.digest("hex") };
  const descriptor = fs.openSync(fresh, "w");
  try {
    fs.writeSync(descriptor, `${JSON.stringify(heading)}\n`);
    for (const bytes of index.dump()) {
      for (let at = 0; at < bytes.length;) at += fs.writeSync(descriptor, bytes, at);
    }
    await new Promise<void>((resolve, reject) =>
      fs.fsync(descriptor, (error) => (error ? reject(error) : resolve())),
    );
  } finally {
    fs.closeSync(descriptor);
  }
  fs.renameSync(fresh, fileOf(folder));
}

/** Loads the index; undefined, and the index empty, if there is no snapshot of this log. */
export function loadSnapshot(
  folder: string,
  reader: SegmentReader,
  index: TranscriptIndex,
): SnapshotHead | undefined {
  try {
    // Opening a pipe would wait without end.
    if (!fs.statSync(fileOf(folder)).isFile()) return undefined;
    const bytes = fs.readFileSync(fileOf(folder));
    const end = bytes.indexOf(10);
    const heading = JSON.parse(bytes.toString("utf8", 0, end)) as Heading;
    const body = bytes.subarray(end + 1);
    if (heading.version !== 1 || reader.bytesUpTo(heading.upTo) !== heading.bytes) return undefined;
    if (createHash("sha256").update(body).digest("hex") !== heading.digest) return undefined;
    return index.load(heading.rows, body) ? heading : undefined;
  } catch {
    return undefined;
  }
}

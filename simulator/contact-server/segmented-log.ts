import * as fs from "node:fs";
import type { JournalRecord } from "../journal";
import { linesOf } from "../lines";
import { Refusal } from "../refusal";
import { VolumeFull, writeOrUndo } from "../volume-full";
import { locationOf, parseRecord, placeOf, segmentFile, type Location } from "./segment-files";

/** A segment that has grown to this many bytes is not written to any more. */
const segmentBytes = 16 * 1024 * 1024;
/** Bytes that may wait for the disk; more are refused. */
const queueBytes = 16 * 1024 * 1024;
/** Records that are replayed before other work gets its turn. */
const replayStep = 500;

/** How to open a log. */
export interface LogOptions {
  /**
   * Called once for each record that is on the disk, in order: at opening for those that are there, later for each new
   * one before its append resolves. What it builds is therefore never ahead of the disk.
   */
  readonly apply: (record: JournalRecord, at: Location, bytes: number) => void;
  /** Called when writing failed for another reason than a full volume: what is on the disk is then unknown. */
  readonly onFailure: (error: unknown) => void;
  /** Called when a segment is complete. */
  readonly onSegment?: () => void;
  /** Bytes of a complete segment; default 16 MiB. */
  readonly segmentBytes?: number;
}

/** What opening found. */
export interface LogState {
  /** Bytes of a torn last line that were cut off. */
  readonly torn: number;
  /** Lines that could not be read: a damaged disk, never an interrupted write. */
  readonly unreadable: number;
  /** Records that were replayed. */
  readonly replayed: number;
}

interface Waiting {
  readonly records: readonly JournalRecord[];
  readonly lines: readonly Buffer[];
  readonly done: () => void;
  readonly failed: (error: unknown) => void;
}

/**
 * An append-only log of JSON lines in segment files. Records are never rewritten or moved, so a record's location is
 * valid as long as the data is, and no interruption can lose what was once written. What is appended while one write is
 * under way goes into the next one and shares its flush to the disk ("group commit").
 */
export class SegmentedLog {
  private queue: Waiting[] = [];
  private queued = 0;
  private writing: Promise<void> | undefined;
  private descriptor = -1;
  private segment = 0;
  private size = 0;
  private applied: Location = 0;

  private constructor(
    private readonly folder: string,
    private readonly options: LogOptions,
  ) {}

  /**
   * Opens the log, making it if there is none; cuts off a torn last line and replays the rest.
   * @param from the location from which on records are replayed; it must be where a record starts, or the end
   */
  static async open(
    folder: string,
    options: LogOptions,
    from: Location = 0,
  ): Promise<[SegmentedLog, LogState]> {
    fs.mkdirSync(folder, { recursive: true });
    const log = new SegmentedLog(folder, options);
    const state = await log.replay(from);
    return [log, state];
  }

  /** The location after the last record that is on the disk and applied. */
  get end(): Location {
    return this.applied;
  }

  /**
   * Appends records, in this order; resolves when the disk has them and they were applied. Rejects with `VolumeFull` if
   * the volume has no room for them.
   */
  append(records: readonly JournalRecord[]): Promise<void> {
    const lines = records.map((record) => Buffer.from(`${JSON.stringify(record)}\n`));
    const bytes = lines.reduce((sum, { length }) => sum + length, 0);
    if (this.queued + bytes > queueBytes) {
      return Promise.reject(new Refusal(503, "the store has more to write than it may keep in memory"));
    }
    this.queued += bytes;
    return new Promise((resolve, reject) => {
      this.queue.push({ records, lines, done: resolve, failed: reject });
      this.writing ??= this.drain();
    });
  }

  /** Writes what waits and closes all files. */
  async close(): Promise<void> {
    await this.writing;
    fs.closeSync(this.descriptor);
  }

  private async replay(from: Location): Promise<LogState> {
    const state = { torn: 0, unreadable: 0, replayed: 0 };
    let [segment, offset] = placeOf(from);
    for (; ; segment += 1, offset = 0) {
      const file = segmentFile(this.folder, segment);
      const isLast = !fs.existsSync(segmentFile(this.folder, segment + 1));
      let good = offset;
      for (const line of linesOf(file, offset)) {
        if (!line.complete) break;
        good = line.end;
        const record = parseRecord(line.text);
        if (record) {
          this.options.apply(record, locationOf(segment, line.start), line.end - line.start);
          state.replayed += 1;
        } else if (line.text !== "") state.unreadable += 1;
        if (state.replayed % replayStep === 0) await new Promise((resolve) => setImmediate(resolve));
      }
      if (!isLast) continue;
      // Cut it off now: the next record would be appended to half a line otherwise, and be lost with it.
      state.torn = fs.existsSync(file) ? fs.statSync(file).size - good : 0;
      if (state.torn > 0) fs.truncateSync(file, good);
      this.writeTo(segment);
      return state;
    }
  }

  private writeTo(segment: number): void {
    const file = segmentFile(this.folder, segment);
    const isNew = !fs.existsSync(file);
    const descriptor = fs.openSync(file, "a");
    // Without this a machine that fails could lose the name of a file whose content it has.
    if (isNew) syncFolder(this.folder);
    if (this.descriptor >= 0) fs.closeSync(this.descriptor);
    this.descriptor = descriptor;
    this.segment = segment;
    this.size = fs.fstatSync(descriptor).size;
    this.applied = locationOf(segment, this.size);
  }

  private async drain(): Promise<void> {
    // One turn of the loop's delay lets the other requests that have just come in join this write.
    await new Promise((resolve) => setImmediate(resolve));
    try {
      while (this.queue.length > 0) {
        const batch = this.queue;
        this.queue = [];
        this.queued = 0;
        await this.commit(batch);
      }
    } catch (error) {
      // What was not written is not acknowledged.
      this.options.onFailure(error);
    }
    this.writing = undefined;
  }

  private async commit(batch: readonly Waiting[]): Promise<void> {
    const bytes = Buffer.concat(batch.flatMap(({ lines }) => lines));
    let at = this.applied;
    if (bytes.length > 0) {
      if (!writeOrUndo(this.descriptor, bytes, this.size)) {
        for (const { failed } of batch) failed(new VolumeFull());
        return;
      }
      this.size += bytes.length;
      await flush(this.descriptor);
    }
    for (const { records, lines, done, failed } of batch) {
      let failure: unknown;
      records.forEach((record, index) => {
        const { length } = lines[index] ?? { length: 0 };
        try {
          this.options.apply(record, at, length);
        } catch (error) {
          failure ??= error;
        }
        at += length;
      });
      this.applied = at;
      if (failure === undefined) done();
      else failed(failure);
    }
    if (this.size >= (this.options.segmentBytes ?? segmentBytes)) this.nextSegment();
  }

  private nextSegment(): void {
    try {
      this.writeTo(this.segment + 1);
      this.options.onSegment?.();
    } catch {
      // A full volume: this segment grows beyond its size until there is room for another file.
    }
  }
}

function flush(descriptor: number): Promise<void> {
  return new Promise((resolve, reject) =>
    fs.fdatasync(descriptor, (error) => (error ? reject(error) : resolve())),
  );
}

function syncFolder(folder: string): void {
  const descriptor = fs.openSync(folder, "r");
  fs.fsyncSync(descriptor);
  fs.closeSync(descriptor);
}

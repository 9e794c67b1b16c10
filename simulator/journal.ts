import * as fs from "node:fs";
import * as path from "node:path";
import { linesOf } from "./lines";
import { VolumeFull, writeOrUndo } from "./volume-full";

/** What a record looks like: any JSON object. */
export type JournalRecord = Readonly<Record<string, unknown>>;

/** How to open a journal. */
export interface JournalOptions {
  /** Called with every record that is already there, oldest first, and its place in the file. */
  readonly replay: (record: JournalRecord) => void;
  /** Whether a record counts as written only when the disk has it; without, when the system has it. */
  readonly sync: boolean;
  /** Called when writing failed for another reason than a full volume: what is on the disk is then unknown. */
  readonly onFailure: (error: unknown) => void;
}

/** What opening found in the file. */
export interface JournalState {
  /** Bytes of a torn last line that were cut off. */
  readonly torn: number;
  /** Lines in the middle that could not be read: a damaged disk, never an interrupted write. */
  readonly unreadable: number;
}

interface Waiting {
  readonly lines: string;
  readonly done: () => void;
  readonly failed: (error: Error) => void;
}

/**
 * An append-only file of JSON lines. Whatever is handed in while one write is under way goes into the next one together
 * and shares its flush to the disk ("group commit"), so the rate of records is not the rate of flushes.
 */
export class Journal {
  private queue: Waiting[] = [];
  private writing: Promise<void> | undefined;
  private readonly descriptor: number;
  /** Bytes in the file. */
  size: number;

  private constructor(
    readonly file: string,
    readonly state: JournalState,
    private readonly options: JournalOptions,
  ) {
    this.descriptor = fs.openSync(file, "a");
    this.size = fs.fstatSync(this.descriptor).size;
  }

  /** Opens the file, making it where there is none; cuts off a torn last line and replays the rest. */
  static open(file: string, options: JournalOptions): Journal {
    fs.mkdirSync(path.dirname(file), { recursive: true });
    let unreadable = 0;
    let good = 0;
    for (const line of linesOf(file)) {
      if (!line.complete) break;
      good = line.end;
      const record = parse(line.text);
      if (record) options.replay(record);
      else if (line.text !== "") unreadable += 1;
    }
    const torn = fs.existsSync(file) ? fs.statSync(file).size - good : 0;
    // Cut it off now: the next record would be appended to half a line otherwise, and be lost with it.
    if (torn > 0) fs.truncateSync(file, good);
    return new Journal(file, { torn, unreadable }, options);
  }

  /** All records of a file, without opening it for writing. */
  static *read(file: string): Generator<JournalRecord> {
    for (const line of linesOf(file)) {
      const record = line.complete ? parse(line.text) : undefined;
      if (record) yield record;
    }
  }

  /** Puts these records in the place of all that is there, at once or not at all. */
  static replace(file: string, records: Iterable<JournalRecord>): void {
    const fresh = `${file}.new`;
    const descriptor = fs.openSync(fresh, "w");
    for (const record of records) fs.writeSync(descriptor, `${JSON.stringify(record)}\n`);
    fs.fsyncSync(descriptor);
    fs.closeSync(descriptor);
    fs.renameSync(fresh, file);
  }

  /**
   * Appends records, in this order and next to each other; resolves when they are written. Rejects with `VolumeFull` if the
   * volume has no room: nothing of them is in the file then, and a later append may succeed.
   */
  append(records: readonly JournalRecord[]): Promise<void> {
    const lines = records.map((record) => `${JSON.stringify(record)}\n`).join("");
    return new Promise((resolve, reject) => {
      this.queue.push({ lines, done: resolve, failed: reject });
      this.writing ??= this.drain();
    });
  }

  /** Resolves when everything appended so far is written. */
  async flushed(): Promise<void> {
    if (this.writing) await this.append([]);
  }

  /** Writes what is waiting and closes the file. */
  async close(): Promise<void> {
    await this.writing;
    fs.closeSync(this.descriptor);
  }

  private async drain(): Promise<void> {
    // One turn of the loop's delay lets the other requests that have just come in join this write.
    await new Promise((resolve) => setImmediate(resolve));
    try {
      while (this.queue.length > 0) {
        const batch = this.queue;
        this.queue = [];
        const bytes = Buffer.from(batch.map(({ lines }) => lines).join(""));
        const full = bytes.length > 0 && !(await this.write(bytes));
        for (const { done, failed } of batch) {
          if (full) failed(new VolumeFull());
          else done();
        }
      }
    } catch (error) {
      // What was not written is not acknowledged.
      this.options.onFailure(error);
    }
    this.writing = undefined;
  }

  /** Returns false if the volume is full; the file is then as it was. */
  private async write(bytes: Buffer): Promise<boolean> {
    if (!writeOrUndo(this.descriptor, bytes, this.size)) return false;
    this.size += bytes.length;
    if (this.options.sync) await promised<void>((done) => fs.fdatasync(this.descriptor, done));
    return true;
  }
}

function promised<T>(start: (done: (error: Error | null, value: T) => void) => void): Promise<T> {
  return new Promise((resolve, reject) => start((error, value) => (error ? reject(error) : resolve(value))));
}

function parse(line: string): JournalRecord | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return value !== null && typeof value === "object" ? (value as JournalRecord) : undefined;
  } catch {
    return undefined;
  }
}

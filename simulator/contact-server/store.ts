import { randomUUID } from "node:crypto";
import type { JournalRecord } from "../journal";
import type { Log } from "../log";
import type { TranscriptWrite } from "../transcript";
import type { LeaseRecord } from "./lease";
import { SegmentReader } from "./segment-files";
import { SegmentedLog, type LogOptions } from "./segmented-log";
import { loadSnapshot, saveSnapshot } from "./snapshot";
import { TranscriptIndex } from "./transcript-index";
import { Transcripts } from "./transcripts";

/**
 * The data of the Contact Server: transcripts, leases and the identity of the store, all in one log. What is in memory
 * follows the disk and is never ahead of it.
 */
export class Store {
  readonly transcripts: Transcripts;
  private readonly index = new TranscriptIndex();
  private readonly leases = new Map<string, LeaseRecord>();
  private readonly reader: SegmentReader;
  private log: SegmentedLog | undefined;
  private known: string | undefined;
  private naming: Promise<unknown> | undefined;
  private saving: Promise<void> = Promise.resolve();

  private constructor(
    private readonly folder: string,
    private readonly report: Log,
  ) {
    this.reader = new SegmentReader(folder);
    this.transcripts = new Transcripts(this.index, (at) => this.reader.read(at));
  }

  /** Opens the data, making it if there is none. */
  static async open(
    folder: string,
    report: Log,
    options: Pick<LogOptions, "onFailure" | "segmentBytes">,
  ): Promise<Store> {
    const store = new Store(folder, report);
    const snapshot = loadSnapshot(folder, store.reader, store.index);
    store.known = snapshot?.store;
    for (const lease of snapshot?.leases ?? []) store.leases.set(lease.pair, lease);
    store.transcripts.restore();
    const [log, state] = await SegmentedLog.open(
      folder,
      {
        ...options,
        apply: (record, at, bytes) => store.apply(record, at, bytes),
        onSegment: () => void store.save(),
      },
      snapshot?.upTo,
    );
    store.log = log;
    if (state.torn > 0) report.warn({ bytes: state.torn }, "cut off a torn last line");
    if (state.unreadable > 0) report.error({ lines: state.unreadable }, "the log has damaged lines");
    report.info({ replayed: state.replayed, snapshot: snapshot !== undefined }, "log is read");
    return store;
  }

  /** The leases as the disk has them. */
  get leaseRecords(): Iterable<LeaseRecord> {
    return this.leases.values();
  }

  /**
   * The identity of this data: random, made with it and lost with it. Epochs of two stores can't be compared.
   * Rejects with `VolumeFull` while there is no room to write a new one down.
   */
  async identity(): Promise<string> {
    if (this.known === undefined) {
      this.naming ??= this.append([{ write: "store", id: randomUUID() }]).finally(
        () => (this.naming = undefined),
      );
      await this.naming;
    }
    return this.known ?? "";
  }

  /** Appends records; resolves when the disk has them. */
  append(records: readonly JournalRecord[]): Promise<void> {
    return this.log?.append(records) ?? Promise.reject(new Error("the log is not open"));
  }

  /** Writes what waits, and a snapshot, so that the next start is quick. */
  async close(): Promise<void> {
    await this.append([]);
    await this.save();
    await this.log?.close();
    this.reader.close();
  }

  /** Saves a snapshot of what is on the disk; one at a time, and none is no harm. */
  private save(): Promise<void> {
    const write = (): Promise<void> =>
      saveSnapshot(
        this.folder,
        {
          upTo: this.log?.end ?? 0,
          bytes: this.reader.bytesUpTo(this.log?.end ?? 0),
          leases: [...this.leases.values()],
          ...(this.known === undefined ? {} : { store: this.known }),
        },
        this.index,
      );
    this.saving = this.saving.then(write).catch((error: unknown) => {
      this.report.warn({ err: error }, "no snapshot: the next start reads more of the log");
    });
    return this.saving;
  }

  private apply(record: JournalRecord, at: number, bytes: number): void {
    if (record.write === "store") this.known ??= String(record.id);
    else if (record.write === "lease") {
      const lease = record as unknown as LeaseRecord;
      this.leases.set(lease.pair, lease);
    } else {
      try {
        this.transcripts.apply(record as unknown as TranscriptWrite, at, bytes);
      } catch (error) {
        // A new record was checked before it was written: its append must not be acknowledged.
        if (this.log) throw error;
        this.report.error({ session: record.session }, "a record does not fit the ones before it");
      }
    }
  }
}

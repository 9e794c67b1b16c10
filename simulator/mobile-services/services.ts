import { randomUUID } from "node:crypto";
import * as fs from "node:fs";
import * as path from "node:path";
import { Journal, type JournalRecord } from "../journal";
import { Lane } from "../time";
import { isVolumeFull, VolumeFull } from "../volume-full";

/** The journal is written anew when it has grown to this many bytes. */
const journalLimit = 8 * 1024 * 1024;
/** More than this many services at once are refused; the simulator's own bound on memory. */
export const serviceLimit = 10_000;

/** What is kept of a service; the transcript is not. */
export interface Service {
  readonly id: string;
  /** The section's name without `service.`. */
  readonly name: string;
  readonly createdAt: number;
  readonly verbose: boolean;
  touchedAt: number;
  /** The pair that has the chat; undefined before there is one. */
  alias?: string;
  session?: string;
  /** The last position given by `send` or `refresh`. */
  position: number;
  /** The chat can't be continued. */
  lost?: boolean;
}

/**
 * The services, kept in the data folder so that a GMS that starts again continues every chat (the product keeps them in
 * Cassandra). A record counts as written when the system has it: a killed process loses nothing, and a machine that fails
 * takes more with it than a position.
 */
export class Services {
  private readonly byId = new Map<string, Service>();
  /** One request at a time begins or ends a service's chat. */
  private readonly lanes = new Map<string, Lane>();
  private journal: Journal;
  private readonly file: string;

  constructor(
    dataFolder: string,
    private readonly onFailure: (error: unknown) => void,
  ) {
    this.file = path.join(dataFolder, "services.jsonl");
    fs.mkdirSync(dataFolder, { recursive: true });
    // Nobody could ask for a service while GMS was away: that time does not count against it.
    for (const record of Journal.read(this.file)) {
      if (record.deleted === true) this.byId.delete(String(record.id));
      else this.byId.set(String(record.id), { ...(record as unknown as Service), touchedAt: Date.now() });
    }
    this.journal = this.rewrite();
  }

  get count(): number {
    return this.byId.size;
  }

  all(): Service[] {
    return [...this.byId.values()];
  }

  find(id: string): Service | undefined {
    return this.byId.get(id);
  }

  async create(name: string, verbose: boolean): Promise<Service> {
    const now = Date.now();
    const service: Service = { id: randomUUID(), name, verbose, createdAt: now, touchedAt: now, position: 0 };
    this.byId.set(service.id, service);
    try {
      await this.save(service, true);
    } catch (error) {
      this.byId.delete(service.id);
      throw error;
    }
    return service;
  }

  /**
   * Writes a service down as it is now.
   * @param isVital whether a full volume is an error; a position that is not written down costs a repeated answer at most
   */
  async save(service: Service, isVital = false): Promise<void> {
    if (this.byId.get(service.id) !== service) return;
    await this.append({ ...service }, isVital);
    if (this.journal.size > journalLimit) {
      const former = this.journal;
      this.journal = this.rewrite();
      await former.close();
    }
  }

  /** Forgets a service. */
  async remove(service: Service): Promise<void> {
    if (!this.byId.delete(service.id)) return;
    this.lanes.delete(service.id);
    await this.append({ id: service.id, deleted: true }, false);
  }

  private async append(record: JournalRecord, isVital: boolean): Promise<void> {
    await this.journal.append([record]).catch((error: unknown) => {
      if (isVital || !(error instanceof VolumeFull)) throw error;
    });
  }

  /** Begins and ends a service's chat one request after the other. */
  lane(service: Service): Lane {
    let lane = this.lanes.get(service.id);
    if (!lane) this.lanes.set(service.id, (lane = new Lane()));
    return lane;
  }

  /** Waits until everything is written. */
  flushed(): Promise<void> {
    return this.journal.flushed();
  }

  private rewrite(): Journal {
    try {
      Journal.replace(
        this.file,
        this.all().map((service) => ({ ...service })),
      );
    } catch (error) {
      // The journal as it is says the same in more words.
      if (!isVolumeFull(error)) throw error;
      fs.rmSync(`${this.file}.new`, { force: true });
    }
    return Journal.open(this.file, { sync: false, replay: () => undefined, onFailure: this.onFailure });
  }
}

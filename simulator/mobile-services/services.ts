import { randomBytes, randomUUID } from "node:crypto";
import * as fs from "node:fs";
import * as path from "node:path";
import { Journal, type JournalRecord } from "../journal";
import { Refusal } from "../refusal";
import { Lane } from "../time";
import { isVolumeFull, VolumeFull } from "../volume-full";

/** The journal is rewritten when it has grown to this many bytes, and to twice what it had after the last time. */
const journalLimit = 8 * 1024 * 1024;
/** More than this many services at once are refused; the simulator's own bound on memory. */
const serviceLimit = 10_000;
/** The parameters of services whose chats have not begun may take so many bytes together. */
const parametersLimit = 4 * 1024 * 1024;

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
  /** When the chat was started, in milliseconds since 1970. */
  startedAt?: number;
  /** The last position that a client without positions of its own was given. */
  position: number;
  /** The chat can't be continued. */
  lost?: boolean;
  /** The chat has come to its end; the service is kept for its lifetime. */
  ended?: boolean;
  /** False until an agent was announced, where the service has to wait for one: its chat can't be started. */
  agentAnnounced?: boolean;
  /** The parameters of its creation, until the chat has begun. */
  parameters?: Readonly<Record<string, string>>;
  /** Shown in verbose answers; 16 hexadecimal digits. */
  readonly userId: string;
  /** The same. */
  readonly secureKey: string;
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
  private parametersBytes = 0;
  private rewriteAt = journalLimit;
  private journal: Journal;
  private readonly file: string;

  constructor(
    dataFolder: string,
    private readonly onFailure: (error: unknown) => void,
  ) {
    this.file = path.join(dataFolder, "services.jsonl");
    fs.mkdirSync(dataFolder, { recursive: true });
    // Customers could not use a service while GMS was down: that time does not count.
    for (const record of Journal.read(this.file)) {
      if (record.deleted === true) this.byId.delete(String(record.id));
      else {
        const service = { ...newKeys(), ...(record as unknown as Service), touchedAt: Date.now() };
        this.byId.set(String(record.id), service);
      }
    }
    for (const { parameters } of this.byId.values()) this.parametersBytes += bytesOf(parameters);
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

  /** Makes a service; refused where there are as many as this process may keep. */
  async create(
    name: string,
    verbose: boolean,
    parameters: Readonly<Record<string, string>>,
  ): Promise<Service> {
    await this.makeRoom(bytesOf(parameters));
    const now = Date.now();
    const service: Service = {
      id: randomUUID(),
      name,
      verbose,
      createdAt: now,
      touchedAt: now,
      position: 0,
      ...newKeys(),
      ...(Object.keys(parameters).length > 0 && { parameters }),
    };
    this.byId.set(service.id, service);
    this.parametersBytes += bytesOf(parameters);
    try {
      await this.save(service, true);
    } catch (error) {
      this.byId.delete(service.id);
      this.dropParameters(service);
      throw error;
    }
    return service;
  }

  /** Notes the session of a service whose chat has begun: it has the parameters from then on. */
  async begun(service: Service, session: string, startedAt: number): Promise<void> {
    this.dropParameters(service);
    Object.assign(service, { session, startedAt });
    await this.save(service);
  }

  /**
   * Writes the current state of a service to disk.
   * @param isVital whether a full volume is an error; a position that is not written down costs a repeated answer at most
   */
  async save(service: Service, isVital = false): Promise<void> {
    if (this.byId.get(service.id) !== service) return;
    await this.append({ ...service }, isVital);
    if (this.journal.size > this.rewriteAt) {
      const former = this.journal;
      this.journal = this.rewrite();
      this.rewriteAt = Math.max(journalLimit, 2 * this.journal.size);
      await former.close();
    }
  }

  /** Forgets a service. */
  async remove(service: Service): Promise<void> {
    if (!this.byId.delete(service.id)) return;
    this.dropParameters(service);
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

  /** A service whose chat has ended is kept for those who still ask; it makes room for a new one. */
  private async makeRoom(bytes: number): Promise<void> {
    if (this.byId.size >= serviceLimit) {
      for (const service of this.byId.values()) {
        if (!service.ended) continue;
        await this.remove(service);
        break;
      }
    }
    if (this.byId.size >= serviceLimit || this.parametersBytes + bytes > parametersLimit) {
      throw new Refusal(503, "there are too many services");
    }
  }

  private dropParameters(service: Service): void {
    this.parametersBytes -= bytesOf(service.parameters);
    delete service.parameters;
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

function newKeys(): Pick<Service, "userId" | "secureKey"> {
  const key = (): string => randomBytes(8).toString("hex").toUpperCase();
  return { userId: key(), secureKey: key() };
}

function bytesOf(parameters: Readonly<Record<string, string>> = {}): number {
  return Object.entries(parameters).reduce(
    (sum, [name, value]) => sum + Buffer.byteLength(name) + Buffer.byteLength(value),
    0,
  );
}

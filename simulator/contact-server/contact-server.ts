import * as path from "node:path";
import { Routes, type Incoming } from "../http-port";
import { Journal, type JournalRecord } from "../journal";
import type { Role, SimulatedProcess, Surroundings } from "../process";
import { Refusal } from "../refusal";
import { Lane, monotonic } from "../time";
import type { StoredSession, TranscriptWrite } from "../transcript";
import { leaseMs, Leases, type LeaseRecord, type Member, type Standing } from "./lease";
import { Presence } from "./presence";
import { Transcripts } from "./transcripts";

/** A batch of records may hold many transcripts, as at a hand-over. */
const largestRequest = 32 * 1024 * 1024;

/**
 * The Contact Server keeps the transcripts and, standing in for Solution Control Server, says which member of a pair is
 * active. The two are one process on purpose: the one who grants the role is the one who takes the writes, so a write of
 * a member that has lost the role is refused without a second opinion. Its protocol is the simulator's own.
 */
export class ContactServer implements SimulatedProcess {
  readonly statusOn = ["default"];
  readonly ports: Record<string, Routes>;
  private readonly journal: Journal;
  private readonly transcripts = new Transcripts();
  private readonly leases: Leases;
  private readonly presence: Presence;
  /** One search through the journal at a time. */
  private readonly reading = new Lane();
  private readonly expiry = new Map<string, NodeJS.Timeout>();

  constructor(private readonly surroundings: Surroundings) {
    const { log, dataFolder } = surroundings;
    const leases = new Map<string, LeaseRecord>();
    this.journal = Journal.open(path.join(dataFolder, "transcripts.jsonl"), {
      sync: true,
      replay: (record) => this.replay(record, leases),
      onFailure: (error) => {
        // What is on the disk is unknown now, and memory is ahead of it. A restart reads what is really there.
        log.fatal({ err: error }, "the journal can't be written");
        process.exit(1);
      },
    });
    const { torn, unreadable } = this.journal.state;
    if (torn > 0) log.warn({ bytes: torn }, "cut off a torn last line");
    if (unreadable > 0) log.error({ lines: unreadable }, "the journal has damaged lines");
    this.leases = new Leases(monotonic, leases.values());
    this.presence = new Presence((pair, member) => this.gone(pair, member));
    for (const { pair } of this.leases.vacancies()) this.expectExpiry(pair);
    this.ports = { default: this.routes() };
  }

  status(): Role {
    return { role: "active", epoch: 0, sessions: this.transcripts.openCount };
  }

  unhealthy(): undefined {
    return undefined;
  }

  start(): void {
    this.surroundings.log.info({ sessions: this.transcripts.openCount }, "store is open");
  }

  async stop(): Promise<void> {
    for (const timer of this.expiry.values()) clearTimeout(timer);
    await this.journal.flushed();
  }

  private routes(): Routes {
    return new Routes("the Contact Server has no such path", largestRequest)
      .on("POST", "/lease", (incoming) => this.lease(incoming))
      .on("POST", "/lease/release", (incoming) => this.release(incoming))
      .on("GET", "/presence", (incoming) => this.enter(incoming))
      .on("POST", "/records", (incoming) => this.records(incoming))
      .on("GET", "/sessions", async ({ query }) => {
        // What is in memory but not yet on the disk could be gone after a crash: nobody may build on it.
        await this.journal.flushed();
        return { sessions: this.transcripts.openOf(query.get("pair") ?? "") };
      })
      .on("GET", "/sessions/:id", async ({ params }) => {
        await this.journal.flushed();
        return this.transcripts.find(params.id ?? "") ?? notStored();
      })
      .on("GET", "/transcripts", () => ({
        transcripts: this.transcripts.all().map(({ id, pair, state, entries }) => ({
          id,
          pair,
          state,
          length: entries.length,
        })),
      }))
      .on("GET", "/transcripts/:id", async ({ params }) => {
        await this.journal.flushed();
        const id = params.id ?? "";
        return (
          this.transcripts.find(id) ?? (await this.reading.run(() => this.fromJournal(id))) ?? notStored()
        );
      });
  }

  private async lease(incoming: Incoming): Promise<unknown> {
    const { pair, member, standing } = incoming.json<{ pair: string; member: Member; standing: Standing }>();
    const answer = this.leases.request(pair, member, standing);
    if (!answer.granted) return answer;
    this.expectExpiry(pair);
    if (answer.fresh) {
      this.surroundings.log.info(
        { pair, active: member.application, epoch: answer.epoch },
        "active role granted",
      );
      await this.writeLease(pair);
    }
    return { ...answer, leaseMs };
  }

  private async release(incoming: Incoming): Promise<unknown> {
    const { pair, member, successor } = incoming.json<{ pair: string; member: Member; successor?: string }>();
    const released = this.leases.release(pair, member, successor);
    if (released) {
      this.surroundings.log.info({ pair, from: member.application, successor }, "active role given back");
      this.presence.nudge(pair);
      await this.writeLease(pair);
    }
    return { released };
  }

  private enter(incoming: Incoming): undefined {
    const [pair, application, incarnation] = ["pair", "application", "incarnation"].map((name) =>
      incoming.query.get(name),
    );
    if (!pair || !application || !incarnation)
      throw new Refusal(400, "pair, application and incarnation are needed");
    this.presence.enter(pair, { application, incarnation }, incoming.lines());
  }

  private async records(incoming: Incoming): Promise<unknown> {
    const { pair, epoch, writes } = incoming.json<{
      pair: string;
      epoch: number;
      writes: TranscriptWrite[];
    }>();
    if (!this.leases.accepts(pair, epoch)) {
      this.surroundings.log.warn({ pair, epoch, now: this.leases.record(pair).epoch }, "late write refused");
      throw new Refusal(409, "this epoch is over", undefined, { stale: true });
    }
    const records: JournalRecord[] = [];
    try {
      for (const write of writes) {
        const fresh = this.transcripts.apply(write);
        if (fresh) records.push({ ...fresh });
      }
    } finally {
      // Also when a later write of the batch is refused: memory must never be ahead of the journal.
      await this.journal.append(records);
    }
    return { written: records.length };
  }

  private gone(pair: string, member: Member): void {
    if (!this.leases.gone(pair, member)) return;
    this.surroundings.log.warn(
      { pair, application: member.application },
      "the active member's process has ended",
    );
    this.presence.nudge(pair);
  }

  /** Nudges when a lease runs out, for members whose machine froze or whose link broke. */
  private expectExpiry(pair: string): void {
    if (this.expiry.has(pair)) return;
    const inMs = this.leases.vacancies().find((one) => one.pair === pair)?.inMs ?? 0;
    if (inMs === 0) return;
    const check = (): void => {
      this.expiry.delete(pair);
      const left = this.leases.vacancies().find((one) => one.pair === pair)?.inMs ?? 0;
      if (left > 0) this.expectExpiry(pair);
      else this.presence.nudge(pair);
    };
    this.expiry.set(pair, setTimeout(check, inMs + 1).unref());
  }

  private writeLease(pair: string): Promise<void> {
    return this.journal.append([{ write: "lease", ...this.leases.record(pair) }]);
  }

  private replay(record: JournalRecord, leases: Map<string, LeaseRecord>): void {
    if (record.write === "lease") {
      const lease = record as unknown as LeaseRecord;
      leases.set(lease.pair, lease);
    } else {
      try {
        this.transcripts.apply(record as unknown as TranscriptWrite);
      } catch {
        this.surroundings.log.error({ session: record.session }, "a record does not fit the ones before it");
      }
    }
  }

  /** Looks through the whole journal, in small steps: leases are renewed meanwhile. */
  private async fromJournal(id: string): Promise<StoredSession | undefined> {
    const found = new Transcripts();
    let count = 0;
    for (const record of Journal.read(this.journal.file)) {
      const write = record as unknown as TranscriptWrite | { write: "lease" };
      if (write.write !== "lease" && (write.write === "open" ? write.session.id : write.session) === id) {
        found.apply(write);
      }
      if ((count += 1) % 500 === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    return found.find(id);
  }
}

function notStored(): never {
  throw new Refusal(404, "no such session in the store");
}

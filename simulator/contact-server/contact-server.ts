import { Routes, type Incoming } from "../http-port";
import type { Role, SimulatedProcess, ProcessContext } from "../process";
import { Refusal } from "../refusal";
import { monotonic } from "../time";
import type { TranscriptWrite } from "../transcript";
import { leaseMs, Leases, type Member, type LeaseStatus } from "./lease";
import { Presence } from "./presence";
import { Store } from "./store";
import { VolumeFull } from "../volume-full";

/** A batch of records is at most 1 MiB of entries, or one entry; JSON may take some times as much. */
const largestRequest = 8 * 1024 * 1024;

/**
 * The Contact Server keeps the transcripts and, standing in for Solution Control Server, says which member of a pair is
 * active. The two are one process on purpose: the one who grants the role is the one who takes the writes, so a write of
 * a member that has lost the role is refused without a second opinion. Its protocol is the simulator's own.
 */
export class ContactServer implements SimulatedProcess {
  readonly ports: Record<string, Routes>;
  private data: Store | undefined;
  private leases = new Leases(monotonic);
  private readonly presence: Presence;
  private readonly expiry = new Map<string, NodeJS.Timeout>();
  /** Pairs whose lease in memory the disk does not have yet. */
  private readonly unwritten = new Set<string>();

  constructor(private readonly surroundings: ProcessContext) {
    this.presence = new Presence((pair, member) => this.gone(pair, member));
    this.ports = { default: this.routes() };
  }

  /** Reads the data; with a snapshot that is quick, and with a journal of an earlier release it is not. */
  async prepare(): Promise<void> {
    const { log, dataFolder } = this.surroundings;
    this.data = await Store.open(dataFolder, log, {
      onFailure: (error) => {
        // What is on the disk is unknown now. A restart reads what is really there.
        log.fatal({ err: error }, "the log can't be written");
        process.exit(1);
      },
    });
    // Another store may have been here before, whose data is gone: a lease of it may run for as long as this.
    this.leases = new Leases(monotonic, this.data.leaseRecords, monotonic() + leaseMs);
    for (const { pair } of this.leases.vacancies()) this.expectExpiry(pair);
  }

  status(): Role {
    return { role: "active", epoch: 0, sessions: this.store.transcripts.openCount };
  }

  unhealthy(): undefined {
    return undefined;
  }

  start(): void {
    this.surroundings.log.info({ sessions: this.store.transcripts.openCount }, "store is open");
  }

  async stop(): Promise<void> {
    for (const timer of this.expiry.values()) clearTimeout(timer);
    await this.data?.close();
  }

  private get store(): Store {
    if (!this.data) throw new Refusal(503, "the store is not open yet");
    return this.data;
  }

  private routes(): Routes {
    return new Routes("the Contact Server has no such path", largestRequest)
      .internal()
      .on("POST", "/lease", (incoming) => this.lease(incoming))
      .on("POST", "/lease/release", (incoming) => this.release(incoming))
      .on("GET", "/presence", (incoming) => this.enter(incoming))
      .on("POST", "/records", (incoming) => this.records(incoming))
      .on("GET", "/sessions", ({ query }) => {
        const from = numberOf(query, "from");
        return this.store.transcripts.openOf(query.get("pair") ?? "", from);
      })
      .on(
        "GET",
        "/sessions/:id",
        ({ params }) => this.store.transcripts.restorable(params.id ?? "") ?? notStored(),
      )
      .on("GET", "/sessions/:id/entries", ({ params, query }) => ({
        entries: this.store.transcripts.entries(params.id ?? "", numberOf(query, "after")) ?? notStored(),
      }));
  }

  /** Stored transcripts, for those who may run a program in the container and could read its volume as well. */
  addInside(routes: Routes): void {
    routes
      .on("GET", "/transcripts", ({ query }) => this.store.transcripts.list(numberOf(query, "from")))
      .on("GET", "/transcripts/:id", ({ params, query }) => {
        const { transcripts } = this.store;
        const head = transcripts.find(params.id ?? "") ?? notStored();
        return { ...head, entries: transcripts.entries(head.id, numberOf(query, "after")) };
      });
  }

  private async lease(incoming: Incoming): Promise<unknown> {
    const { pair, member, standing } = incoming.json<{
      pair: string;
      member: Member;
      standing: LeaseStatus;
    }>();
    const store = await this.store.identity();
    const answer = this.leases.request(pair, member, standing);
    if (!answer.granted) return answer;
    this.expectExpiry(pair);
    if (answer.fresh) {
      this.unwritten.add(pair);
      this.surroundings.log.info(
        { pair, active: member.application, epoch: answer.epoch },
        "active role granted",
      );
    }
    // Also a grant that could not be written down when it was made: an epoch counts only once the disk has it.
    if (this.unwritten.has(pair)) await this.writeLease(pair);
    return { ...answer, store, leaseMs };
  }

  private async release(incoming: Incoming): Promise<unknown> {
    const { pair, member, successor } = incoming.json<{ pair: string; member: Member; successor?: string }>();
    const released = this.leases.release(pair, member, successor);
    if (released) {
      this.surroundings.log.info({ pair, from: member.application, successor }, "active role given back");
      this.presence.nudge(pair);
      // If there is no room for it, a restart lets the lease run out.
      await this.writeLease(pair).catch((error: unknown) => {
        if (!(error instanceof VolumeFull)) throw error;
      });
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
    const { pair, store, epoch, writes } = incoming.json<{
      pair: string;
      store?: string;
      epoch: number;
      writes: TranscriptWrite[];
    }>();
    // An epoch of another store says nothing here, even if the number is the same.
    if (store !== (await this.store.identity()) || !this.leases.accepts(pair, epoch)) {
      this.surroundings.log.warn({ pair, epoch, now: this.leases.record(pair).epoch }, "late write refused");
      throw new Refusal(409, "this epoch is over", undefined, { stale: true });
    }
    const records = this.store.transcripts.fresh(writes);
    if (records.length > 0) await this.store.append(records.map((record) => ({ ...record })));
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

  private async writeLease(pair: string): Promise<void> {
    await this.store.append([{ write: "lease", ...this.leases.record(pair) }]);
    this.unwritten.delete(pair);
  }
}

function numberOf(query: URLSearchParams, name: string): number {
  return Math.max(0, Number.parseInt(query.get(name) ?? "0", 10) || 0);
}

function notStored(): never {
  throw new Refusal(404, "no such session in the store");
}

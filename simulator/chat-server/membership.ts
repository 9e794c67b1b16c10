import { connectionsOf, type Connection, type Target } from "../application-file";
import { call, readLines, Unreachable } from "../http-client";
import { Reachability } from "../log";
import type { ProcessContext } from "../process";
import { Refusal } from "../refusal";
import { monotonic, Repeater, sleep } from "../time";

/** Between two renewals of the lease, in milliseconds: a fifth of it, so that one lost request does no harm. */
const renewMs = 300;
/** How long one request for the lease may take. */
const askTimeoutMs = 500;
/** The lease counts as over this much before it is, for the time between looking at the clock and answering. */
const marginMs = 100;
/** How long a request waits while sessions are being restored. */
const activationWaitMs = 600;

/** A time for which this member has the active role: a lease's epoch, which counts within one store only. */
export interface Term {
  readonly epoch: number;
  /** The store's identity; empty without a Contact Server. */
  readonly store: string;
}

/** What taking and losing the active role means to the sessions. */
export interface RoleHooks {
  /** Makes ready for the role; tried again while it fails and the lease lasts. */
  activate(term: Term): Promise<void>;
  /** The role was taken, and lasts as long as its lease. */
  activated(): void;
  /** The role is lost: forget everything. */
  deactivate(): void;
}

/**
 * This process's part in its pair: it asks the Contact Server for the active role all the time, and knows by its own
 * clock, counted from when a request was sent, until when it may acknowledge anything. Without a connection to a Contact
 * Server no member is promoted, as without Solution Control Server in the product: the primary stays active.
 */
export class Membership {
  /** The primary's Application name: the pair's name. */
  readonly pair: string;
  /** The other member; undefined without warm standby. */
  readonly partner: Target | undefined;
  /** The Contact Server this process is connected to. */
  readonly contactServer: Connection | undefined;
  /** Whether the Contact Server answers. */
  readonly reachability: Reachability;
  private readonly declared: "primary" | "backup";
  private readonly repeater = new Repeater(
    () => this.ask(),
    () => renewMs,
  );
  private held: Term | undefined;
  private activated = false;
  private activation: Promise<void> | undefined;
  private validUntil = -Infinity;
  private draining = false;
  private releasing = false;
  private holder: string | undefined;

  constructor(
    private readonly surroundings: ProcessContext,
    private readonly hooks: RoleHooks,
  ) {
    const file = surroundings.configuration.current;
    const { backupServer, primaryServer, redundancyType } = file.serverInfo;
    this.declared = file.application.role;
    this.pair =
      this.declared === "backup" && primaryServer ? primaryServer.application : file.application.name;
    this.partner = redundancyType === "warm-standby" ? (backupServer ?? primaryServer) : undefined;
    this.contactServer = connectionsOf(file).find(({ type }) => type === "ContactServer");
    this.reachability = new Reachability(
      surroundings.log,
      this.contactServer?.application ?? "ContactServer",
    );
  }

  /** The epoch of the lease; 0 where there is none. */
  get epoch(): number {
    return this.held?.epoch ?? 0;
  }

  /** The term of the lease; undefined if there is none. */
  get term(): Term | undefined {
    return this.held;
  }

  /** Whether this process is the active member now. */
  get active(): boolean {
    return this.activated && !this.draining && this.held !== undefined && this.holds(this.held);
  }

  /** Whether another application has the role: for a server alone that is the standby it had, until that is stopped. */
  get heldElsewhere(): boolean {
    return (
      this.holder !== undefined && this.holder !== this.surroundings.configuration.current.application.name
    );
  }

  /** Why it could not take the role over; undefined when it could. */
  get unready(): string | undefined {
    if (this.declared === "backup" && !this.partner) return "the primary is not known";
    return undefined;
  }

  start(): void {
    if (!this.contactServer) {
      if (this.declared !== "primary") return;
      this.held = { epoch: 0, store: "" };
      this.validUntil = Infinity;
      this.activated = true;
      return;
    }
    this.repeater.start();
    this.attend();
  }

  /** Admits a request if this member is active; waits a little if it is just becoming active. */
  async admit(): Promise<void> {
    if (!this.activated && this.activation && !this.draining) {
      await Promise.race([this.activation, sleep(activationWaitMs)]);
    }
    if (!this.active) throw this.notActive();
  }

  /** Whether the lease of this term still counts, by the own clock. */
  holds(term: Term): boolean {
    return this.held === term && monotonic() < this.validUntil;
  }

  /** Refuses where the lease of this term is over. */
  check(term: Term): void {
    if (!this.holds(term)) throw this.notActive();
  }

  /** The refusal of a member that is not active; it names the other one. */
  notActive(): Refusal {
    const partner = this.partner ? { partner: this.partner.application } : {};
    return new Refusal(503, "this member is not active", undefined, { notActive: true, ...partner });
  }

  /** The Contact Server has refused a write of this term: another member has the role, or the store is another one. */
  lost(term: Term): void {
    if (this.held === term) this.stepDown("the store refused this epoch");
  }

  /** Accepts no new work from now on, and continues to renew the lease until it is returned. */
  drain(): void {
    this.draining = true;
  }

  /** Returns the lease, to the partner if one is named; true if that succeeded. */
  async release(successor: string | undefined): Promise<boolean> {
    if (!this.contactServer || this.held === undefined) return false;
    // A renewal that crosses the release on its way is refused; that is no loss of the role.
    this.releasing = true;
    const body = {
      pair: this.pair,
      member: this.member(),
      ...(successor === undefined ? {} : { successor }),
    };
    const reply = await call<{ released?: boolean }>(this.contactServer, "/lease/release", {
      body,
      timeoutMs: 800,
    })
      // A lease that can't be given back runs out.
      .catch(() => undefined);
    const released = reply?.body.released === true;
    if (released) {
      this.repeater.stop();
      this.held = undefined;
    }
    this.releasing = released;
    return released;
  }

  private member(): { application: string; incarnation: string } {
    const { configuration, incarnation } = this.surroundings;
    return { application: configuration.current.application.name, incarnation };
  }

  private async ask(): Promise<void> {
    if (!this.contactServer) return;
    const sentAt = monotonic();
    const ready = this.unready === undefined && !this.draining;
    const body = { pair: this.pair, member: this.member(), standing: { declared: this.declared, ready } };
    try {
      const { status, body: answer } = await call<Answer>(this.contactServer, "/lease", {
        body,
        timeoutMs: askTimeoutMs,
      });
      if (status !== 200) return this.reachability.down(`status ${status}`);
      this.reachability.up();
      this.holder = answer.granted ? undefined : answer.holder;
      if (answer.granted) this.hold(answer, sentAt + answer.leaseMs - marginMs);
      else if (this.held !== undefined && !this.releasing)
        this.stepDown("the role was given to another member");
    } catch (error) {
      this.reachability.down((error as Error).message);
      if (!(error instanceof Unreachable)) throw error;
    }
  }

  private hold({ epoch, store }: Term, until: number): void {
    const isSame = this.held?.epoch === epoch && this.held.store === store;
    if (this.held !== undefined && !isSame) this.stepDown("another epoch was granted");
    this.validUntil = until;
    if (isSame) return;
    const term = { epoch, store };
    this.held = term;
    this.surroundings.log.info({ pair: this.pair, epoch }, "lease granted");
    this.activation = this.takeOver(term);
  }

  private async takeOver(term: Term): Promise<void> {
    while (this.held === term) {
      try {
        await this.hooks.activate(term);
        break;
      } catch (error) {
        this.surroundings.log.warn({ reason: (error as Error).message }, "taking over is tried again");
        await sleep(100);
      }
    }
    if (this.held !== term) return;
    this.activated = true;
    this.activation = undefined;
    this.surroundings.log.info({ pair: this.pair, epoch: term.epoch }, "active");
    this.hooks.activated();
  }

  private stepDown(reason: string): void {
    this.surroundings.log.warn({ pair: this.pair, epoch: this.epoch, reason }, "stepping down");
    this.held = undefined;
    this.validUntil = -Infinity;
    this.activated = false;
    this.activation = undefined;
    this.hooks.deactivate();
  }

  /** Keeps the presence stream open: its end tells the Contact Server at once that this process has ended. */
  private attend(): void {
    if (!this.contactServer) return;
    const query = new URLSearchParams({ pair: this.pair, ...this.member() });
    readLines(this.contactServer, `/presence?${query.toString()}`, 2500, {
      open: () => this.repeater.wake(),
      line: () => this.repeater.wake(),
      end: () => {
        // Where the Contact Server lives and took this end for the process's, it says so in answer to the next request.
        this.repeater.wake();
        setTimeout(() => this.attend(), 150).unref();
      },
    });
  }
}

type Answer =
  | { readonly granted: true; readonly epoch: number; readonly store: string; readonly leaseMs: number }
  | { readonly granted: false; readonly holder?: string };

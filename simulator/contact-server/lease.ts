/** How long a lease lasts after it was granted or renewed, in milliseconds. */
export const leaseMs = 1500;

/** One process of a pair: an Application and which of its lives this is. */
export interface Member {
  readonly application: string;
  /** Random, new with every start of the process. */
  readonly incarnation: string;
}

/** What a member says of itself when it asks. */
export interface LeaseStatus {
  /** What it was declared as. */
  readonly declared: "primary" | "backup";
  /** Whether it could serve sessions now. */
  readonly ready: boolean;
}

/** The answer to a member that asks for its pair's active role. */
export type LeaseAnswer =
  | { readonly granted: true; readonly epoch: number; readonly fresh: boolean }
  | { readonly granted: false; readonly epoch: number; readonly holder?: string };

/** What has to survive a restart of the Contact Server. */
export interface LeaseRecord {
  readonly pair: string;
  readonly epoch: number;
  /** Undefined after the holder gave it back. */
  readonly holder?: Member;
  /** The Application that had it last. */
  readonly lastHolder: string;
}

interface Heard extends Member {
  readonly ready: boolean;
  readonly at: number;
}

interface Pair {
  epoch: number;
  holder: Member | undefined;
  lastHolder: string | undefined;
  expiresAt: number;
  /** The successor that a hand-over names; the role is granted to no other member meanwhile. */
  successor: { application: string; until: number } | undefined;
  heard: Map<string, Heard>;
}

const same = (a: Member | undefined, b: Member): boolean =>
  a !== undefined && a.application === b.application && a.incarnation === b.incarnation;

/**
 * The active role of each pair, as a lease: at most one holder at a time, and every change of holder has a higher epoch.
 * The rules are this simulator's own; they stand in for Solution Control Server. Pure but for the clock: writing the
 * records down before they are answered is the caller's part.
 */
export class Leases {
  private readonly pairs = new Map<string, Pair>();

  /**
   * @param now milliseconds on a clock that never jumps
   * @param records what was written down before a restart. A holder may have renewed until the moment this server died,
   * so each counts as renewed now: no other member gets the role before that holder's own clock has run out.
   * @param vacantFrom when a pair without a record may first be granted: another store, whose data is gone, may have
   * granted a lease that still runs.
   */
  constructor(
    private readonly now: () => number,
    records: Iterable<LeaseRecord> = [],
    private readonly vacantFrom = 0,
  ) {
    for (const { pair, epoch, holder, lastHolder } of records) {
      const state = this.pair(pair);
      Object.assign(state, { epoch, holder, lastHolder, expiresAt: holder ? now() + leaseMs : 0 });
    }
  }

  /** Grants, renews or refuses; a new grant must be written to disk before it is answered. */
  request(pairName: string, member: Member, standing: LeaseStatus): LeaseAnswer {
    const pair = this.pair(pairName);
    pair.heard.set(member.application, { ...member, ready: standing.ready, at: this.now() });
    if (same(pair.holder, member)) {
      // Also after its time ran out: no other member had the role in between, so nothing can have happened that it does not know.
      pair.expiresAt = this.now() + leaseMs;
      return { granted: true, epoch: pair.epoch, fresh: false };
    }
    if (!standing.ready || !this.mayHave(pair, member, standing)) {
      return {
        granted: false,
        epoch: pair.epoch,
        ...(pair.holder ? { holder: pair.holder.application } : {}),
      };
    }
    pair.epoch += 1;
    pair.holder = { application: member.application, incarnation: member.incarnation };
    pair.lastHolder = member.application;
    pair.expiresAt = this.now() + leaseMs;
    pair.successor = undefined;
    return { granted: true, epoch: pair.epoch, fresh: true };
  }

  /**
   * Takes a lease back from its holder. With a successor it moves only where that one is ready, and stays otherwise.
   * True where the holder has lost it.
   */
  release(pairName: string, member: Member, successor?: string): boolean {
    const pair = this.pair(pairName);
    if (!same(pair.holder, member)) return false;
    if (successor !== undefined) {
      if (!this.isReady(pair, successor)) return false;
      pair.successor = { application: successor, until: this.now() + leaseMs };
    }
    pair.holder = undefined;
    return true;
  }

  /** A process has ended, as its closed presence stream shows: its lease is void at once. True if it held one. */
  gone(pairName: string, member: Member): boolean {
    const pair = this.pair(pairName);
    if (same(pair.heard.get(member.application), member)) pair.heard.delete(member.application);
    if (!same(pair.holder, member)) return false;
    pair.holder = undefined;
    return true;
  }

  /** Whether a write of this epoch may still be taken. */
  accepts(pairName: string, epoch: number): boolean {
    const pair = this.pairs.get(pairName);
    return pair !== undefined && pair.holder !== undefined && pair.epoch === epoch;
  }

  /** The record of a pair that must be written to disk. */
  record(pairName: string): LeaseRecord {
    const { epoch, holder, lastHolder } = this.pair(pairName);
    return { pair: pairName, epoch, ...(holder ? { holder } : {}), lastHolder: lastHolder ?? "" };
  }

  /** The pairs whose role is free, with the milliseconds until then if it is not free yet. */
  vacancies(): { pair: string; inMs: number }[] {
    return [...this.pairs].map(([pair, { holder, expiresAt }]) => ({
      pair,
      inMs: holder ? Math.max(0, expiresAt - this.now()) : 0,
    }));
  }

  private mayHave(pair: Pair, member: Member, standing: LeaseStatus): boolean {
    if (pair.holder && this.now() < pair.expiresAt) return false;
    if (pair.successor && this.now() < pair.successor.until)
      return pair.successor.application === member.application;
    // The first time, a standby that happens to start first stays a standby.
    if (pair.epoch === 0) return standing.declared === "primary" && this.now() >= this.vacantFrom;
    if (pair.lastHolder !== member.application) return true;
    // Its own predecessor had the role and died: a partner that is ready has seen more of the sessions' world than a
    // process that has just started, and a process that dies again and again should not get the role each time.
    return ![...pair.heard.keys()].some((name) => name !== member.application && this.isReady(pair, name));
  }

  private isReady(pair: Pair, application: string): boolean {
    const heard = pair.heard.get(application);
    return heard !== undefined && heard.ready && this.now() - heard.at < leaseMs;
  }

  private pair(name: string): Pair {
    let pair = this.pairs.get(name);
    if (!pair) {
      pair = {
        epoch: 0,
        holder: undefined,
        lastHolder: undefined,
        expiresAt: 0,
        successor: undefined,
        heard: new Map(),
      };
      this.pairs.set(name, pair);
    }
    return pair;
  }
}

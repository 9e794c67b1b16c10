import * as fc from "fast-check";
import { leaseMs, Leases, type LeaseRecord, type Member } from "./lease";
import { propertyRuns } from "../../test/support/property-runs";

const primary = (life = 1): Member => ({ application: "A", incarnation: `a${life}` });
const backup = (life = 1): Member => ({ application: "A_B", incarnation: `b${life}` });
const declared = ({ application }: Member) =>
  application === "A" ? ("primary" as const) : ("backup" as const);
const ask = (leases: Leases, member: Member, ready = true) =>
  leases.request("A", member, { declared: declared(member), ready });

function leasesAt(clock: { now: number }, records: LeaseRecord[] = []): Leases {
  return new Leases(() => clock.now, records);
}

test("the first lease goes to the declared primary only", () => {
  const leases = leasesAt({ now: 0 });
  expect(ask(leases, backup())).toMatchObject({ granted: false });
  expect(ask(leases, primary())).toEqual({ granted: true, epoch: 1, fresh: true });
  expect(ask(leases, primary())).toEqual({ granted: true, epoch: 1, fresh: false });
  expect(ask(leases, backup())).toEqual({ granted: false, epoch: 1, holder: "A" });
});

test("a lease that runs out goes to the standby with a higher epoch, and old writes are refused", () => {
  const clock = { now: 0 };
  const leases = leasesAt(clock);
  ask(leases, primary());
  clock.now = leaseMs - 1;
  expect(ask(leases, backup())).toMatchObject({ granted: false });
  clock.now = leaseMs;
  expect(ask(leases, backup())).toEqual({ granted: true, epoch: 2, fresh: true });
  expect(leases.accepts("A", 1)).toBe(false);
  expect(leases.accepts("A", 2)).toBe(true);
  expect(ask(leases, primary())).toMatchObject({ granted: false, holder: "A_B" });
});

test("a process that ended is followed at once by the standby, not by its own next life", () => {
  const clock = { now: 0 };
  const leases = leasesAt(clock);
  ask(leases, primary());
  ask(leases, backup());
  expect(leases.gone("A", primary())).toBe(true);
  expect(leases.accepts("A", 1)).toBe(false);
  expect(ask(leases, primary(2))).toMatchObject({ granted: false });
  expect(ask(leases, backup())).toMatchObject({ granted: true, epoch: 2 });
});

test("its own next life gets it where no standby is ready", () => {
  const clock = { now: 0 };
  const leases = leasesAt(clock);
  ask(leases, primary());
  ask(leases, backup(), false);
  leases.gone("A", primary());
  expect(ask(leases, primary(2))).toMatchObject({ granted: true, epoch: 2 });
});

test("the end of an earlier life voids nothing", () => {
  const leases = leasesAt({ now: 0 });
  ask(leases, primary(2));
  expect(leases.gone("A", primary(1))).toBe(false);
  expect(leases.accepts("A", 1)).toBe(true);
});

test("a hand-over moves the role to the member that is named and ready, and to no other", () => {
  const clock = { now: 0 };
  const leases = leasesAt(clock);
  ask(leases, primary());
  expect(leases.release("A", primary(), "A_B")).toBe(false);
  ask(leases, backup(), false);
  expect(leases.release("A", primary(), "A_B")).toBe(false);
  ask(leases, backup());
  expect(leases.release("A", primary(), "A_B")).toBe(true);
  expect(leases.accepts("A", 1)).toBe(false);
  expect(ask(leases, primary(2))).toMatchObject({ granted: false });
  expect(ask(leases, backup())).toMatchObject({ granted: true, epoch: 2 });
});

test("after a restart of the Contact Server the holder continues, and others wait until it can't", () => {
  const clock = { now: 0 };
  const record = { pair: "A", epoch: 7, holder: primary(), lastHolder: "A" };
  const leases = leasesAt(clock, [record]);
  expect(ask(leases, backup())).toMatchObject({ granted: false });
  clock.now = leaseMs - 1;
  expect(ask(leases, primary())).toEqual({ granted: true, epoch: 7, fresh: false });
  const other = leasesAt(clock, [record]);
  clock.now += leaseMs;
  expect(ask(other, backup())).toEqual({ granted: true, epoch: 8, fresh: true });
});

/**
 * The complete protocol under arbitrary interleavings: members ask at will, answers are delayed or lost, members freeze, die
 * and start again, hand over, and the Contact Server restarts. A member believes that it holds a lease from the answer on
 * until its own clock, counted from when it asked, has run out.
 */
test("never two members that believe they hold the lease; epochs strictly increase", () => {
  const step = fc.oneof(
    {
      weight: 6,
      arbitrary: fc.record({ kind: fc.constant("ask" as const), who: fc.nat(1), late: fc.nat(700) }),
    },
    { weight: 6, arbitrary: fc.record({ kind: fc.constant("wait" as const), ms: fc.nat(900) }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant("die" as const), who: fc.nat(1) }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant("crash" as const), who: fc.nat(1) }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant("handOver" as const), who: fc.nat(1) }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant("restart" as const) }) },
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 80 }), (steps) => {
      const clock = { now: 0 };
      let leases = leasesAt(clock);
      let written: LeaseRecord[] = [];
      const lives = [1, 1];
      const until = [-1, -1];
      const holdsEpoch = [0, 0];
      let highest = 0;
      const member = (who: number): Member => (who === 0 ? primary(lives[0]) : backup(lives[1]));
      const newLife = (who: number): void => {
        lives[who] = (lives[who] ?? 0) + 1;
        until[who] = -1;
      };
      for (const one of steps) {
        if (one.kind === "wait") clock.now += one.ms;
        else if (one.kind === "restart") leases = leasesAt(clock, written);
        else if (one.kind === "die") {
          // Its socket closes: the Contact Server learns of it.
          const gone = member(one.who);
          newLife(one.who);
          leases.gone("A", gone);
        } else if (one.kind === "crash") newLife(one.who);
        else if (one.kind === "handOver") {
          const wasActive = clock.now < (until[one.who] ?? -1);
          if (!wasActive) continue;
          // The member stops acknowledging before it asks.
          until[one.who] = -1;
          if (leases.release("A", member(one.who), one.who === 0 ? "A_B" : "A"))
            written = [leases.record("A")];
        } else {
          const sentAt = clock.now;
          clock.now += one.late;
          const answer = ask(leases, member(one.who));
          if (!answer.granted) {
            until[one.who] = -1;
            continue;
          }
          if (answer.fresh) {
            expect(answer.epoch).toBeGreaterThan(highest);
            highest = answer.epoch;
            written = [leases.record("A")];
          }
          until[one.who] = sentAt + leaseMs;
          holdsEpoch[one.who] = answer.epoch;
        }
        const holders = [0, 1].filter((who) => clock.now < (until[who] ?? -1));
        expect(holders.length).toBeLessThanOrEqual(1);
        for (const who of holders) expect(leases.accepts("A", holdsEpoch[who] ?? 0)).toBe(true);
      }
    }),
    { numRuns: propertyRuns(2000) },
  );
});

test("a pair that a store has never known is granted nothing before a lease of another store has run out", () => {
  const clock = { now: 100 };
  const leases = new Leases(() => clock.now, [], 100 + leaseMs);
  expect(ask(leases, primary())).toMatchObject({ granted: false });
  clock.now += leaseMs;
  expect(ask(leases, primary())).toEqual({ granted: true, epoch: 1, fresh: true });
});

import fc from "fast-check";
import { rollsOf } from "./risk";
import { stopsOf } from "./order";

/* The one order in which a pair's members stop: `up`'s screen and the report both print it. */

const members = ["primary", "standby"] as const;
type Member = (typeof members)[number];
type Fate = "stays" | "restarts" | "is removed";

const pair = fc.record({
  fates: fc.tuple(...members.map(() => fc.constantFrom<Fate>("stays", "restarts", "is removed"))),
  able: fc.subarray([...members]),
});

const touchedBy = (fates: readonly Fate[]) => {
  const of = (fate: Fate) => members.filter((_, index) => fates[index] === fate);
  return { restarted: of("restarts"), removed: of("is removed") };
};

test("each touched member stops once: restarts first and standby first, then removals and primary first", () => {
  fc.assert(
    fc.property(pair, ({ fates, able }) => {
      const { restarted, removed } = touchedBy(fates);
      const stops = stopsOf(members, { restarted, removed }, able);
      expect(stops.map(({ member }) => member)).toEqual([...[...restarted].reverse(), ...removed]);
      expect(stops.map((stop) => stop.removed)).toEqual([
        ...restarted.map(() => false),
        ...removed.map(() => true),
      ]);
    }),
  );
});

test("only a member that serves at that moment takes sessions over, and never from itself", () => {
  fc.assert(
    fc.property(pair, ({ fates, able }) => {
      const serving = new Set<Member>(able);
      for (const { member, removed, successor } of stopsOf(members, touchedBy(fates), able)) {
        const other = members.find((one) => one !== member)!;
        expect(successor).toBe(serving.has(other) ? other : undefined);
        if (removed) serving.delete(member);
        else serving.add(member);
      }
    }),
  );
});

test("the report's rolls are in that order, whatever the order of the containers", () => {
  const change = (application: string, action: "replaced" | "removed") =>
    ({ container: application, application, component: "A", action, reasons: [] }) as const;
  const both = [change("A", "replaced"), change("A_B", "replaced")];
  for (const containers of [both, [...both].reverse()])
    expect(rollsOf({ containers })).toEqual([["A_B", "A"]]);
  expect(rollsOf({ containers: [change("A", "replaced"), change("A_B", "removed")] })).toEqual([]);
});

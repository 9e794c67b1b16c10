import { Interactions, type Report } from "./interactions";

const report = (store: string, epoch: number, session: string): Report => ({
  ...{ pair: "A", member: "A", store, epoch, all: false, closed: [] },
  open: [{ session, endpoint: "default", queue: "q", tenant: 1 }],
});

test("an older epoch of the same store is refused", () => {
  const interactions = new Interactions(() => 0);
  expect(interactions.take(report("one", 7, "s1"))).toHaveLength(1);
  expect(interactions.take(report("one", 6, "s2"))).toBeUndefined();
});

test("after the store's data is gone a lower epoch counts, and the former store only when its leases are over", () => {
  let now = 0;
  const interactions = new Interactions(() => now);
  interactions.take(report("one", 7, "s1"));
  expect(interactions.take(report("two", 1, "s2"))).toHaveLength(1);
  // A member that was cut off and still holds a lease of the former store.
  expect(interactions.take(report("one", 7, "s3"))).toBeUndefined();
  now = 6000;
  // The former data was brought back.
  expect(interactions.take(report("one", 8, "s4"))).toHaveLength(1);
  expect(interactions.take(report("two", 2, "s5"))).toBeUndefined();
});

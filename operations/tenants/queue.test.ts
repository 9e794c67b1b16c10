import { setTimeout as sleep } from "node:timers/promises";
import fc from "fast-check";
import type { Planned } from "./job";
import { Queue } from "./queue";

const one = (stack: string, ...after: string[]): Planned => ({ stack, reason: "changed", after });

/** Takes a queue to its end, some at a time; returns which were started, and which were left out because of which. */
async function run(tenants: readonly Planned[], workers: number, failing: ReadonlySet<string> = new Set()) {
  const queue = new Queue(tenants);
  const began: string[] = [];
  const succeeded: string[] = [];
  const early: string[] = [];
  const dropped: string[] = [];
  const known = new Set(tenants.map(({ stack }) => stack));
  const worker = async () => {
    for (let next = await queue.next(); next; next = await queue.next()) {
      began.push(next.stack);
      if (next.after?.some((other) => known.has(other) && !succeeded.includes(other))) early.push(next.stack);
      await sleep(0);
      if (!failing.has(next.stack)) succeeded.push(next.stack);
      dropped.push(...queue.ended(next.stack, !failing.has(next.stack)).map(({ stack }) => stack));
    }
  };
  await Promise.all(Array.from({ length: workers }, worker));
  return { began, early, dropped, left: queue.left() };
}

test("a tenant does not wait for one that is not selected", async () => {
  const { began } = await run([one("north", "hub"), one("south", "hub")], 1);
  expect(began).toEqual(["north", "south"]);
});

test("two that wait for each other are started all the same", async () => {
  const { began } = await run([one("a", "b"), one("b", "a"), one("c")], 2);
  expect([...began].sort()).toEqual(["a", "b", "c"]);
});

test("with any dependencies and failures: no tenant before its dependencies, and each once or left out", async () => {
  const tenants = fc.array(fc.tuple(fc.uniqueArray(fc.nat(11), { maxLength: 3 }), fc.boolean()), {
    maxLength: 12,
  });
  await fc.assert(
    fc.asyncProperty(tenants, fc.integer({ min: 1, max: 4 }), async (drawn, workers) => {
      // Later ones wait for earlier ones; in any order they are asked for.
      const all = drawn.map(([after], at) =>
        one(`t${at}`, ...after.filter((other) => other < at).map((other) => `t${other}`)),
      );
      const failing = new Set(drawn.flatMap(([, fails], at) => (fails ? [`t${at}`] : [])));
      const { began, early, dropped, left } = await run([...all].reverse(), workers, failing);
      expect(early).toEqual([]);
      expect(left).toEqual([]);
      expect([...began, ...dropped].sort()).toEqual(all.map(({ stack }) => stack).sort());
    }),
    { numRuns: 100 },
  );
});

test("a closed queue starts no other, and reports which are left", async () => {
  const queue = new Queue([one("hub"), one("north", "hub")]);
  expect((await queue.next())?.stack).toBe("hub");
  const waiting = queue.next();
  queue.close();
  expect(await waiting).toBeUndefined();
  expect(queue.left().map(({ stack }) => stack)).toEqual(["north"]);
});

import { setTimeout as sleep } from "node:timers/promises";
import { ConcurrencyLimiter } from "./concurrency-limiter";

test("never more at a time than there is room for, and each has its turn", async () => {
  const turns = new ConcurrencyLimiter(3);
  const running = { now: 0, most: 0 };
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, index) =>
      turns.take(async () => {
        running.now += 1;
        running.most = Math.max(running.most, running.now);
        await sleep(2);
        running.now -= 1;
        return index;
      }),
    ),
  );
  expect(running).toEqual({ now: 0, most: 3 });
  expect(answers).toEqual(Array.from({ length: 20 }, (_, index) => index));
});

test("a turn that fails is handed on", async () => {
  const turns = new ConcurrencyLimiter(1);
  const failing = turns.take(() => Promise.reject(new Error("no")));
  const next = turns.take(() => Promise.resolve("yes"));
  await expect(failing).rejects.toThrow("no");
  expect(await next).toBe("yes");
});

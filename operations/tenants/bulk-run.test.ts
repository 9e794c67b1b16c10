import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import fc from "fast-check";
import type { WorkerPool } from "./worker-pool";
import { type BulkRunPlan, runBulk } from "./bulk-run";
import type { Planned } from "./job";
import type { Job, JobResult } from "./job";
import { Failure } from "../../system/failure";
import { Journal, unsettled } from "./journal";
import type { Outcome } from "./outcome";

/** Workers that end each job with a given outcome, after some turns of the loop. */
class FakeWorkers implements WorkerPool {
  atOnce = 0;
  most = 0;
  stops = 0;
  readonly performed: string[] = [];
  private release: (() => void) | undefined;

  constructor(private readonly endsOf: (stack: string) => JobResult | "until stopped") {}

  async perform({ stack }: Job): Promise<JobResult> {
    this.performed.push(stack);
    this.atOnce += 1;
    this.most = Math.max(this.most, this.atOnce);
    const end = this.endsOf(stack);
    const stopped = end === "until stopped" && new Promise<void>((resolve) => (this.release = resolve));
    await sleep(1);
    if (stopped) await stopped;
    this.atOnce -= 1;
    return end === "until stopped" ? { status: "stopped" } : end;
  }

  stop(): void {
    this.stops += 1;
    this.release?.();
  }

  end(): void {}
}

const planned = (count: number): Planned[] =>
  Array.from({ length: count }, (_, index) => ({ stack: `t${index}`, reason: "changed" }));

function planOf(
  tenants: readonly Planned[],
  more: Partial<BulkRunPlan> = {},
): BulkRunPlan & { readonly ends: Outcome[] } {
  const ends: Outcome[] = [];
  return {
    ...{ operation: "up", tenants, parallel: 3, maxFailures: 0, signal: new AbortController().signal },
    openLog: (stack) => ({ file: `out/${stack}/up.log`, write: () => undefined, close: () => undefined }),
    observer: {
      started: () => undefined,
      progress: () => undefined,
      ended: (outcome) => void ends.push(outcome),
    },
    ...more,
    ends,
  };
}

const done: JobResult = { status: "done", changes: { create: 1 } };
const failed: JobResult = { status: "failed", reason: "it broke" };

test("as many at once as allowed, each once, told in the order that was asked for", async () => {
  const workers = new FakeWorkers(() => done);
  const result = await runBulk(planOf(planned(10)), workers);
  expect(workers.most).toBe(3);
  expect([...workers.performed].sort()).toEqual(planned(10).map(({ stack }) => stack));
  expect(result.tenants.map(({ stack, status }) => `${stack} ${status}`)).toEqual(
    planned(10).map(({ stack }) => `${stack} done`),
  );
  expect(result.ended).toBe("complete");
});

test("one that fails touches no other", async () => {
  const result = await runBulk(
    planOf(planned(6)),
    new FakeWorkers((stack) => (stack === "t2" ? failed : done)),
  );
  expect(result.tenants.filter(({ status }) => status === "done")).toHaveLength(5);
  expect(result.tenants[2]).toMatchObject({ status: "failed", reason: "it broke", log: "out/t2/up.log" });
});

test("after too many failures no further tenant is started, and the running ones finish", async () => {
  const workers = new FakeWorkers((stack) => (Number(stack.slice(1)) < 2 ? failed : done));
  const result = await runBulk(planOf(planned(9), { maxFailures: 2 }), workers);
  expect(result.ended).toBe("too many failures");
  expect(workers.stops).toBe(0);
  expect(result.tenants.slice(0, 3).map(({ status }) => status)).toEqual(["failed", "failed", "done"]);
  expect(new Set(result.tenants.slice(workers.performed.length).map(({ status }) => status))).toEqual(
    new Set(["not started"]),
  );
});

test("an interrupted run stops what is under way once, and starts no other", async () => {
  const end = new AbortController();
  const workers = new FakeWorkers((stack) => (stack === "t1" ? "until stopped" : done));
  const running = runBulk(planOf(planned(8), { parallel: 1, signal: end.signal }), workers);
  while (!workers.performed.includes("t1")) await sleep(1);
  end.abort();
  const result = await running;
  expect(workers.stops).toBe(1);
  expect(workers.performed).toEqual(["t0", "t1"]);
  expect(result.ended).toBe("interrupted");
  expect(result.tenants.map(({ status }) => status)).toEqual([
    ...["done", "stopped"],
    ...Array<string>(6).fill("not started"),
  ]);
});

test("what is settled before is not started, and is reported with its reason", async () => {
  const workers = new FakeWorkers(() => done);
  const plan = planOf([
    { stack: "a", reason: "as declared", settled: "skipped" },
    { stack: "b", reason: "2 errors", settled: "not valid" },
    { stack: "c", reason: "never deployed" },
  ]);
  await runBulk(plan, workers);
  expect(workers.performed).toEqual(["c"]);
  expect(plan.ends.map(({ stack, status, reason }) => [stack, status, reason])).toEqual([
    ["a", "skipped", "as declared"],
    ["b", "not valid", "2 errors"],
    ["c", "done", "never deployed"],
  ]);
});

test("whatever fails and however many run at once: everybody has one outcome", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.boolean(), { maxLength: 12 }),
      fc.integer({ min: 1, max: 5 }),
      fc.integer({ min: 0, max: 4 }),
      async (wrong, parallel, maxFailures) => {
        const workers = new FakeWorkers((stack) => (wrong[Number(stack.slice(1))] ? failed : done));
        const plan = planOf(planned(wrong.length), { parallel, maxFailures });
        const { tenants } = await runBulk(plan, workers);
        expect(tenants.map(({ stack }) => stack)).toEqual(planned(wrong.length).map(({ stack }) => stack));
        expect(plan.ends).toHaveLength(wrong.length);
        const failures = tenants.filter(({ status }) => status === "failed").length;
        // Those that were under way when the limit was met may fail too.
        if (maxFailures > 0) expect(failures).toBeLessThan(maxFailures + parallel);
        expect(workers.most).toBeLessThanOrEqual(parallel);
      },
    ),
    { numRuns: 40 },
  );
});

describe("the journal", () => {
  let root: string;
  beforeEach(() => (root = mkdtempSync(join(tmpdir(), "genesys-chat-journal-"))));
  afterEach(() => rmSync(root, { recursive: true }));

  test("knows after a kill who is not settled", () => {
    expect(unsettled(root, "up")).toBeUndefined();
    const journal = Journal.begin(root, "up", true, ["a", "b", "c", "d"]);
    journal.note("a", "done");
    journal.note("b", "failed");
    journal.note("c", "skipped");
    expect(unsettled(root, "up")).toEqual({ stacks: ["b", "d"], force: true });
    expect(unsettled(root, "destroy")).toBeUndefined();
  });

  test("that was cut short anywhere, or holds anything else, says what to do", () => {
    Journal.begin(root, "up", true, ["a", "b"]);
    const file = join(root, "out", "tenants", "up.json");
    const whole = readFileSync(file, "utf8").trimEnd();
    const others = [
      "null",
      "[]",
      "5",
      '{"tenants": []}',
      '{"tenants": {"a": "odd"}}',
      `${whole}}`,
      "\u0000\u0000",
    ];
    for (const text of [...others, ...Array.from(whole, (_, length) => whole.slice(0, length))]) {
      writeFileSync(file, text);
      expect(() => unsettled(root, "up")).toThrow(
        /up\.json (?:was cut short|is not one that this release has written).*: name the tenants, or pass --all/,
      );
    }
    writeFileSync(file, Buffer.from(whole.replace('"a"', '"\xff"'), "latin1"));
    expect(() => unsettled(root, "up")).toThrow(Failure);
  });
});

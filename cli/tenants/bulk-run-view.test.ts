import { Terminal } from "../../test/support/terminal";
import { bulkRunSummary, BulkRunView } from "./bulk-run-view";
import type { BulkRunResult, Outcome } from "../../operations/tenants/outcome";

const outcome = (stack: string, more: Partial<Outcome> = {}): Outcome => ({
  ...{ stack, status: "done", reason: "never deployed", seconds: 2.04, changes: { create: 28, same: 1 } },
  log: `out/${stack}/up.log`,
  ...more,
});

function written(isTTY: boolean, act: (view: BulkRunView) => void, columns = 40): string {
  let text = "";
  const view = new BulkRunView({ isTTY, columns, write: (more) => (text += more) }, 2, () => 0);
  act(view);
  view.end();
  return text;
}

const life = (view: BulkRunView) => {
  view.started("acme", "never deployed");
  view.started("bolt", "the profile profiles/pair.yaml changed, which is long to say");
  view.progress("acme", "3 done, creating GMS");
  view.ended(outcome("bolt", { status: "failed", reason: "it broke\nin two lines" }));
};

test("where nothing can be taken back: a line for each beginning and end, and no control characters", () => {
  expect(written(false, life)).toBe(
    "acme: started (never deployed)\n" +
      "bolt: started (the profile profiles/pair.yaml changed, which is long to say)\n" +
      "bolt: failed in 2.0 s: it broke\n",
  );
});

test("a reason that only announces an error is printed with the error", () => {
  const reason = "The stacks can't be listed:\nWARN: something\nerror: no bucket of this name\n";
  const text = written(false, (view) => view.ended(outcome("acme", { status: "failed", reason })));
  expect(text).toBe("acme: failed in 2.0 s: The stacks can't be listed: error: no bucket of this name\n");
});

test("on a terminal: those under way at the foot, no line wider than it, and in the end only what stays", () => {
  const { frames, lines } = new Terminal(
    written(true, (view) => {
      life(view);
      view.started("cask", "x".repeat(100));
    }),
  );
  expect(frames.at(-1)).toEqual([
    "bolt: failed in 2.0 s: it broke",
    "  acme     0 s  3 done, creating GMS",
    `  cask     0 s  ${"x".repeat(23)}`,
    "  1 of 2 tenants, 2 under way",
  ]);
  expect(lines).toEqual(["bolt: failed in 2.0 s: it broke"]);
});

test("a terminal that does not know its width has 80 columns", () => {
  const text = written(true, (view) => view.started("cask", "x".repeat(100)), 0);
  expect(new Terminal(text).frames.at(-1)![0]).toHaveLength(79);
});

test("the summary has a row for each, the log of those that went wrong, and how many of each kind", () => {
  const result: BulkRunResult = {
    ...{ version: 1, operation: "up", seconds: 61.2, ended: "interrupted" },
    tenants: [
      outcome("acme"),
      outcome("bolt", { status: "failed", reason: "it broke" }),
      outcome("cask", { status: "skipped", reason: "as declared", log: null, changes: {} }),
      outcome("dune", { changes: { same: 29 } }),
    ],
  };
  expect(bulkRunSummary(result)).toBe(`TENANT  RESULT   TIME   WHAT           LOG
acme    done     2.0 s  28 create
bolt    failed   2.0 s  it broke       out/bolt/up.log
cask    skipped  -      as declared
dune    done     2.0 s  nothing to do
up: 2 done, 1 skipped, 1 failed in 61 s (interrupted)
`);
});

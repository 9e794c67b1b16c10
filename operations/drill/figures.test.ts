import type { Exercise } from "./exercise";
import { drillDocument, drillTable, hasFindings, remarks } from "./figures";

const clean = { lost: 0, duplicated: 0, outOfOrder: 0, restarted: 0 };

function exercise(found: Partial<typeof clean> = {}, aborted?: string): Exercise {
  const run = (waitMs: number) => ({
    ...{ pair: "A", before: "A", after: "B", from: 0, healthyAt: 2, waitMs },
    injections: [{ kind: "fault" as const, from: 0, to: 1, active: "A" }],
  });
  return {
    fault: "kill",
    from: 0,
    to: 10,
    runs: [run(100), run(900), run(200)],
    load: {
      ...{ ...clean, ...found, acknowledged: 30, refusals: { "503 GMS -> A: no": 4 } },
      ...{ conversations: 3, seconds: 10, messages: [], storeAsked: true },
    },
    ...(aborted !== undefined && { aborted }),
  };
}

test("the document holds exactly what is promised", () => {
  expect(drillDocument([exercise({ lost: 1 })])).toEqual({
    version: 1,
    faults: [
      {
        ...{ fault: "kill", runs: 3, conversations: 3, acknowledged: 30 },
        ...{ lost: 1, duplicated: 0, outOfOrder: 0, restarted: 0, waitMedianMs: 200, waitWorstMs: 900 },
      },
    ],
  });
});

test.each(["lost", "duplicated", "outOfOrder", "restarted"] as const)(
  "one message or chat %s is a finding",
  (what) => {
    expect(hasFindings([exercise(), exercise({ [what]: 1 })])).toBe(true);
  },
);

test("a pair that does not come back is a finding, and a drill that went well has none", () => {
  expect(hasFindings([exercise({}, "A is degraded")])).toBe(true);
  expect(hasFindings([exercise()])).toBe(false);
});

test("the table has a line for each fault, all equally wide", () => {
  const lines = drillTable(drillDocument([exercise(), exercise({ lost: 12 })]))
    .trimEnd()
    .split("\n");
  expect(lines).toHaveLength(4);
  expect(new Set(lines.map(({ length }) => length)).size).toBe(1);
  expect(lines[3]?.replaceAll(/\s+/g, "")).toBe("|kill|3|3|30|12|0|0|0|200|900|");
});

test("the remarks say what the table can't", () => {
  const load = { ...exercise().load, storeAsked: false };
  expect(remarks([{ ...exercise({}, "A is degraded."), load }])).toEqual([
    "A is degraded.",
    "kill: 4 times GMS answered 503 GMS -> A: no",
    expect.stringContaining("Contact Server could not be asked"),
  ]);
});

import type { Exercise } from "./exercise";
import { median } from "./message-audit";

/** One line of a drill's JSON. */
export interface FaultFigures {
  readonly fault: string;
  readonly runs: number;
  readonly conversations: number;
  readonly acknowledged: number;
  readonly lost: number;
  readonly duplicated: number;
  readonly outOfOrder: number;
  readonly restarted: number;
  /** Over the longest wait of each run, from intent to acknowledgement. */
  readonly waitMedianMs: number;
  readonly waitWorstMs: number;
}

/** What `--json` prints. */
export interface DrillDocument {
  readonly version: 1;
  readonly faults: readonly FaultFigures[];
}

/** A drill's figures, and nothing else: scripts compare them. */
export function drillDocument(exercises: readonly Exercise[]): DrillDocument {
  return {
    version: 1,
    faults: exercises.map(({ fault, runs, load }) => {
      const waits = runs.map(({ waitMs }) => waitMs);
      return {
        fault,
        runs: runs.length,
        conversations: load.conversations,
        acknowledged: load.acknowledged,
        lost: load.lost,
        duplicated: load.duplicated,
        outOfOrder: load.outOfOrder,
        restarted: load.restarted,
        waitMedianMs: Math.round(median(waits)),
        waitWorstMs: Math.max(0, ...waits),
      };
    }),
  };
}

/** Whether a customer lost anything, or a pair did not come back. */
export function hasFindings(exercises: readonly Exercise[]): boolean {
  return exercises.some(
    ({ load, aborted }) =>
      aborted !== undefined || load.lost + load.duplicated + load.outOfOrder + load.restarted > 0,
  );
}

const columns: readonly (readonly [title: string, key: keyof FaultFigures])[] = [
  ["fault", "fault"],
  ["runs", "runs"],
  ["conversations", "conversations"],
  ["acknowledged", "acknowledged"],
  ["lost", "lost"],
  ["duplicated", "duplicated"],
  ["out of order", "outOfOrder"],
  ["started again", "restarted"],
  ["wait median (ms)", "waitMedianMs"],
  ["wait worst (ms)", "waitWorstMs"],
];

/** The same figures as a table that reads well on a terminal and in a pull request. */
export function drillTable({ faults }: DrillDocument): string {
  const rows = [
    columns.map(([title]) => title),
    ...faults.map((one) => columns.map(([, key]) => String(one[key]))),
  ];
  const widths = columns.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]) =>
    `| ${row.map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0))).join(" | ")} |\n`;
  const rule = widths.map((width, column) =>
    column === 0 ? "-".repeat(width) : `${"-".repeat(width - 1)}:`,
  );
  const [head = [], ...body] = rows;
  return [line(head), line(rule), ...body.map(line)].join("");
}

/** What a table has no room for: pairs that did not come back, what GMS said instead, and checks that were skipped. */
export function remarks(exercises: readonly Exercise[]): string[] {
  return exercises.flatMap(({ fault, aborted, load }) => [
    ...(aborted === undefined ? [] : [aborted]),
    ...Object.entries(load.refusals)
      .sort(([, a], [, b]) => b - a)
      .map(([said, times]) => `${fault}: ${times} times GMS answered ${said}`),
    ...(load.storeAsked
      ? []
      : [`${fault}: the Contact Server could not be asked; only what customers read was checked.`]),
  ]);
}

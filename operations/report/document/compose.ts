import { list, riskLevels } from "../../change/risk";
import type { StackReport } from "../stack-report";
import type { StackComparisons } from "../stack-comparer";
import { type Block, count, type Inline, type Line } from "./document";
import { headline, riskWords } from "./headline";
import { stackSection } from "./stack-section";

/** The complete report: first what decides, then each stack, those that need a decision first. */
export function compose({ reports, unchanged, base, programChanged }: StackComparisons): Block[] {
  const groups = alikeGroups([...reports].sort(byUrgency));
  return [
    {
      kind: "heading",
      level: 2,
      line: [title(reports, unchanged)],
      mood: reports.some(isBad) ? "bad" : "plain",
    },
    ...doubtBlocks(reports),
    ...(groups.length > 1
      ? [
          {
            kind: "list" as const,
            lines: groups.map(({ first, names }) => summaryLine(first, names)),
            dispensable: 0.1,
            name: "list of stacks",
          },
        ]
      : []),
    ...(unchanged.length > 0 ? [{ kind: "paragraph" as const, line: unchangedLine(unchanged) }] : []),
    ...(base ? [{ kind: "paragraph" as const, line: baseLine(base, programChanged === true) }] : []),
    ...groups.flatMap(({ first, names }, index) =>
      stackSection(first, names).map((block) => dispensableAfter(block, first.stack, index / groups.length)),
    ),
  ];
}

/** Where so many stacks change that not even their headlines fit, those with the least to decide go first. */
function dispensableAfter(block: Block, stack: string, rank: number): Block {
  if (block.dispensable !== undefined) return block;
  const isBad = "mood" in block && block.mood === "bad";
  return { ...block, dispensable: (isBad ? 0.5 : 1) + rank / 2, name: `section of ${stack}` };
}

function title(reports: readonly StackReport[], unchanged: readonly string[]): string {
  const all = reports.length + unchanged.length;
  if (reports.length === 0)
    return all === 1 ? `Chat stack ${unchanged[0]}: no change` : `Chat stacks: no change in ${all}`;
  const invalid = reports.filter(isInvalid).length;
  const worst = riskLevels[Math.max(...reports.map(({ risk }) => riskLevels.indexOf(risk.level)))] ?? "none";
  const words = invalid > 0 ? `${count(invalid, "stack")} invalid, nothing may be merged` : riskWords[worst];
  if (all === 1) return `Chat stack ${reports[0]!.stack}: ${words}`;
  return `Chat stacks: ${reports.length} of ${all} ${reports.length === 1 ? "changes" : "change"}; ${words}`;
}

/** What makes the report doubtful, at its top. */
function doubtBlocks(reports: readonly StackReport[]): Block[] {
  const disagreeing = reports
    .filter(({ engine }) => engine.disagreements.length > 0)
    .map(({ stack }) => stack);
  const unasked = reports.filter(({ engine, standing }) => !engine.asked && standing !== "invalid");
  const reasons = [...new Set(unasked.map(({ engine }) => engine.reason ?? ""))];
  return [
    ...(disagreeing.length > 0
      ? [
          {
            kind: "paragraph" as const,
            mood: "bad" as const,
            line: [
              { strong: `The definitions and the engine disagree about ${list(disagreeing)}` },
              ": both results are below. Find the cause before you merge.",
            ],
          },
        ]
      : []),
    ...reasons.map((reason): Block => {
      const stacks = unasked.filter(({ engine }) => engine.reason === reason).map(({ stack }) => stack);
      const which = stacks.length > 5 ? count(stacks.length, "stack") : list(stacks);
      return {
        kind: "paragraph",
        mood: "careful",
        line: [
          { strong: "By the definitions alone" },
          `: the engine was not asked about ${which}, since ${reason}.`,
        ],
      };
    }),
  ];
}

function summaryLine(report: StackReport, names: readonly string[]): Line {
  const shown: Inline[] =
    names.length > 1
      ? [{ strong: `${names.length} stacks alike` }, ` (${names[0]} …)`]
      : [{ code: report.stack }];
  return [...shown, `: ${headline(report)}`];
}

function unchangedLine(unchanged: readonly string[]): Line {
  const shown = unchanged.slice(0, 20).join(", ");
  const more = unchanged.length > 20 ? ` and ${unchanged.length - 20} more` : "";
  return [`Unchanged: ${count(unchanged.length, "stack")} (${shown}${more}).`];
}

function baseLine({ name, commit }: NonNullable<StackComparisons["base"]>, programChanged: boolean): Line {
  const program = programChanged ? " The program, its packages or its build differ from it too." : "";
  return ["Compared with ", { code: name }, ` (${commit}).${program}`];
}

const isInvalid = ({ standing }: StackReport) => standing === "invalid";

const isBad = (report: StackReport) => isInvalid(report) || report.risk.level === "lost";

/** Invalid ones first, then by risk, then by name. */
function byUrgency(a: StackReport, b: StackReport): number {
  const rank = (report: StackReport) => (isInvalid(report) ? 9 : riskLevels.indexOf(report.risk.level));
  return rank(b) - rank(a) || (a.stack < b.stack ? -1 : 1);
}

interface Group {
  readonly first: StackReport;
  readonly names: readonly string[];
}

/** Stacks to which the same happens, such as the forty that extend one profile, are reported once. */
function alikeGroups(reports: readonly StackReport[]): Group[] {
  const groups = new Map<string, StackReport[]>();
  for (const report of reports) {
    const key = signature(report);
    groups.set(key, [...(groups.get(key) ?? []), report]);
  }
  return [...groups.values()].map((group) => ({ first: group[0]!, names: group.map(({ stack }) => stack) }));
}

/** The content of a report, without the stack's own name. */
function signature({
  stack,
  standing,
  risk,
  values,
  containers,
  rewritten,
  dataLosses,
  problems,
  engine,
}: StackReport): string {
  const own = (text: string) => text.replaceAll(stack, "<stack>");
  const told = (some: typeof problems.remaining | undefined) =>
    some?.map(({ rule, path, message }) => [rule, path, message]);
  return own(
    JSON.stringify([
      [standing, risk, values, rewritten, dataLosses, engine],
      containers,
      [
        told(problems.fresh),
        told(problems.mended),
        problems.remaining.filter(({ severity }) => severity === "error"),
      ],
    ]),
  );
}

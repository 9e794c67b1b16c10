import type { Problem } from "../../../model/problem";
import { groupProblems } from "../../../model/problem-groups";
import { problemSummary } from "../../../render";
import type { StackReport, ValueRow } from "../stack-report";
import { list } from "../../change/risk";
import { type Block, type Inline, type Line } from "./document";
import { headline } from "./headline";

/** What is dispensable, the last first: what decides stays to the end. */
const dispensable = {
  preview: 9,
  resources: 8,
  topology: 7,
  advice: 6,
  rewritten: 5,
  values: 4,
  problems: 3,
  containers: 2,
};

/** The part of a report on one stack, or on several with the same change; `alike` are their names. */
export function stackSection(report: StackReport, alike: readonly string[]): Block[] {
  const name = alike.length > 1 ? `${alike.length} stacks alike` : report.stack;
  return [
    { kind: "heading", level: 3, line: [{ code: name }, `: ${headline(report)}`], mood: moodOf(report) },
    ...(alike.length > 1 ? [{ kind: "paragraph" as const, line: alikeLine(alike) }] : []),
    ...disagreementBlocks(report),
    ...report.renames.map(([old, now]): Block => ({
      kind: "paragraph",
      line: [`${old} reads as renamed to ${now}: for the engine one is removed and another one created.`],
      mood: "careful",
    })),
    ...(report.dataLosses.length > 0
      ? [
          { kind: "paragraph" as const, line: [{ strong: "Data is lost:" }], mood: "bad" as const },
          { kind: "list" as const, lines: report.dataLosses.map((loss) => [loss]), mood: "bad" as const },
        ]
      : []),
    ...problemBlocks(report, name),
    ...valueTable(report, name),
    ...containerTable(report, name),
    ...rollLine(report),
    ...(report.rewritten.length > 0
      ? [
          {
            kind: "paragraph" as const,
            line: [`Only the files of these applications are rewritten: ${list(report.rewritten)}.`],
            dispensable: dispensable.rewritten,
            name: `whose files are rewritten in ${name}`,
          },
        ]
      : []),
    ...adviceBlocks(report, name),
    ...topologyBlocks(report, name),
    ...resourceTable(report, name),
    { kind: "paragraph", line: comparedLine(report) },
    ...previewBlocks(report, name),
  ];
}

function moodOf({ standing, risk }: StackReport): NonNullable<Extract<Block, { kind: "heading" }>["mood"]> {
  if (standing === "invalid" || risk.level === "lost") return "bad";
  if (risk.level === "waiting" || standing === "unclear") return "careful";
  return risk.level === "none" ? "good" : "plain";
}

function alikeLine(alike: readonly string[]): Line {
  const shown = alike.slice(0, 60);
  const more = alike.length - shown.length;
  return [
    ...shown.flatMap((stack, index): Inline[] => [index === 0 ? "" : ", ", { code: stack }]),
    more > 0 ? ` and ${more} more.` : ".",
    ` What is shown is ${alike[0]}.`,
  ];
}

/** Before everything else: the reader must know first that this report is in doubt. */
function disagreementBlocks({ engine }: StackReport): Block[] {
  if (engine.disagreements.length === 0) return [];
  return [
    {
      kind: "paragraph",
      line: [{ strong: "The definitions and the engine disagree." }, " What the engine says will happen."],
      mood: "bad",
    },
    { kind: "list", lines: engine.disagreements.map((sentence) => [sentence]), mood: "bad" },
  ];
}

function problemBlocks({ problems, standing }: StackReport, name: string): Block[] {
  const freshOthers = split(problems.fresh ?? [], "advice")[1];
  const [errors] = split(problems.remaining, "error");
  const part = (title: string, some: readonly Problem[]): Block[] => {
    if (some.length === 0) return [];
    const told = `${title}: ${problemSummary(some)}`;
    return [
      { kind: "paragraph", line: [{ strong: told }], mood: "bad" },
      {
        kind: "list",
        lines: problemLines(some),
        mood: "bad",
        name: `problems of ${name}`,
        dispensable: 1,
      },
    ];
  };
  return [
    ...part("New problems", freshOthers),
    ...part(standing === "invalid" ? "Errors" : "Errors that remain", errors),
  ];
}

/** What need not be read before a decision, below what has to. */
function adviceBlocks({ problems }: StackReport, name: string): Block[] {
  const { fresh, mended, remaining } = problems;
  const others = split(remaining, "error")[1];
  const [freshAdvice] = split(fresh ?? [], "advice");
  const part = (title: string, some: readonly Problem[], weight: number): Block[] => {
    if (some.length === 0) return [];
    const blocks: Block[] = [{ kind: "list", lines: problemLines(some) }];
    const summary = [`${title}: ${problemSummary(some)}`];
    return [{ kind: "folded", summary, blocks, dispensable: weight, name: `problems of ${name}` }];
  };
  return [
    ...part("New", freshAdvice, dispensable.problems),
    ...part("Fixed", mended ?? [], dispensable.problems),
    ...part(fresh ? "Remaining" : "Problems", others, dispensable.advice),
  ];
}

/** Those of a severity, and the others. */
function split(problems: readonly Problem[], severity: Problem["severity"]): [Problem[], Problem[]] {
  const is = (problem: Problem) => problem.severity === severity;
  return [problems.filter(is), problems.filter((problem) => !is(problem))];
}

function problemLines(problems: readonly Problem[]): Line[] {
  return groupProblems(problems).map(({ summary }) => problemLine(summary));
}

function problemLine({ severity, rule, file, line, path, message, allowed, hint }: Problem): Line {
  return [
    { strong: severity },
    " ",
    { code: rule },
    ...(file === null ? [] : [" at ", { code: `${file}:${line ?? 1}` }]),
    ` ${path}: ${message}`,
    ...(allowed?.length ? [` Allowed: ${allowed.join(", ")}.`] : []),
    ...(hint === undefined ? [] : [` ${hint}`]),
  ];
}

function valueTable({ values }: StackReport, name: string): Block[] {
  if (values.length === 0) return [];
  return [
    {
      kind: "table",
      head: ["Application", "Option", "Old", "New", "Takes effect", "Impact"],
      rows: values.map((row) => [
        [row.application],
        [{ code: row.option }],
        valueCell(row.old, row),
        valueCell(row.new, row),
        [row.takesEffect],
        [row.impact],
      ]),
      dispensable: dispensable.values,
      name: `rows of changed values of ${name}`,
    },
  ];
}

function valueCell(value: string | undefined, { unit }: ValueRow): Line {
  if (value === undefined) return ["–"];
  return unit === undefined ? [{ code: value }] : [{ code: value }, ` ${unit}`];
}

function containerTable({ containers }: StackReport, name: string): Block[] {
  if (containers.length === 0) return [];
  return [
    {
      kind: "table",
      head: ["Application", "Container", "What happens", "Why", "Meanwhile"],
      rows: containers.map((row) => [
        [row.application],
        [{ code: row.container }],
        row.action === "removed" ? [{ strong: row.action }] : [row.action],
        [row.why],
        [row.impact],
      ]),
      dispensable: dispensable.containers,
      name: `rows of containers of ${name}`,
    },
  ];
}

function rollLine({ rolls }: StackReport): Block[] {
  if (rolls.length === 0) return [];
  const ways = rolls.map((pair) => pair.join(", then "));
  return [{ kind: "paragraph", line: [`Rolled, each when the one before is healthy: ${ways.join("; ")}.`] }];
}

function topologyBlocks({ topology }: StackReport, name: string): Block[] {
  if (!topology) return [];
  return [
    {
      kind: "folded",
      summary: ["Topology, with what changes marked"],
      blocks: [{ kind: "topology", topology }],
      dispensable: dispensable.topology,
      name: `the topology of ${name}`,
    },
  ];
}

function resourceTable({ resources }: StackReport, name: string): Block[] {
  if (resources.length === 0) return [];
  return [
    {
      kind: "folded",
      summary: [`Other Docker objects: ${resources.length}`],
      blocks: [
        {
          kind: "table",
          head: ["Object", "What happens", "Why"],
          rows: resources.map(({ resource, action, why }) => [[{ code: resource }], [action], [why || "–"]]),
        },
      ],
      dispensable: dispensable.resources,
      name: `Docker objects of ${name}`,
    },
  ];
}

function comparedLine({ against, because, engine }: StackReport): Line {
  const agreed = engine.disagreements.length === 0 ? "which agrees" : "which disagrees, see above";
  const engineWords = engine.asked
    ? ` and previewed by the engine, ${agreed}`
    : `; the engine was not asked: ${engine.reason ?? "no reason"}. What is said comes from the definitions alone`;
  return [`Compared with ${against}${engineWords}. Looked at because ${because.join("; ")}.`];
}

function previewBlocks({ preview }: StackReport, name: string): Block[] {
  if (preview === undefined) return [];
  return [
    {
      kind: "folded",
      summary: [{ code: "pulumi preview --diff" }],
      blocks: [{ kind: "text", language: "diff", text: preview }],
      dispensable: dispensable.preview,
      name: `the raw preview of ${name}`,
    },
  ];
}

import type { Problem } from "../../model/problem";
import { problemSummary } from "../../render";
import { effectOf, nameOfValue, reasonOf } from "./impact";
import type { ContainerChange, ValueChange } from "./preview-steps";

/** What a report tells of one stack. */
export interface StackReport {
  readonly stack: string;
  readonly values: readonly ValueChange[];
  readonly containers: readonly ContainerChange[];
  readonly problems: readonly Problem[];
}

/** Writes a report for a pull request's comment: what changes, what restarts and why, what is wrong. */
export function markdown(report: StackReport): string {
  return [
    `<!-- genesys-chat report: ${report.stack} -->`,
    `## Chat stack \`${report.stack}\`: ${headline(report)}`,
    ...valueTable(report.values),
    ...containerTable(report),
    ...problemList(report.problems),
    "",
  ].join("\n");
}

function headline({ values, containers, problems }: StackReport): string {
  if (problems.some(({ severity }) => severity === "error"))
    return `invalid, ${problemSummary(problems)}; nothing would run`;
  if (values.length === 0 && containers.length === 0) return "no change";
  const count = (number: number, noun: string) => `${number} ${noun}${number === 1 ? "" : "s"}`;
  const restarts = containers.filter(({ action }) => action === "replaced").length;
  return `${count(values.length, "changed value")}, ${restarts === 0 ? "no restart" : `${count(restarts, "container")} replaced`}`;
}

function valueTable(values: readonly ValueChange[]): string[] {
  if (values.length === 0) return [];
  return [
    "",
    "| Application | Option | Old | New | Takes effect |",
    "| --- | --- | --- | --- | --- |",
    ...values.map((value) =>
      row(value.application, nameOfValue(value), code(value.old), code(value.new), effectOf(value)),
    ),
  ];
}

function containerTable({ containers, values }: StackReport): string[] {
  if (containers.length === 0) return [];
  return [
    "",
    "| Container | What happens | Why |",
    "| --- | --- | --- |",
    ...containers.map((change) => row(`\`${change.container}\``, change.action, reasonOf(change, values))),
  ];
}

function problemList(problems: readonly Problem[]): string[] {
  if (problems.length === 0) return [];
  return [
    "",
    `**Problems: ${problemSummary(problems)}**`,
    "",
    ...problems.map(({ severity, rule, file, line, message, hint }) => {
      const where = file === null ? "" : ` (\`${file}:${line}\`)`;
      return `- ${severity} \`${rule}\`${where}: ${escape(message)}${hint ? ` ${escape(hint)}` : ""}`;
    }),
  ];
}

const row = (...cells: string[]) => `| ${cells.join(" | ")} |`;

function code(value: string | undefined): string {
  if (value === undefined) return "–";
  // A value may hold backticks, bars or line breaks; HTML's code element survives all three.
  return `<code>${escape(value)}</code>`;
}

function escape(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll("|", "&#124;")
    .replaceAll("`", "&#96;")
    .replaceAll("\n", "↵");
}

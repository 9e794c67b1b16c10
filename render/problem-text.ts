import type { Problem } from "../model/problem";
import { groupProblems, withoutGuideAdvice } from "../model/problem-groups";
import type { SilencedProblem } from "../model/silence";
import { type Paint, plain, printable } from "./printable";

/** Writes a problem as the one line that `validate`, `pulumi preview` and the report share. */
export function problemLine(problem: Problem, paint: Paint = plain): string {
  const severity = paint(problem.severity, `${problem.severity} [${problem.rule}]`);
  return `${printable(positionOf(problem))}${severity} ${problemWords(problem)}`;
}

/** What a line says behind position and rule: the place in the definition, what is wrong, what is allowed and what to do. */
export function problemWords(problem: Problem): string {
  const allowed = problem.allowed?.length ? ` Allowed: ${problem.allowed.join(", ")}.` : "";
  const hint = problem.hint ? ` ${problem.hint}` : "";
  return printable(`${placeOf(problem)}: ${problem.message}${allowed}${hint}`);
}

/** A line for each group of problems with one cause, without advice on values of the deployment guide. */
export function problemLines(problems: readonly Problem[], paint: Paint = plain): string {
  return groupProblems(withoutGuideAdvice(problems))
    .map(({ summary }) => `${problemLine(summary, paint)}\n`)
    .join("");
}

/** Every problem: a line for each group, and below it the places of a group that has several. */
export function everyProblemLine(problems: readonly Problem[], paint: Paint = plain): string {
  return groupProblems(problems)
    .map(({ summary, problems: members }) => `${problemLine(summary, paint)}\n${placeLines(members)}`)
    .join("");
}

/** The places of a group, indented, one a line; nothing for a single problem. */
export function placeLines(problems: readonly Problem[]): string {
  if (problems.length === 1) return "";
  return problems
    .map((problem) => `    ${printable(`${positionOf(problem)}${placeOf(problem)}`)}\n`)
    .join("");
}

function positionOf({ file, line, column }: Problem): string {
  return file === null ? "" : `${file}:${line ?? 1}:${column ?? 1}: `;
}

function placeOf({ path }: Problem): string {
  return path === "" ? "the definition" : path;
}

/** What a definition silences, a line for each group of problems with one cause, with the definition's reason. */
export function silencedLines(silenced: readonly SilencedProblem[]): string {
  const reasons = new Map(silenced.map(({ problem, reason }) => [problem.rule, reason]));
  return groupProblems(silenced.map(({ problem }) => problem))
    .map(
      ({ summary }) => `silenced: ${problemLine(summary)} — ${printable(reasons.get(summary.rule) ?? "")}\n`,
    )
    .join("");
}

/** The number of groups of each severity, and of places if there are more: `2 errors, 1 warning (240 places)`. */
export function problemSummary(problems: readonly Problem[]): string {
  const groups = groupProblems(problems);
  const count = (severity: Problem["severity"], one: string, many = `${one}s`) => {
    const number = groups.filter(({ summary }) => summary.severity === severity).length;
    const places = problems.filter((problem) => problem.severity === severity).length;
    if (number === 0) return [];
    return [`${number} ${number === 1 ? one : many}${places > number ? ` (${places} places)` : ""}`];
  };
  const parts = [
    ...count("error", "error"),
    ...count("warning", "warning"),
    ...count("advice", "piece of advice", "pieces of advice"),
  ];
  return parts.length === 0 ? "no problems" : parts.join(", ");
}

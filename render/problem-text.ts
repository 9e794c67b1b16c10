import type { Problem } from "../model/problem";
import type { SilencedProblem } from "../model/silence";
import { type Paint, plain, printable } from "./printable";

/** Writes a problem as the one line that `validate`, `pulumi preview` and the report share. */
export function problemLine(problem: Problem, paint: Paint = plain): string {
  const where = problem.file === null ? "" : `${problem.file}:${problem.line ?? 1}:${problem.column ?? 1}: `;
  const severity = paint(problem.severity, `${problem.severity} [${problem.rule}]`);
  return `${printable(where)}${severity} ${problemWords(problem)}`;
}

/** What a line says behind position and rule: the place in the definition, what is wrong, what is allowed and what to do. */
export function problemWords(problem: Problem): string {
  const path = problem.path === "" ? "the definition" : problem.path;
  const allowed = problem.allowed?.length ? ` Allowed: ${problem.allowed.join(", ")}.` : "";
  const hint = problem.hint ? ` ${problem.hint}` : "";
  return printable(`${path}: ${problem.message}${allowed}${hint}`);
}

/** All problems, a line each. */
export function problemLines(problems: readonly Problem[]): string {
  return problems.map((problem) => `${problemLine(problem)}\n`).join("");
}

/** What a definition silences, a line each, with its reason. */
export function silencedLines(silenced: readonly SilencedProblem[]): string {
  return silenced
    .map(({ problem, reason }) => `silenced: ${problemLine(problem)} — ${printable(reason)}\n`)
    .join("");
}

/** How many of each kind, such as `2 errors, 1 warning`. */
export function problemSummary(problems: readonly Problem[]): string {
  const count = (severity: Problem["severity"], one: string, many = `${one}s`) => {
    const number = problems.filter((problem) => problem.severity === severity).length;
    return number === 0 ? [] : [`${number} ${number === 1 ? one : many}`];
  };
  const parts = [
    ...count("error", "error"),
    ...count("warning", "warning"),
    ...count("advice", "piece of advice", "pieces of advice"),
  ];
  return parts.length === 0 ? "no problems" : parts.join(", ");
}

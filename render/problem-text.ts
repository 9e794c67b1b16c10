import type { Problem } from "../model/problem";

/** Writes a problem as the one sentence that `validate`, `pulumi preview` and the report share. */
export function problemLine(problem: Problem): string {
  const where = problem.file === null ? "" : `${problem.file}:${problem.line ?? 1}:${problem.column ?? 1}: `;
  const path = problem.path === "" ? "the definition" : problem.path;
  const allowed = problem.allowed?.length ? ` Allowed: ${problem.allowed.join(", ")}.` : "";
  const hint = problem.hint ? ` ${problem.hint}` : "";
  return `${where}${problem.severity} [${problem.rule}] ${path}: ${problem.message}${allowed}${hint}`;
}

/** All problems, a line each. */
export function problemLines(problems: readonly Problem[]): string {
  return problems.map((problem) => `${problemLine(problem)}\n`).join("");
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

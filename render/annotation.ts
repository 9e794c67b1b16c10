import type { Problem, Severity } from "../model/problem";
import { problemWords } from "./problem-text";

const commands: Readonly<Record<Severity, string>> = { error: "error", warning: "warning", advice: "notice" };

/**
 * Writes a problem as a workflow command of GitHub Actions, which shows it beside the line in a pull request.
 * `pathOf` returns a file's path from the repository's root.
 */
export function annotation(problem: Problem, pathOf: (file: string) => string = (file) => file): string {
  const { file, line, column } = problem;
  const properties = [
    ...(file === null ? [] : [["file", pathOf(file)] as const]),
    ...(line === null ? [] : [["line", String(line)] as const]),
    ...(column === null ? [] : [["col", String(column)] as const]),
    ["title", problem.rule] as const,
  ];
  const said = properties.map(([name, value]) => `${name}=${propertyText(value)}`).join(",");
  return `::${commands[problem.severity]} ${said}::${dataText(problemWords(problem))}`;
}

/** GitHub reads percent escapes; characters that could end the command must be escaped. */
function dataText(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function propertyText(text: string): string {
  return dataText(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}

import { problemLines, problemSummary } from "../../render";
import { printable } from "../../render/printable";
import type { FileProblem } from "./read-files";
import type { ImportResult } from "./result";

/** How many problems of the files' structure a report lists: a broken export has thousands of one kind. */
export const listedProblems = 50;

/** What an import found, for a terminal; no secret's value is in it. */
export function importReport(result: ImportResult): string {
  const { taken, leftOut, changed, unlisted, secrets, structure, problems } = result;
  const names = (objects: readonly string[]) => objects.slice(0, 12).join(", ") + more(objects.length - 12);
  return [
    ...structureLines(structure),
    ...(taken.length > 0 ? [`Taken: ${names(taken.map(({ name, type }) => `${name} (${type})`))}`] : []),
    ...leftOut.map(({ object, reason }) => `Left out: ${object}: ${reason}.`),
    ...changed.map((sentence) => `Changed: ${sentence}`),
    ...(unlisted.length > 0
      ? [`Unlisted options (${unlisted.length}), taken as they are: ${names(unlisted)}`]
      : []),
    ...secrets.map(
      ({ name, application, section, option }) =>
        `Secret: ${application} ${section}/${option} is { secret: ${name} } in the definition.`,
    ),
  ]
    .map((line) => `${printable(line)}\n`)
    .concat(problemLines(problems.filter(({ severity }) => severity !== "advice")))
    .concat(problems.length > 0 ? [`${problemSummary(problems)}\n`] : [])
    .join("");
}

/** One line each; of many, the errors come first, since the file is refused because of them. */
function structureLines(structure: readonly FileProblem[]): string[] {
  const isError = ({ severity }: FileProblem) => severity === "error";
  const listed =
    structure.length <= listedProblems
      ? structure
      : [...structure.filter(isError), ...structure.filter((problem) => !isError(problem))];
  const lines = listed
    .slice(0, listedProblems)
    .map(({ file, line, severity, rule, message }) => `${file}:${line}: ${severity} [${rule}] ${message}`);
  const unlisted = listed.slice(listedProblems);
  if (unlisted.length === 0) return lines;
  const errors = unlisted.filter(isError).length;
  return [
    ...lines,
    `${unlisted.length} more problems (${errors} errors) aren't listed; pass --json to list all of them.`,
  ];
}

function more(count: number): string {
  return count > 0 ? ` and ${count} more` : "";
}

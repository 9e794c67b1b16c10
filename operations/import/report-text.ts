import { problemLines, problemSummary } from "../../render";
import { printable } from "../../render/printable";
import type { ImportResult } from "./result";

/** What an import found, for a terminal; no secret's value is in it. */
export function importReport(result: ImportResult): string {
  const { taken, leftOut, changed, unlisted, secrets, structure, problems } = result;
  const names = (objects: readonly string[]) => objects.slice(0, 12).join(", ") + more(objects.length - 12);
  return [
    ...structure.map(
      ({ file, line, severity, rule, message }) => `${file}:${line}: ${severity} [${rule}] ${message}`,
    ),
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

function more(count: number): string {
  return count > 0 ? ` and ${count} more` : "";
}

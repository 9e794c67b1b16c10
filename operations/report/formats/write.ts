import type { Paint } from "../../../render";
import { compose } from "../document/compose";
import type { StackComparisons } from "../stack-comparer";
import { html } from "./html";
import { markdown } from "./markdown";
import { terminal } from "./terminal";

/** How a report can be written. */
export const reportFormats = ["md", "json", "html", "terminal"] as const;

/** One of the ways to write a report. */
export type ReportFormat = (typeof reportFormats)[number];

/** Writes a report in one of the formats. */
export function writtenReport(survey: StackComparisons, format: ReportFormat, paint?: Paint): string {
  switch (format) {
    case "md":
      return markdown(compose(survey));
    case "html":
      return html(compose(survey));
    case "terminal":
      return terminal(compose(survey), paint);
    case "json":
      return `${JSON.stringify({ version: 1, ...survey }, null, 2)}\n`;
  }
}

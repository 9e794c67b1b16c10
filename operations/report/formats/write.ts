import type { Paint } from "../../../render";
import { compose } from "../document/compose";
import type { Block } from "../document/document";
import type { StackComparisons } from "../stack-comparer";
import { svgLayout } from "../../diagram/svg";
import { html } from "./html";
import { markdown } from "./markdown";
import { terminal } from "./terminal";

/** How a report can be written. */
export const reportFormats = ["md", "json", "html", "terminal"] as const;

/** One of the ways to write a report. */
export type ReportFormat = (typeof reportFormats)[number];

/** Writes a report in one of the formats. */
export function writtenReport(
  comparisons: StackComparisons,
  format: ReportFormat,
  paint?: Paint,
): Promise<string> {
  return writtenDocument(
    { name: "report", blocks: () => compose(comparisons), data: comparisons },
    format,
    paint,
  );
}

/** Something that is written as a document or as data. */
export interface WritableDocument {
  /** The command that makes it. */
  readonly name: string;
  readonly blocks: () => readonly Block[];
  /** The content of the JSON document. */
  readonly data: object;
}

/** Writes a document in one of the formats. */
export async function writtenDocument(
  { name, blocks, data }: WritableDocument,
  format: ReportFormat,
  paint?: Paint,
): Promise<string> {
  switch (format) {
    case "md":
      return markdown(blocks(), undefined, name);
    case "html":
      return html(blocks(), await svgLayout());
    case "terminal":
      return terminal(blocks(), paint);
    case "json":
      return `${JSON.stringify({ version: 1, ...data }, null, 2)}\n`;
  }
}

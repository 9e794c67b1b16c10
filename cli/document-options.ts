import { extname } from "node:path";
import { Option } from "commander";
import { type ReportFormat, reportFormats } from "../operations/report/formats/write";
import { Failure } from "../system/failure";

/** The options of a command that writes a document. */
export interface DocumentOptions {
  format?: ReportFormat;
  json?: boolean;
  write: string[];
}

/** `--format`, of a command that writes a document. */
export const formatOption = () =>
  new Option("--format <format>", "how to write it; default terminal on a terminal, else md").choices(
    reportFormats,
  );

/** `--write`, for files beside what goes to stdout. */
export const writeOption = () =>
  new Option("--write <file>", "write it to a file too, .md, .html, .json or .txt; may be said again")
    .default([])
    .argParser((word: string, before: string[]) => [...before, word]);

/** The format of what goes to stdout. */
export function formatOf({ format, json }: DocumentOptions): ReportFormat {
  return json ? "json" : (format ?? (process.stdout.isTTY ? "terminal" : "md"));
}

/** The files of `--write`, each with the format that its ending names. */
export function writtenFiles({ write }: DocumentOptions): { file: string; format: ReportFormat }[] {
  return write.map((file) => ({ file, format: formatOfFile(file) }));
}

const endings: Readonly<Record<string, ReportFormat>> = {
  ".md": "md",
  ".html": "html",
  ".json": "json",
  ".txt": "terminal",
};

function formatOfFile(file: string): ReportFormat {
  const format = endings[extname(file)];
  if (format !== undefined) return format;
  const known = Object.keys(endings).join(", ");
  throw new Failure(`The ending of ${file} does not say how to write it: one of ${known}.`);
}

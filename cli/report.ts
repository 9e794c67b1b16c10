import { writeFileSync } from "node:fs";
import { extname } from "node:path";
import { Command, Option } from "commander";
import { plain } from "../render";
import { ansi } from "./colours";
import type { FileResolution } from "../system/stack-file";
import type { SetExitCode } from "./main";
import { Failure } from "../system/failure";
import { isColourful } from "./problem-output";
import { type ReportFormat, reportFormats, writtenReport } from "../operations/report/formats/write";
import { type StackComparisons, compareStacks } from "../operations/report/stack-comparer";
import { read, readAll } from "../operations/stack";

interface ReportOptions {
  stack: string[];
  all?: boolean;
  base?: string;
  format?: ReportFormat;
  json?: boolean;
  write: string[];
  engine: boolean;
}

/** `./chatstack report`: what a change would do, for the reviewer of a pull request. */
export function reportCommand(ends: SetExitCode): Command {
  const list = (word: string, before: string[]) => [...before, word];
  return new Command("report")
    .description("what a change would do: for a pull request, or before an up")
    .option("-s, --stack <names...>", "the stacks, each defined by Pulumi.<name>.yaml", ["dev"])
    .option("--all", "all stacks of the folder instead")
    .option("--base <revision>", "compare with the definitions at a revision, not with what is deployed")
    .addOption(
      new Option("--format <format>", "how to write it; default terminal on a terminal, else md").choices(
        reportFormats,
      ),
    )
    .option("--json", "the same as --format json")
    .option(
      "--write <file>",
      "write it to a file too, .md, .html, .json or .txt; may be said again",
      list,
      [],
    )
    .option("--no-engine", "compare the definitions only, if no state is available")
    .addHelpText("after", "\nExample: ./chatstack report --all --base origin/main --write report.html")
    .action(async (options: ReportOptions) => {
      const files = options.write.map((file) => [file, formatOf(file)] as const);
      const stacks = options.all ? readAll() : chosen(options.stack);
      const found = await compareStacks({
        stacks,
        all: options.all === true,
        ...(options.base !== undefined && { base: options.base }),
        engine: options.engine,
      });
      for (const [file, format] of files) writeFileSync(file, writtenReport(found, format));
      const format = options.json ? "json" : (options.format ?? (process.stdout.isTTY ? "terminal" : "md"));
      process.stdout.write(writtenReport(found, format, isColourful() ? ansi : plain));
      ends(codeOf(found));
    });
}

function chosen(stacks: readonly string[]): ReadonlyMap<string, FileResolution> {
  return new Map(stacks.map((stack) => [stack, read({ stack })]));
}

const endings: Readonly<Record<string, ReportFormat>> = {
  ".md": "md",
  ".html": "html",
  ".json": "json",
  ".txt": "terminal",
};

function formatOf(file: string): ReportFormat {
  const format = endings[extname(file)];
  if (format !== undefined) return format;
  const known = Object.keys(endings).join(", ");
  throw new Failure(`The ending of ${file} does not say how to write it: one of ${known}.`);
}

/** An error in a definition is one; an engine that should have answered and did not is worse. */
function codeOf({ reports }: StackComparisons): number {
  if (reports.some(({ engine }) => engine.reason?.startsWith("pulumi preview failed"))) return 2;
  return reports.some(({ standing }) => standing === "invalid") ? 1 : 0;
}

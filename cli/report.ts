import { writeFileSync } from "node:fs";
import { Command } from "commander";
import { plain } from "../render";
import { ansi } from "./colours";
import { type DocumentOptions, formatOf, formatOption, writeOption, writtenFiles } from "./document-options";
import type { FileResolution } from "../system/stack-file";
import type { SetExitCode } from "./exit-code";
import { isColourful } from "./problem-output";
import { writtenReport } from "../operations/report/formats/write";
import { type StackComparisons, compareStacks } from "../operations/report/stack-comparer";
import { read, readAll } from "../operations/stack";

interface ReportOptions extends DocumentOptions {
  stack: string[];
  all?: boolean;
  base?: string;
  engine: boolean;
}

/** `./chatstack report`: what a change would do, for the reviewer of a pull request. */
export function reportCommand(ends: SetExitCode): Command {
  return new Command("report")
    .description("what a change would do: for a pull request, or before an up")
    .option("-s, --stack <names...>", "the stacks, each defined by Pulumi.<name>.yaml", ["dev"])
    .option("--all", "all stacks of the folder instead")
    .option("--base <revision>", "compare with the definitions at a revision, not with what is deployed")
    .addOption(formatOption())
    .option("--json", "the same as --format json")
    .addOption(writeOption())
    .option("--no-engine", "compare the definitions only, if no state is available")
    .addHelpText("after", "\nExample: ./chatstack report --all --base origin/main --write report.html")
    .action(async (options: ReportOptions) => {
      const files = writtenFiles(options);
      const stacks = options.all ? readAll() : chosen(options.stack);
      const found = await compareStacks({
        stacks,
        all: options.all === true,
        ...(options.base !== undefined && { base: options.base }),
        engine: options.engine,
      });
      for (const { file, format } of files) writeFileSync(file, await writtenReport(found, format));
      process.stdout.write(await writtenReport(found, formatOf(options), isColourful() ? ansi : plain));
      ends(codeOf(found));
    });
}

function chosen(stacks: readonly string[]): ReadonlyMap<string, FileResolution> {
  return new Map(stacks.map((stack) => [stack, read({ stack })]));
}

/** An error in a definition is one; an engine that should have answered and did not is worse. */
function codeOf({ reports }: StackComparisons): number {
  if (reports.some(({ engine }) => engine.reason?.startsWith("pulumi preview failed"))) return 2;
  return reports.some(({ standing }) => standing === "invalid") ? 1 : 0;
}

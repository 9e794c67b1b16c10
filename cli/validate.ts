import { Command, Option } from "commander";
import { fileOf, type FileResolution } from "../system/stack-file";
import { groupProblems, hasErrors, withoutGuideAdvice } from "../model";
import { problemSummary, silencedLines } from "../render";
import type { SetExitCode } from "./exit-code";
import { defaultFormat, type Format, formats, writtenProblems } from "./problem-output";
import { root } from "../system/project";
import { read, readAll } from "../operations/stack";
import { fileOption, jsonOption, print, printJson, stackOption } from "./options";
import { logInfo } from "../system/log";

interface ValidateOptions {
  stack: string;
  file?: string;
  all?: boolean;
  format?: Format;
  json?: boolean;
  strict?: boolean;
  verbose?: boolean;
}

/** One definition that is judged, under the name of its file. */
interface Judged {
  readonly stack?: string;
  readonly file: string;
  readonly resolution: FileResolution;
}

/** `./chatstack validate`: every problem of a definition, at once. */
export function validateCommand(ends: SetExitCode): Command {
  return new Command("validate")
    .description("check a definition and print every problem of it")
    .addOption(stackOption())
    .addOption(fileOption())
    .addOption(new Option("-a, --all", "every stack of the folder").conflicts(["stack", "file"]))
    .addOption(formatOption())
    .addOption(jsonOption().conflicts("format"))
    .option("--strict", "warnings fail too")
    .option("-v, --verbose", "list every place, and advice on values of the deployment guide")
    .addHelpText("after", "\nExample: ./chatstack validate --stack acme --json")
    .action((options: ValidateOptions) => {
      const judged = selected(options);
      const format = options.json ? "json" : (options.format ?? defaultFormat());
      if (format === "json") printJson(documentOf(judged, options.all === true));
      else report(judged, format, options);
      const problems = judged.flatMap(({ resolution }) => resolution.problems);
      const warned = problems.some(({ severity }) => severity === "warning");
      ends(hasErrors(problems) || (options.strict && warned) ? 1 : 0);
    });
}

function formatOption(): Option {
  const text =
    "text: with the lines of the file, as on a terminal; lines: one for each problem, as elsewhere; ";
  const others = "json: as --json; github: annotations, as in GitHub Actions";
  return new Option("--format <format>", text + others).choices([...formats]);
}

function selected(options: ValidateOptions): readonly Judged[] {
  if (options.all) {
    return [...readAll()].map(([stack, resolution]) => ({ stack, file: fileOf(stack), resolution }));
  }
  const resolution = read(options);
  if (options.file !== undefined) return [{ file: options.file, resolution }];
  return [{ stack: options.stack, file: fileOf(options.stack), resolution }];
}

/** Problems on stdout; what is silenced, and how many there are of each kind, on stderr: of several files before, as a heading. */
function report(
  judged: readonly Judged[],
  format: Exclude<Format, "json">,
  { all = false, verbose }: ValidateOptions,
): void {
  const annotations = new Set<string>();
  for (const { stack, file, resolution } of judged) {
    const { silenced } = resolution;
    const heading = `${file}: ${summaryOf(resolution, verbose)}${silenced.length > 0 ? `, ${silenced.length} silenced` : ""}`;
    if (all) logInfo(heading);
    const base = stack === undefined ? process.cwd() : root;
    const written = writtenProblems(resolution, format, { base, verbose });
    if (format === "github") for (const line of written.split("\n").slice(0, -1)) annotations.add(line);
    else process.stdout.write(written);
    print(silencedLines(silenced));
    if (!all) logInfo(heading);
  }
  // What stacks share is annotated once: GitHub shows ten annotations of the same type.
  process.stdout.write([...annotations].map((line) => `${line}\n`).join(""));
}

/** The number of problems of each severity, and of those that only --verbose prints. */
function summaryOf({ problems }: FileResolution, verbose = false): string {
  const shown = verbose ? problems : withoutGuideAdvice(problems);
  const hidden = problems.length - shown.length;
  if (hidden === 0) return problemSummary(problems);
  return `${problemSummary(shown)}; --verbose adds advice on values of the deployment guide (${hidden} ${hidden === 1 ? "place" : "places"})`;
}

/** The document of `--json`: a definition's problems, or a list of stacks with theirs. */
function documentOf(judged: readonly Judged[], all: boolean): { version: number } {
  const documents = judged.map(({ stack, file, resolution: { problems, silenced } }) => ({
    ...(all && { stack, file }),
    problems,
    groups: groupProblems(problems).map(({ summary: { rule, severity, message }, problems: members }) => ({
      ...{ rule, severity, message },
      places: members.map(({ path, file: place, line, column }) => ({ path, file: place, line, column })),
    })),
    silenced,
  }));
  return { version: 1, ...(all ? { stacks: documents } : documents[0]) };
}

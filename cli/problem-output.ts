import { relative, resolve } from "node:path";
import type { FileResolution } from "../system/stack-file";
import { groupProblems, withoutGuideAdvice } from "../model";
import { annotation, everyProblemLine, plain, problemLines } from "../render";
import { ansi } from "./colours";
import { framedProblems } from "./problem-frame";

/** How problems can be written. */
export const formats = ["text", "lines", "json", "github"] as const;

/** One of the ways to write problems. */
export type Format = (typeof formats)[number];

/** What is written unasked: annotations in GitHub Actions, frames on a terminal, one line for each problem elsewhere. */
export function defaultFormat(): Exclude<Format, "json"> {
  if (process.env.GITHUB_ACTIONS === "true") return "github";
  return process.stdout.isTTY ? "text" : "lines";
}

/** How much is written, and relative to what. */
export interface Extent {
  /** The folder that the files' names are relative to. */
  readonly base: string;
  /** True to write the places of every group, and advice on values of the deployment guide. */
  readonly verbose?: boolean | undefined;
}

/** The problems of a definition in one of the formats, for stdout: those with one cause once. */
export function writtenProblems(
  { problems, texts }: Pick<FileResolution, "problems" | "texts">,
  format: Exclude<Format, "json">,
  { base, verbose = false }: Extent,
): string {
  if (format === "lines") return verbose ? everyProblemLine(problems) : problemLines(problems);
  const groups = groupProblems(verbose ? problems : withoutGuideAdvice(problems));
  if (format === "github") {
    const shown = verbose ? problems : groups.map(({ summary }) => summary);
    return shown
      .map((problem) => `${annotation(problem, (file) => fromRepository(resolve(base, file), file))}\n`)
      .join("");
  }
  const width = process.stdout.columns || undefined;
  return framedProblems(groups, texts, { width, verbose, paint: isColourful() ? ansi : plain });
}

/** Returns true if output is a terminal and NO_COLOR is not set (https://no-color.org). */
export function isColourful(): boolean {
  const { NO_COLOR, TERM } = process.env;
  return process.stdout.isTTY && !NO_COLOR && TERM !== "dumb";
}

/** A file's path from the root of the repository that GitHub shows, which the project may lie deep in; as it is elsewhere. */
function fromRepository(file: string, name: string): string {
  const workspace = process.env.GITHUB_WORKSPACE;
  if (!workspace) return name;
  const path = relative(workspace, file);
  return path.startsWith("..") ? name : path;
}

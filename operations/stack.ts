import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Deployment } from "../model/deployment";
import { hasErrors } from "../model/problem";
import { problemLines, problemSummary } from "../render";
import { printable } from "../render/printable";
import { fileOf, type FileResolution, resolveFile, resolveStack, resolveStacks } from "../system/stack-file";
import { UnreadableFile } from "../system/text-file";
import { Failure } from "../system/failure";
import { root } from "../system/project";

/** Which definition a command is about. */
export interface Selection {
  readonly stack: string;
  /** A stack file or a bare definition, instead of the stack's own file. */
  readonly file?: string;
}

/** A stack's name as Pulumi takes it, and as Docker's names can hold it. */
export function checkStackName(stack: string): void {
  if (/^[a-zA-Z0-9][a-zA-Z0-9_.-]{0,99}$/.test(stack)) return;
  throw new Failure(
    `"${printable(stack)}" is no stack name: it may hold letters, digits, "-", "_" and ".", begin with a letter or a digit, and have up to 100 characters.`,
  );
}

/** Refuses a stack that has no file. */
export function requireStack(stack: string): void {
  checkStackName(stack);
  if (existsSync(join(root, fileOf(stack)))) return;
  throw new Failure(`There is no stack ${stack}: its definition would be ${fileOf(stack)} in ${root}.`);
}

/** Reads and checks a definition, with all that it extends. */
export function read({ stack, file }: Selection): FileResolution {
  if (file !== undefined) {
    if (!existsSync(file)) throw new Failure(`There is no file ${file}.`);
    return readable(file, () => resolveFile(file));
  }
  requireStack(stack);
  return readable(fileOf(stack), () => resolveStack(root, stack));
}

/** Reads and checks every stack of the project's folder, by the names of the stacks. */
export function readAll(): ReadonlyMap<string, FileResolution> {
  const all = readable(root, () => resolveStacks(root));
  if (all.size > 0) return all;
  throw new Failure(`There is no stack: none of the files in ${root} is called Pulumi.<stack>.yaml.`);
}

/** A file that can't be read is nothing that the operator needs a stack trace for. */
function readable<T>(what: string, reading: () => T): T {
  try {
    return reading();
  } catch (error) {
    if (error instanceof UnreadableFile) throw new Failure(error.message);
    const { code, path } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    throw new Failure(`${path ?? what} can't be read (${code}).`);
  }
}

/** Reads a definition and prints its problems; an error ends the command. */
export function readValid(selection: Selection, print: (text: string) => void): Deployment {
  return requireValid(read(selection), print);
}

/** Prints the problems of a definition that was read; an error ends the command. */
export function requireValid(
  { deployment, problems }: FileResolution,
  print: (text: string) => void,
): Deployment {
  const shown = problems.filter(({ severity }) => severity !== "advice");
  print(problemLines(shown));
  if (deployment && !hasErrors(problems)) return deployment;
  throw new Failure(`${problemSummary(problems)}: nothing was changed.`, 1);
}

import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Deployment } from "../model/deployment";
import { hasErrors, type Problem } from "../model/problem";
import { problemLines, problemSummary } from "../render";
import { resolveFile, resolveStack } from "../components/stack-file";
import { Failure } from "./failure";
import { root } from "./project";

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
    `"${stack}" is no stack name: it may hold letters, digits, "-", "_" and ".", begin with a letter or a digit, and have up to 100 characters.`,
  );
}

/** Reads and checks a definition. */
export function read({ stack, file }: Selection): { deployment?: Deployment; problems: readonly Problem[] } {
  if (file !== undefined) {
    if (!existsSync(file)) throw new Failure(`There is no file ${file}.`);
    return resolveFile(file);
  }
  checkStackName(stack);
  if (!existsSync(join(root, `Pulumi.${stack}.yaml`))) {
    throw new Failure(`There is no stack ${stack}: its definition would be Pulumi.${stack}.yaml in ${root}.`);
  }
  return resolveStack(root, stack);
}

/** Reads a definition that has to be right; its problems are printed, and an error ends the command. */
export function readValid(selection: Selection, print: (text: string) => void): Deployment {
  const { deployment, problems } = read(selection);
  const shown = problems.filter(({ severity }) => severity !== "advice");
  print(problemLines(shown));
  if (deployment && !hasErrors(problems)) return deployment;
  throw new Failure(`${problemSummary(problems)}: nothing was changed.`, 1);
}

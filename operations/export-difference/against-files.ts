import type { Deployment } from "../../model/deployment";
import { hasErrors } from "../../model/problem";
import type { ConfigurationObjects } from "../../render/configuration-objects";
import { problemLines, problemSummary } from "../../render";
import { printable } from "../../render/printable";
import { Failure } from "../../system/failure";
import { root } from "../../system/project";
import { readChain, StackFolder } from "../../system/stack-file";
import { type ReadFiles, readFiles } from "../import/read-files";
import { read } from "../stack";
import { exportDifference } from "./comparison";
import type { ExportDifference } from "./difference";
import type { ExportStep } from "./exported-place";

/** What is compared with which files. */
export interface DifferenceQuestion {
  readonly stack: string;
  /** A stack file or a bare definition, instead of the stack's own file. */
  readonly file?: string;
  /** The export, each file put over those before it. */
  readonly against: readonly string[];
  readonly tenant?: string;
  readonly ignoreExtraOptions?: boolean;
}

/** Compares a stack with an export; `print` gets what is wrong with either. Nothing is written. */
export function differenceFromFiles(
  { file, against, tenant, ...question }: DifferenceQuestion,
  print: (text: string) => void,
): ExportDifference {
  const deployment = declared(question.stack, file, print);
  const { objects, steps } = exported(against, print);
  if (tenant !== undefined) requireTenant(tenant, objects);
  return exportDifference({
    ...question,
    deployment,
    written: file === undefined ? new StackFolder(root).chain(question.stack) : readChain(file),
    steps,
    objects,
    ...(tenant !== undefined && { tenant }),
  });
}

/** A definition with errors means nothing that could be compared. */
function declared(stack: string, file: string | undefined, print: (text: string) => void): Deployment {
  const { deployment, problems } = read({ stack, ...(file !== undefined && { file }) });
  if (deployment && !hasErrors(problems)) return deployment;
  print(problemLines(problems.filter(({ severity }) => severity === "error")));
  throw new Failure(`${problemSummary(problems)}: nothing was compared.`);
}

function exported(files: readonly string[], print: (text: string) => void) {
  const last = readFiles(files);
  print(last.problems.map(problemText).join(""));
  const errors = last.problems.filter(({ severity }) => severity === "error").length;
  if (errors > 0)
    throw new Failure(
      `The export has ${errors === 1 ? "an error" : `${errors} errors`}, see above: nothing was compared. Export it again.`,
    );
  const earlier = files.slice(0, -1).map((file, index): ExportStep => {
    return { file, objects: readFiles(files.slice(0, index + 1)).objects };
  });
  return { objects: last.objects, steps: [...earlier, { file: files.at(-1)!, objects: last.objects }] };
}

function problemText({ file, line, severity, rule, message }: ReadFiles["problems"][number]): string {
  return `${printable(`${file}:${line}: ${severity} [${rule}] ${message}`)}\n`;
}

/** A misspelt tenant would hide every extra application. */
function requireTenant(tenant: string, { servers, tenants }: ConfigurationObjects): void {
  const names = [
    ...tenants.map(({ name }) => name),
    ...servers.flatMap((server) => [
      ...(server.owner === undefined ? [] : [server.owner]),
      ...server.tenants,
    ]),
  ];
  const known = [...new Set(names)].sort();
  if (known.includes(tenant)) return;
  throw new Failure(
    `The export has no tenant ${tenant}; it has ${known.join(", ") || "none"}. Pass one of these to --tenant, or leave it out.`,
  );
}

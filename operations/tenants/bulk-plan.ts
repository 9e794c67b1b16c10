import { stacksUsed } from "../../model/sharing";
import type { StackFolder } from "../../system/stack-file";
import { hasErrors, type Problem } from "../../model/problem";
import { problemSummary } from "../../render";
import type { ContainerSummary } from "../../docker/client";
import { Recognizer } from "../../engine/fingerprint/recognition";
import { missingContainers } from "../change/obstacles";
import { project } from "../../system/project";
import { LocalState } from "../../engine/state";
import type { Planned } from "./job";
import type { BulkOperation } from "./job";

/** What decides who is started. */
export interface BulkRunContext {
  readonly folder: StackFolder;
  readonly backendUrl: string | undefined;
  /** The daemon's containers, which `up` compares with; undefined is not asked. */
  readonly containers?: readonly ContainerSummary[];
}

/** Says of each tenant why it is started, or why not, and whose end it has to wait for. */
export function planBulkRun(
  operation: BulkOperation,
  stacks: readonly string[],
  force: boolean,
  context: BulkRunContext,
): Planned[] {
  const planned = planEach(operation, stacks, force, context);
  if (operation !== "up" && operation !== "destroy") return planned;
  const used = new Map(stacks.map((stack) => [stack, stacksUsedBy(context.folder, stack)]));
  const users = (stack: string) => stacks.filter((other) => used.get(other)?.includes(stack));
  return planned.map((one) => {
    // A stack that shares servers is updated before those that use them, and destroyed after them.
    const after = operation === "destroy" ? users(one.stack) : (used.get(one.stack) ?? []);
    return after.length > 0 ? { ...one, after } : one;
  });
}

function stacksUsedBy(folder: StackFolder, stack: string): string[] {
  const { deployment } = folder.resolve(stack);
  return deployment ? stacksUsed(deployment) : [];
}

function planEach(
  operation: BulkOperation,
  stacks: readonly string[],
  force: boolean,
  { folder, backendUrl, containers }: BulkRunContext,
): Planned[] {
  // What is destroyed need not be right.
  if (operation === "destroy") return stacks.map((stack) => planDestroy(stack, force, backendUrl));
  const recognizer = new Recognizer(folder.root, backendUrl);
  return stacks.map((stack) => {
    const resolution = folder.resolve(stack);
    const { deployment, problems } = resolution;
    if (!deployment || hasErrors(problems))
      return {
        stack,
        reason: `${problemSummary(errorsOf(problems))}: ./chatstack validate --stack ${stack}`,
        settled: "not valid",
      };
    if (operation === "verify") return { stack, reason: "asked for" };
    if (force) return { stack, reason: "--force" };
    const recognised = recognizer.recognise(stack, resolution);
    if (!recognised.unchanged) return { stack, reason: recognised.reasons.join("; ") };
    const gone = containers ? missingContainersOf(stack, backendUrl, containers) : [];
    if (gone.length > 0) return { stack, reason: `gone or stopped: ${gone.join(", ")}` };
    return { stack, reason: "as declared", settled: "skipped" };
  });
}

function planDestroy(stack: string, force: boolean, backendUrl: string | undefined): Planned {
  const state = LocalState.at(backendUrl, project, stack);
  const known = state?.tryRead();
  const isEmpty =
    state !== undefined &&
    known !== "cut short" &&
    (known === undefined || (known.resources.length === 0 && known.pending.length === 0));
  // A stack without a record may run all the same: the state in use may be another one than it was deployed with.
  const reason =
    known === undefined ? `the state in use (${backendUrl}) has no record of it` : "nothing is deployed";
  if (isEmpty && !force) return { stack, reason, settled: "skipped" };
  return { stack, reason: force ? "--force" : "asked for" };
}

function missingContainersOf(
  stack: string,
  backendUrl: string | undefined,
  containers: readonly ContainerSummary[],
): string[] {
  const known = LocalState.at(backendUrl, project, stack)?.tryRead();
  return known && known !== "cut short" ? missingContainers(known, containers) : [];
}

const errorsOf = (problems: readonly Problem[]) => problems.filter(({ severity }) => severity === "error");

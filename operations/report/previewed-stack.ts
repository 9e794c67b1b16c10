import type { Preview } from "../../engine/preview";
import type { StackState } from "../../engine/state";
import type { FileResolution } from "../../system/stack-file";
import { announcedDifference } from "../change/announced";
import { deployedView } from "../change/deployed-stack";
import { differenceOf } from "../change/difference/difference";
import { compose } from "./document/compose";
import { terminal } from "./formats/terminal";
import { problemChanges } from "./problem-changes";
import { definedView, type ProjectContext } from "./stack-comparer";
import { stackReport } from "./stack-report";

/** A stack of which the engine has announced what an update would do. */
export interface PreviewedStack {
  readonly stack: string;
  readonly resolution: FileResolution;
  /** What is deployed. */
  readonly state: StackState;
  readonly preview: Preview;
  /** Why the stack was previewed, such as `the definition changed`. */
  readonly reason: string;
}

/** What an update of one stack would do, as `report` prints it on a terminal. No daemon is asked. */
export function previewText(previewed: PreviewedStack, context?: ProjectContext): string {
  const { stack, resolution, state, reason } = previewed;
  // Reading a stack reference, for example, is a step by which nothing changes.
  const preview = announcedDifference(previewed.preview) ? previewed.preview : { steps: [] };
  const isDeployed = state.resources.length > 0;
  const before = isDeployed ? deployedView(state, stack) : undefined;
  const after = definedView(stack, resolution, context);
  const report = stackReport({
    stack,
    against: isDeployed ? "what is deployed" : "nothing, since it is not deployed",
    because: [reason],
    before,
    after,
    difference: differenceOf(before, after),
    problems: problemChanges(undefined, resolution.problems),
    engine: { asked: true, preview },
    invalid: false,
  });
  const isUnchanged = report.standing === "unclear";
  return terminal(
    compose(isUnchanged ? { reports: [], unchanged: [stack] } : { reports: [report], unchanged: [] }),
  );
}

import {
  type Fingerprint,
  hasEnvironment,
  programFingerprint,
  stackFingerprint,
} from "../../system/fingerprint";
import type { FileResolution } from "../../system/stack-file";
import { hasErrors } from "../../model/problem";
import { installation } from "../../system/installation";
import { project } from "../../system/project";
import { LocalState, stackOutputs } from "../state";
import { changedParts } from "./changed-parts";
import { incompleteReason } from "./complete-deployment";

/** Whether a stack is as it was deployed; false if only the engine can know. */
export type Recognition =
  | { readonly unchanged: true }
  | {
      readonly unchanged: false;
      /** In words, one for each reason. */
      readonly reasons: readonly string[];
    };

/**
 * Recognises stacks that are as deployed from their state's files alone. An engine would take seconds for each, to find nothing to do.
 * It looks at the state, as a preview does, and not at the daemon.
 */
export class Recognizer {
  /**
   * @param root the project's folder
   * @param backendUrl where the state is kept; where that is no folder, nothing is recognised
   */
  constructor(
    private readonly root: string,
    private readonly backendUrl: string | undefined,
    private readonly program = programFingerprint(installation),
  ) {}

  /** Whether the definition, and all that it is deployed with, is that of the last deployment. */
  recognise(stack: string, resolution: FileResolution): Recognition {
    const { deployment, problems } = resolution;
    if (!deployment || hasErrors(problems)) return no("the definition has errors");
    const state = LocalState.at(this.backendUrl, project, stack);
    if (!state) return no("the state is kept elsewhere");
    if (bringsEnvironment(resolution)) return no("an environment brings values");
    const known = state.tryRead();
    if (!known) return no("never deployed");
    if (known === "cut short") return no("the state was cut short while it was written");
    const broken = incompleteReason(known, state.lastRun());
    if (broken !== undefined) return no(broken);
    const deployed = stackOutputs(known).fingerprint;
    if (!isFingerprint(deployed)) return no("it was deployed before there were fingerprints");
    const now = { ...stackFingerprint(this.root, deployment, resolution), ...this.program };
    const reasons = changedParts(deployed, now);
    return reasons.length === 0 ? { unchanged: true } : no(...reasons);
  }

  /** Whether one more update, though it had nothing to change, would have a stack recognised that is not; some never are. */
  isWorthAnUpdate(stack: string, resolution: FileResolution): boolean {
    const isLocal = LocalState.at(this.backendUrl, project, stack) !== undefined;
    return isLocal && !bringsEnvironment(resolution) && !this.recognise(stack, resolution).unchanged;
  }
}

/** Whether a stack takes values from an environment of Pulumi's, of which no file says whether it is still the same. */
export function bringsEnvironment({ texts, files }: FileResolution): boolean {
  return hasEnvironment(texts.get(files[0] ?? "") ?? "");
}

function no(...reasons: string[]): Recognition {
  return { unchanged: false, reasons };
}

/** Every part is there, or nothing is concluded; a later release may have more. */
export function isFingerprint(value: unknown): value is Fingerprint {
  if (value === null || typeof value !== "object") return false;
  const parts = value as Record<string, unknown>;
  const texts = ["definition", "program", "tools", "image", "settings"];
  const maps = ["sources", "files", "packages", "secrets"];
  return (
    texts.every((part) => typeof parts[part] === "string") &&
    maps.every((part) => parts[part] !== null && typeof parts[part] === "object")
  );
}

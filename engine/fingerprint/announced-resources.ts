import { canonicalJson } from "../../render";
import type { Fingerprint } from "../../system/fingerprint";
import type { PreviewStep } from "../preview";
import { type StackState, stackOutputs } from "../state";
import { brokenReason } from "./complete-deployment";
import { isFingerprint } from "./recognition";

/** The largest part of a stack's resources that an update is limited to; of more, comparing the rest costs little. */
const largestPart = 0.5;

/** Most resources that an update is limited to: each is a word of its command line. */
const mostTargets = 500;

/** The parts of a fingerprint that the engine's own view of unchanged resources depends on, such as the provider's version. */
const common = ["program", "packages", "tools", "image", "settings"] as const;

/**
 * The URNs that an update may be limited to: those that its preview changes. The provider has compared all others in the preview, and
 * compares them again in an update of everything. Empty if an update must look at everything: if more than the definition changed since the
 * deployment, if an earlier run left something unfinished, or if nearly everything changes.
 */
export function announcedResources(
  state: StackState,
  now: Fingerprint,
  steps: readonly PreviewStep[],
): string[] {
  const deployed = stackOutputs(state).fingerprint;
  if (!isFingerprint(deployed) || state.pending.length > 0 || brokenReason(state) !== undefined) return [];
  if (common.some((part) => canonicalJson(deployed[part]) !== canonicalJson(now[part]))) return [];
  const urns = [...new Set(steps.filter(({ op }) => op !== "same").map(({ urn }) => urn))];
  const most = Math.min(mostTargets, state.resources.length * largestPart);
  return urns.length > most ? [] : urns;
}

import type { FileResolution } from "../../system/stack-file";
import type { PreviewStep } from "../../engine/preview";
import type { StackState } from "../../engine/state";
import { announcedResources } from "../../engine/fingerprint/announced-resources";
import { bringsEnvironment } from "../../engine/fingerprint/recognition";
import { announcedAgent, announcedVariable, announcementOf } from "../../system/announcement";
import { programFingerprint, stackFingerprint } from "../../system/fingerprint";
import { installation } from "../../system/installation";
import { root } from "../../system/project";

/** What an update's preview announced, and of what. */
export interface Announcement {
  /** The definition as it was before the preview. */
  readonly resolution: FileResolution;
  /** The state that an update may be limited by; undefined if it must look at everything. */
  readonly known: StackState | undefined;
  readonly steps: readonly PreviewStep[];
}

/**
 * Binds the update that follows to its preview: the program refuses if anything was edited since. Returns the words of `pulumi up` that limit it
 * to the resources that change.
 */
export function announce({ resolution, known, steps }: Announcement): string[] {
  const { deployment } = resolution;
  if (!deployment || bringsEnvironment(resolution)) return [];
  const now = { ...stackFingerprint(root, deployment, resolution), ...programFingerprint(installation) };
  process.env[announcedVariable] = announcementOf(now);
  const targets = known ? announcedResources(known, now, steps) : [];
  return targets.length === 0
    ? []
    : ["--exec-agent", announcedAgent, ...targets.map((urn) => `--target=${urn}`)];
}

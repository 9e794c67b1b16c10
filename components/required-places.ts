import * as pulumi from "@pulumi/pulumi";
import type { Deployment } from "../model/deployment";
import { hasImage, hostView, missingImageSentence } from "./docker-host";
import { takenPlaces } from "./host-places";
import { objectNames } from "./names";
import { simulatorImage } from "./simulator-image";
import { programEnd } from "./program-end";

/**
 * Ends the program, before anything is registered, where a published port or the subnet is somebody else's, since Pulumi would remove
 * the old container first and then fail to make the new one, or where the simulator's image is missing, which the provider would
 * look for at a registry that never had it. A preview asks nobody. For a deployment that is called like its stack, as the
 * project's own is.
 */
export function requirePlaces(deployment: Deployment): void {
  if (pulumi.runtime.isDryRun()) return;
  const host = hostView(hostWords());
  if (!host) return;
  const names = objectNames(pulumi.getProject(), pulumi.getStack());
  const missing = isImageMissing(deployment) ? [missingImageSentence(simulatorImage())] : [];
  const reasons = [...takenPlaces(deployment, names, host), ...missing];
  if (reasons.length === 0) return;
  throw programEnd(`${reasons.join("\n")}\nNothing was registered, nothing was changed.`);
}

/** Carriers are made from the simulator's image whatever runs, so it has to be there; no files, no carriers. */
function isImageMissing({ configurationServer }: Deployment): boolean {
  return configurationServer === undefined && !hasImage(simulatorImage(), hostWords());
}

/** The provider's own setting of the daemon, where there is one. */
export function hostWords(): string[] {
  const host = new pulumi.Config("docker").get("host");
  return host === undefined ? [] : ["--host", host];
}

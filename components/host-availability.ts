import * as pulumi from "@pulumi/pulumi";
import type { Deployment } from "../model/deployment";
import { defaultEndpoint } from "../docker/daemon-record";
import { hasImage, hostView, missingImageSentence } from "../docker/host";
import { findHostConflicts } from "../docker/host-conflicts";
import { objectNames } from "../docker/names";
import { simulatorImage } from "../system/simulator-image";
import { userError } from "./user-error";

/**
 * Rejects, before anything is registered, if a published port or the subnet is taken, since Pulumi would remove
 * the old container first and then fail to make the new one, or if the simulator's image is missing, which the provider would
 * look for at a registry that never had it. A preview asks no daemon. For a deployment that is called like its stack, as the
 * project's own is.
 */
export async function assertHostAvailable(deployment: Deployment): Promise<void> {
  if (pulumi.runtime.isDryRun()) return;
  const where = hostArguments();
  const [host, missing] = await Promise.all([hostView(where), missingImages(deployment, where)]);
  if (!host) return;
  const names = objectNames(pulumi.getProject(), pulumi.getStack());
  const reasons = [...(await findHostConflicts(deployment, names, host)), ...missing];
  if (reasons.length === 0) return;
  throw userError(`${reasons.join("\n")}\nNothing was registered, nothing was changed.`);
}

/** Carriers always use the simulator's image, so it must exist unless there are no files and so no carriers. */
async function missingImages(
  { configurationServer }: Deployment,
  where: readonly string[],
): Promise<string[]> {
  const image = simulatorImage();
  if (configurationServer !== undefined) return [];
  // Without an answer, the provider says what is wrong.
  const isThere = await hasImage(image, where).catch(() => true);
  return isThere ? [] : [missingImageSentence(image)];
}

/**
 * The words by which the Docker client asks the daemon that the provider uses: a context by its settings or DOCKER_CONTEXT, else a host
 * by its settings or DOCKER_HOST, else the default socket. The provider does not know the context in use.
 */
export function hostArguments(env: NodeJS.ProcessEnv = process.env): string[] {
  const config = new pulumi.Config("docker");
  const context = config.get("context") ?? env.DOCKER_CONTEXT;
  if (context) return ["--context", context];
  return ["--host", (config.get("host") ?? env.DOCKER_HOST) || defaultEndpoint];
}

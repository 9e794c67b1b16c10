import { restartHash } from "../render";
import { carrierUploads } from "./carrier-uploads";
import { paths } from "../docker/container-policy";
import type { InnerResources, Part } from "./inner-resources";
import { hasSecretForStart } from "../model/secret-names";

/** What an application's container gets with delivery by files. */
export interface DeliveredByFiles extends Part {
  /** What replaces it, as labels without their prefix. */
  readonly labels: Record<string, string>;
  /** Whether the container goes with its carrier: no hash of a secret goes into a label, so a rotated one shows there only. */
  readonly replacedWithCarrier: boolean;
}

/**
 * Declares the volume that holds an application's file and the carrier that fills it: uploads into a read-only container
 * fail, and changed uploads would replace the process. A changed file replaces the carrier only, and the process sees the
 * new file; what it applies only after a restart is in its restart hash, which replaces it.
 */
export function deliveredByFiles(inner: InnerResources): DeliveredByFiles {
  const { application, placement } = inner;
  const { host } = application.serverInfo;
  const volume = inner.volume(
    "configVolume",
    `${application.key}-config`,
    placement.names.configVolume(host),
    "config",
  );
  const carrier = inner.carrier("carrier", `${application.key}-carrier`, {
    name: placement.names.carrier(host),
    image: placement.simulatorImage,
    labels: inner.labels("carrier"),
    volumes: [{ volumeName: volume.name, containerPath: paths.config }],
    uploads: carrierUploads(placement, application),
  });
  return {
    volumes: [
      { volumeName: placement.names.configVolume(host), containerPath: paths.config, readOnly: true },
    ],
    carriers: [carrier],
    labels: { "restart-hash": restartHash(placement.deployment, application) },
    replacedWithCarrier: hasSecretForStart(application),
  };
}

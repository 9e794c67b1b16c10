import { objectNames } from "../../docker/names";
import type { Application, Deployment } from "../../model/deployment";
import { recordedDeployment, recordOutput } from "../../render/deployment-record";
import { project } from "../../system/project";
import { labelOf, nameOf } from "../../engine/resource";
import { stackOutputs, type StackState, type StateResource } from "../../engine/state";
import { declared, type Declared } from "../verify/declared";
import { declaredFrame, declaredView } from "./difference/declared-view";
import type { StackFrame, StackView } from "./difference/stack-view";
import { deployedVolumes } from "./kept-volumes";
import { declaredOfLastRelease, viewOfLastRelease } from "./last-release-state";
import { containerType, ourType } from "./preview-steps";

type Resources = readonly StateResource[];

/**
 * What the last `up` made, as the daemon is expected to have it. The definition may have renamed, moved or removed any of it since.
 * Carriers and volumes are left out: whether a process serves does not depend on them.
 */
export function deployedStack(resources: Resources, stack: string): Declared {
  const record = recordIn(resources);
  if (!record) return declaredOfLastRelease(resources, stack);
  const { deployment, images } = record;
  const { keyVolume: _, ...found } = declared(deployment, stack, objectNames(project, stack), "");
  return {
    ...found,
    applications: found.applications.map(({ carrier: _, filesCarrier: __, ...one }) => ({
      ...one,
      image: images.get(one.application.key) ?? one.image,
      volumes: [],
    })),
  };
}

/** The same stack as a report compares it with a definition. */
export function deployedView(state: StackState, stack: string): StackView {
  const sealed = sealedSecrets(state);
  const record = recordIn(state.resources);
  if (!record) return viewOfLastRelease(state, sealed);
  const { deployment, simulatorImage } = record;
  const view = declaredView(deployment, stack, objectNames(project, stack), simulatorImage, sealed);
  return { ...view, ...deployedFrame(state, stack) };
}

interface Recorded {
  /** Those applications only whose container exists: a run may have ended before it made the others. */
  readonly deployment: Deployment;
  /** The image of each container, by its application's key. */
  readonly images: ReadonlyMap<string, string>;
  /** The image of the containers whose application states none; empty if there are none. */
  readonly simulatorImage: string;
}

/** What the components have recorded; undefined if one has not, as in a state of the last release. */
function recordIn(resources: Resources): Recorded | undefined {
  const components = resources.filter(({ type }) => ourType.test(type));
  const frame = components.find(({ type }) => type.endsWith(":ChatDeployment"));
  const records = components.filter((one) => one !== frame).map(({ outputs }) => outputs?.[recordOutput]);
  const deployment = recordedDeployment(frame?.outputs?.[recordOutput], records);
  if (!deployment) return undefined;
  const images = new Map(resources.flatMap(imageOf));
  const applications = deployment.applications.filter(({ key }) => images.has(key));
  const simulated = applications.find(({ image }: Application) => image === undefined);
  return {
    deployment: { ...deployment, applications },
    images,
    simulatorImage: images.get(simulated?.key ?? "") ?? "",
  };
}

function imageOf({ type, urn, inputs = {} }: StateResource): [string, string][] {
  const role = labelOf(inputs, "role");
  if (type !== containerType || (role !== "primary" && role !== "backup")) return [];
  return [[nameOf(urn), String(inputs.image)]];
}

/** The same without its processes, which is all that losses need. */
export function deployedFrame(state: StackState, stack: string): StackFrame {
  const record = recordIn(state.resources);
  if (!record) return viewOfLastRelease(state, undefined);
  return {
    ...declaredFrame(record.deployment, objectNames(project, stack)),
    // A volume may be older than the container that used it.
    kept: deployedVolumes(state.resources),
  };
}

/** Hashes of the encrypted secrets that the stack was deployed with, by name; undefined if unknown. */
function sealedSecrets(state: StackState): Readonly<Record<string, string>> | undefined {
  const { secrets } = (stackOutputs(state).fingerprint ?? {}) as { secrets?: Record<string, string> };
  return secrets && secretsByName(secrets);
}

/** Hashes of encrypted values by the names that definitions use. */
export function secretsByName(secrets: Readonly<Record<string, string>>): Record<string, string> {
  const prefix = `${project}:secrets.`;
  return Object.fromEntries(
    Object.entries(secrets).flatMap(([key, hash]) =>
      key.startsWith(prefix) ? [[key.slice(prefix.length), hash]] : [],
    ),
  );
}

import * as docker from "@pulumi/docker";
import type * as pulumi from "@pulumi/pulumi";
import type { Application } from "../model/deployment";
import { paths } from "../docker/container-policy";
import { volumeResourceOptions } from "./resource-options";
import { labels, objectNames, type ObjectNames } from "../docker/names";
import type { DeploymentContext } from "./deployment-context";
import { stacksUsed } from "../model/sharing";
import { transformed, type Transform } from "./transform";

/** Where the key's volume is declared. */
export interface KeyPlace {
  readonly names: ObjectNames;
  readonly project: string;
  readonly stack: string;
  readonly parent: pulumi.Resource;
  readonly transform: Transform;
  /** The resource's logical name. */
  readonly resource: string;
}

/**
 * Declares the volume of the key. The first process that starts makes the key there, so that neither the program, a
 * stack file nor the state ever holds it.
 */
export function declareKeyVolume({
  names,
  project,
  stack,
  parent,
  transform,
  resource,
}: KeyPlace): docker.Volume {
  const declaration = {
    args: { name: names.keyVolume, labels: labels({ project, stack, role: "keys" }) },
    opts: { parent, ...volumeResourceOptions() },
  };
  const { args, opts } = transformed(transform, "keyVolume", declaration);
  return new docker.Volume(resource, args, opts);
}

/** The key volumes that an application's process mounts: its deployment's, and those of the stacks whose servers it uses. */
export function keyMounts(
  { deployment, keyVolume, labels: { project } }: DeploymentContext,
  application: Application,
): docker.types.input.ContainerVolume[] {
  if (!keyVolume || application.image !== undefined) return [];
  return [
    { volumeName: keyVolume.name, containerPath: `${paths.keys}/own` },
    ...stacksUsed(deployment, application).map((stack) => ({
      volumeName: objectNames(project, stack).keyVolume,
      containerPath: `${paths.keys}/${stack}`,
      readOnly: true,
    })),
  ];
}

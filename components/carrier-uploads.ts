import * as pulumi from "@pulumi/pulumi";
import type * as docker from "@pulumi/docker";
import type { Application } from "../model/deployment";
import { applicationFile } from "../render";
import { paths } from "../docker/container-policy";
import type { DeploymentContext } from "./deployment-context";
import { secretNames } from "../model/secret-names";

/** An application's file as the carrier takes it; with secrets in it, the complete text is a secret to the engine. */
export function carrierUploads(
  placement: DeploymentContext,
  application: Application,
): docker.types.input.ContainerUpload[] {
  return [
    {
      file: `${paths.config}/${paths.file}`,
      content: fileText(placement, application),
      // The file belongs to the carrier's account, root: the process, whatever its account,
      // can read it and not write it. No other container mounts the volume.
      permissions: "0444",
    },
  ];
}

function fileText(placement: DeploymentContext, application: Application): pulumi.Input<string> {
  const names = secretNames(application);
  if (names.length === 0) return applicationFile(placement.deployment, application).text;
  return pulumi.all(names.map((name) => placement.secret(name))).apply((values) => {
    const byName = new Map(names.map((name, index) => [name, values[index] ?? ""]));
    return applicationFile(placement.deployment, application, (name) => byName.get(name) ?? "").text;
  });
}

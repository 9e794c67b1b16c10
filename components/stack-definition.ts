import * as pulumi from "@pulumi/pulumi";
import type { Deployment } from "../model/deployment";
import { secretNames } from "./carrier-uploads";
import { soundDeployment } from "./sound-deployment";
import { resolveStack } from "./stack-file";

/**
 * The definition of the stack that is being run, checked: its values are the engine's, the positions in its problems
 * the stack file's where that is at hand. Ends the program before anything is registered if it has an error.
 */
export function checkedDeployment(): Deployment {
  const config = new pulumi.Config();
  const root = pulumi.getRootDirectory();
  // As text: getObject would end the program over a value that is no JSON, and say less than we do.
  return soundDeployment(resolveStack(root, pulumi.getStack(), config.get("deployment")));
}

/** The encrypted values of the secrets that the stack's config holds under `secrets.<name>`. */
export function stackSecrets(deployment: Deployment): Record<string, pulumi.Output<string>> {
  const config = new pulumi.Config();
  return Object.fromEntries(
    deployment.applications.flatMap(secretNames).flatMap((name) => {
      const value = config.getSecret(`secrets.${name}`);
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

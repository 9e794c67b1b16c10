import * as pulumi from "@pulumi/pulumi";
import type { Deployment } from "../model/deployment";
import { hasErrors } from "../model/problem";
import { problemLine, problemSummary } from "../render";
import { secretNames } from "./carrier-uploads";
import { resolveStack } from "./stack-file";

/**
 * The definition of the stack that is being run, checked: its values are the engine's, the positions in its problems
 * the stack file's where that is at hand. Ends the program before anything is registered if it has an error.
 */
export function checkedDeployment(): Deployment {
  const config = new pulumi.Config();
  const root = pulumi.getRootDirectory();
  const { deployment, problems } = resolveStack(
    root,
    pulumi.getStack(),
    config.getObject<unknown>("deployment"),
  );
  for (const problem of problems.filter(({ severity }) => severity !== "error")) {
    void (problem.severity === "warning" ? pulumi.log.warn : pulumi.log.info)(problemLine(problem));
  }
  if (deployment && !hasErrors(problems)) return deployment;
  const errors = problems.filter(({ severity }) => severity === "error");
  throw new pulumi.RunError(
    [
      ...errors.map(problemLine),
      `${problemSummary(errors)}: nothing was registered, nothing was changed`,
    ].join("\n"),
  );
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

import * as pulumi from "@pulumi/pulumi";
import { groupProblems, hasErrors, type Deployment, type Resolution, withoutGuideAdvice } from "../model";
import { problemLine, problemLines, problemSummary } from "../render";
import { userError } from "./user-error";

/**
 * Returns the deployment of a definition that has no error, and logs its warnings and advice, one line for each cause. Otherwise it
 * ends the program with all errors at once, before anything is registered.
 */
export function validDeployment({ deployment, problems }: Resolution): Deployment {
  const others = withoutGuideAdvice(problems).filter(({ severity }) => severity !== "error");
  for (const { summary } of groupProblems(others)) {
    void (summary.severity === "warning" ? pulumi.log.warn : pulumi.log.info)(problemLine(summary));
  }
  if (deployment && !hasErrors(problems)) return deployment;
  const errors = problems.filter(({ severity }) => severity === "error");
  throw userError(
    `${problemLines(errors)}${problemSummary(errors)}: nothing was registered, nothing was changed`,
  );
}

import * as pulumi from "@pulumi/pulumi";
import { hasErrors, type Deployment, type Resolution } from "../model";
import { problemLine, problemSummary } from "../render";
import { userError } from "./user-error";

/**
 * The deployment of a definition that has no error; warnings and advice are printed. Ends the program with all errors at once
 * otherwise: it runs before anything is registered.
 */
export function validDeployment({ deployment, problems }: Resolution): Deployment {
  for (const problem of problems.filter(({ severity }) => severity !== "error")) {
    void (problem.severity === "warning" ? pulumi.log.warn : pulumi.log.info)(problemLine(problem));
  }
  if (deployment && !hasErrors(problems)) return deployment;
  const errors = problems.filter(({ severity }) => severity === "error");
  throw userError(
    [
      ...errors.map((problem) => problemLine(problem)),
      `${problemSummary(errors)}: nothing was registered, nothing was changed`,
    ].join("\n"),
  );
}

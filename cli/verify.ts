import { Command, Option } from "commander";
import { hasErrors } from "../model/problem";
import type { Deployment } from "../model/deployment";
import { problemLines, problemSummary } from "../render";
import type { SetExitCode } from "./exit-code";
import { Failure } from "../system/failure";
import { pulumiEnvironment } from "../engine/pulumi";
import { project } from "../system/project";
import { read } from "../operations/stack";
import { LocalState } from "../engine/state";
import { findingSummary, verificationText } from "../operations/verify/finding-text";
import { verify } from "../operations/verify/verification";
import { jsonOption, print, printJson, stackOption } from "./options";
import { logInfo } from "../system/log";

interface VerifyOptions {
  stack: string;
  json?: boolean;
  chat?: boolean;
}

/** `./chatstack verify`: what really runs, against what is declared. */
export function verifyCommand(ends: SetExitCode): Command {
  return new Command("verify")
    .description("compare running containers with the definition; each finding has the command that fixes it")
    .addOption(stackOption())
    .addOption(jsonOption())
    .addOption(new Option("--chat", "hold conversations even where real agents would answer them"))
    .addOption(new Option("--no-chat", "hold no conversation"))
    .addHelpText("after", "\nExample: ./chatstack verify --stack acme --json")
    .action(async ({ stack, json, chat }: VerifyOptions) => {
      const deployment = declaredDeployment(stack);
      const environment = await pulumiEnvironment();
      const state = LocalState.at(environment.PULUMI_BACKEND_URL, project, stack);
      const result = await verify({
        deployment,
        stack,
        report: logInfo,
        ...(state && { state }),
        ...(chat !== undefined && { chat }),
      });
      if (json) printJson(result);
      else process.stdout.write(verificationText(result));
      for (const note of result.notes) logInfo(`Note: ${note}`);
      logInfo(`${stack}: ${findingSummary(result.findings)}`);
      ends(result.findings.length > 0 ? 1 : 0);
    });
}

/** With an error in it there is nothing to compare with: that is no finding. */
function declaredDeployment(stack: string): Deployment {
  const { deployment, problems } = read({ stack });
  print(problemLines(problems.filter(({ severity }) => severity === "error")));
  if (deployment && !hasErrors(problems)) return deployment;
  throw new Failure(`Pulumi.${stack}.yaml: ${problemSummary(problems)}. Nothing was compared.`);
}

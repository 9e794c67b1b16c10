import { Command } from "commander";
import { hasErrors } from "../../model/problem";
import { problemLines, problemSummary } from "../../render";
import type { Ends } from "../cli";
import { read } from "../stack";
import { fileOption, jsonOption, printJson, say, stackOption } from "./options";

interface ValidateOptions {
  stack: string;
  file?: string;
  json?: boolean;
  strict?: boolean;
}

/** `./chatstack validate`: every problem of a definition, at once. */
export function validateCommand(ends: Ends): Command {
  return new Command("validate")
    .description("check a definition and print every problem of it")
    .addOption(stackOption())
    .addOption(fileOption())
    .addOption(jsonOption())
    .option("--strict", "warnings fail too")
    .addHelpText("after", "\nExample: ./chatstack validate --stack acme --json")
    .action((options: ValidateOptions) => {
      const { problems } = read(options);
      if (options.json) {
        printJson({ version: 1, problems } as { version: number });
      } else {
        process.stdout.write(problemLines(problems));
        say(`${options.file ?? `Pulumi.${options.stack}.yaml`}: ${problemSummary(problems)}`);
      }
      const warned = problems.some(({ severity }) => severity === "warning");
      ends(hasErrors(problems) || (options.strict && warned) ? 1 : 0);
    });
}

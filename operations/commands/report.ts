import { Command, Option } from "commander";
import { hasErrors } from "../../model/problem";
import type { Ends } from "../cli";
import { pulumiOutput, setup } from "../pulumi";
import { markdown } from "../report/markdown";
import { containerChanges, valueChanges, type Preview } from "../report/preview-steps";
import { root } from "../project";
import { read } from "../stack";
import { stackOption } from "./options";

/** `./chatstack report`: what a change would do, for somebody who reads a pull request and runs nothing. */
export function reportCommand(ends: Ends): Command {
  return new Command("report")
    .description("compare a stack's definition with its last deployment, for a pull request")
    .addOption(stackOption())
    .addOption(new Option("--format <format>", "how to write it").choices(["md"]).default("md"))
    .addHelpText("after", '\nExample: ./chatstack report --stack dev --format md >> "$GITHUB_STEP_SUMMARY"')
    .action(async ({ stack }: { stack: string }) => {
      const { problems } = read({ stack });
      // With an error the engine would only say the same once more.
      const preview = hasErrors(problems) ? {} : await previewOf(stack);
      process.stdout.write(
        markdown({ stack, problems, values: valueChanges(preview), containers: containerChanges(preview) }),
      );
      ends(hasErrors(problems) ? 1 : 0);
    });
}

async function previewOf(stack: string): Promise<Preview> {
  await setup().ensureStack(root, stack);
  return JSON.parse(await pulumiOutput("preview", "--stack", stack, "--json")) as Preview;
}

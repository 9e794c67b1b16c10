import { Command } from "commander";
import type { SetExitCode } from "./exit-code";
import { pulumi } from "../engine/pulumi";
import { ensureStacks } from "../operations/sharing";
import { readValid } from "../operations/stack";
import { print, stackOption } from "./options";

/** `./chatstack preview`: pulumi's own preview, after the same checks; no daemon is asked. */
export function previewCommand(ends: SetExitCode): Command {
  return new Command("preview")
    .description("show what `up` would change, option by option; asks no Docker daemon")
    .addOption(stackOption())
    .allowUnknownOption()
    .argument("[pulumi...]", "further words for pulumi preview")
    .addHelpText("after", "\nExample: ./chatstack preview --stack dev")
    .action(async (words: string[], { stack }: { stack: string }) => {
      await ensureStacks(stack, readValid({ stack }, print));
      ends((await pulumi("preview", "--stack", stack, "--diff", ...words)) === 0 ? 0 : 2);
    });
}

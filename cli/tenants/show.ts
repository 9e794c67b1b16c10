import { existsSync } from "node:fs";
import { Command } from "commander";
import { StackFolder } from "../../system/stack-file";
import type { SetExitCode } from "../exit-code";
import { root } from "../../system/project";
import { passphrases } from "../../engine/pulumi";
import { requireStack } from "../../operations/stack";
import { describeTenant, descriptionText } from "../../operations/tenants/description";
import { jsonOption, printJson } from "../options";

/** `./chatstack tenants show`: what one tenant has for itself. */
export function showCommand(ends: SetExitCode): Command {
  return new Command("show")
    .description("show one tenant's allocated values, addresses, required secrets and extended files")
    .argument("<name>", "the tenant's stack")
    .addOption(jsonOption())
    .addHelpText("after", "\nExample: ./chatstack tenants show acme")
    .action((name: string, { json }: { json?: boolean }) => {
      requireStack(name);
      const described = describeTenant(new StackFolder(root), name);
      const file = passphrases().passphraseFile(name, process.env);
      if (json) printJson(described);
      else process.stdout.write(descriptionText(described, existsSync(file) ? file : undefined));
      ends(0);
    });
}

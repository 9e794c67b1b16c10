import { existsSync } from "node:fs";
import { createInterface } from "node:readline/promises";
import { Command } from "commander";
import { stacksUsed } from "../../model/sharing";
import { fileOf, resolveStack } from "../../system/stack-file";
import type { SetExitCode } from "../exit-code";
import { Failure } from "../../system/failure";
import { root } from "../../system/project";
import { passphrases } from "../../engine/pulumi";
import { requireStack } from "../../operations/stack";
import { removeTenant } from "../../operations/tenants/removal";
import { logInfo } from "../../system/log";

/** `./chatstack tenants remove`: what runs, the stack, and its file, in that order. */
export function removeCommand(ends: SetExitCode): Command {
  return new Command("remove")
    .description("destroy a tenant, its transcripts too, and then remove its stack and its file")
    .argument("<name>", "the tenant's stack")
    .option("-y, --yes", "do not ask; needed without a terminal")
    .addHelpText("after", "\nExample: ./chatstack tenants remove bolt --yes")
    .action(async (name: string, { yes }: { yes?: boolean }) => {
      requireStack(name);
      if (!yes && !(await isConfirmed(name))) throw new Failure("Nothing was removed.", 1);
      const { deployment } = resolveStack(root, name);
      await removeTenant(root, name);
      process.stdout.write(`${name} is removed.\n`);
      const file = passphrases().passphraseFile(name, process.env);
      if (existsSync(file))
        logInfo(`Its passphrase is kept in ${file}: delete it when no copy of ${fileOf(name)} is needed.`);
      const used = deployment ? stacksUsed(deployment) : [];
      if (used.length > 0)
        logInfo(`Next: ./chatstack tenants up ${used.join(" ")}, which links to its Chat Servers still.`);
      ends(0);
    });
}

async function isConfirmed(name: string): Promise<boolean> {
  if (!process.stdin.isTTY) throw new Failure("No interactive terminal. Pass --yes to confirm.");
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const answer = await terminal.question(
      `Remove ${name}: its containers, its transcripts, its state and ${fileOf(name)}? Type its name: `,
    );
    return answer.trim() === name;
  } finally {
    terminal.close();
  }
}

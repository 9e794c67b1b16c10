import { Command } from "commander";
import type { Ends } from "../cli";
import { containers, docker, stopAndRemove } from "../docker";
import { Failure } from "../failure";
import { ofStack } from "../preflight";
import { pulumi, pulumiEnvironment, pulumiOutput, setup } from "../pulumi";
import { recover } from "../recovery";
import { project, root } from "../project";
import { requireUnused } from "../sharing";
import { checkStackName } from "../stack";
import { requireStackDaemon } from "../stack-daemon";
import { LocalState } from "../state";
import { say, stackOption } from "./options";

interface DestroyOptions {
  stack: string;
  yes?: boolean;
  forgetDaemon?: boolean;
}

/** `./chatstack destroy`: all that a stack created, the transcripts included. */
export function destroyCommand(ends: Ends): Command {
  return new Command("destroy")
    .description("remove all that a stack created, its transcripts too")
    .addOption(stackOption())
    .option("-y, --yes", "do not ask; needed without a terminal")
    .option(
      "--forget-daemon",
      "give up what the stack has on another Docker daemon, such as one that is gone",
    )
    .addHelpText("after", "\nExample: ./chatstack destroy --stack acme --yes")
    .action(async ({ stack, yes, forgetDaemon }: DestroyOptions) => {
      checkStackName(stack);
      if (!yes && !process.stdin.isTTY) throw new Failure("There is no terminal to ask on: say --yes.");
      await destroyStack(stack, yes === true, forgetDaemon);
      ends(0);
    });
}

/** Removes all that a stack created; asked first by Pulumi unless it is confirmed. */
export async function destroyStack(stack: string, confirmed: boolean, forget = false): Promise<void> {
  const environment = await pulumiEnvironment();
  const state = LocalState.at(environment.PULUMI_BACKEND_URL, project, stack);
  await setup().ensureStack(root, stack);
  if (await requireStackDaemon(stack, { move: forget, giveUp: forgetting(stack), say })) {
    if (!confirmed)
      throw new Failure("Pass --yes to confirm that the state forgets it. Nothing was changed.");
    // By the provider, volumes of the same names on this daemon would go, whatever is in them.
    const flags = ["--force", "--yes", "--preserve-config", "--non-interactive"];
    await pulumiOutput("stack", "rm", "--stack", stack, ...flags);
    await setup().ensureStack(root, stack);
    return;
  }
  await requireUnused(stack);
  if (state) await recover(state, stack, await containers(), say);
  const code = await pulumi("destroy", "--stack", stack, ...(confirmed ? ["--yes", "--skip-preview"] : []));
  if (code !== 0) throw new Failure(`pulumi destroy ended with ${code}; run the command again to go on.`);
  await removeLeftovers(stack);
}

/** What `destroy` of a stack on another daemon can be told instead. */
export function forgetting(stack: string): string {
  return `give up what is there with "./chatstack destroy --stack ${stack} --forget-daemon"`;
}

/** What carries this stack's labels and no state knows: made by a run whose state is gone. */
export async function removeLeftovers(stack: string): Promise<void> {
  const labels = [
    "--filter",
    `label=genesys-chat.project=${project}`,
    "--filter",
    `label=genesys-chat.stack=${stack}`,
  ];
  for (const { id, name } of ofStack(await containers(), project, stack)) {
    say(`Removing ${name}, which this state does not know.`);
    await stopAndRemove(id);
  }
  for (const kind of ["network", "volume"] as const) {
    const found = (await docker(kind, "ls", "--quiet", ...labels)).split("\n").filter(Boolean);
    if (found.length > 0) await docker(kind, "rm", ...found);
  }
}

import { Command } from "commander";
import type { SetExitCode } from "./exit-code";
import { destroyForeign, destroyStack, forgetDaemonOf } from "../operations/destroy";
import { Failure } from "../system/failure";
import { checkStackName } from "../operations/stack";
import { stackOption } from "./options";

interface DestroyOptions {
  stack: string;
  yes?: boolean;
  foreign?: boolean;
  forgetDaemon?: boolean;
}

/** `./chatstack destroy`: all that a stack created, the transcripts included. */
export function destroyCommand(ends: SetExitCode): Command {
  return new Command("destroy")
    .description("remove all that a stack created, its transcripts too")
    .addOption(stackOption())
    .option("-y, --yes", "do not ask; needed without a terminal")
    .option("--foreign", "remove only what another state made of this stack, and keep its volumes with data")
    .option(
      "--forget-daemon",
      "give up what the stack has on another Docker daemon, such as one that is gone",
    )
    .addHelpText("after", "\nExample: ./chatstack destroy --stack acme --yes")
    .action(async ({ stack, yes = false, foreign = false, forgetDaemon = false }: DestroyOptions) => {
      checkStackName(stack);
      if (!yes && !process.stdin.isTTY) throw new Failure("No interactive terminal. Pass --yes to confirm.");
      if (foreign) await destroyForeign(stack, yes);
      else if (!forgetDaemon || !(await forgetDaemonOf(stack, yes))) await destroyStack(stack, yes);
      ends(0);
    });
}

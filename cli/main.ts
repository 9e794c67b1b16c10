import { Command, CommanderError } from "commander";
import { Failure } from "../system/failure";
import { chatCommand } from "./chat";
import { destroyCommand } from "./destroy";
import { diffCommand } from "./diff";
import { diagramCommand } from "./diagram";
import { drillCommand } from "./drill";
import { importCommand } from "./import";
import { previewCommand } from "./preview";
import { renderCommand } from "./render";
import { reportCommand } from "./report";
import { tenantsCommand } from "./tenants";
import { testCommand } from "./test";
import { upCommand } from "./up";
import { validateCommand } from "./validate";
import { verifyCommand } from "./verify";

/** What a command gives back: 0 no errors, 1 problems, findings or differences, 2 could not run. */
export type ExitCode = number;

/** Takes the code that the chosen command ends with. */
export type SetExitCode = (code: ExitCode) => void;

/** Runs `./chatstack` with the words after it, and gives its exit code. */
export async function main(words: readonly string[]): Promise<ExitCode> {
  let code: ExitCode = 0;
  const ends: SetExitCode = (given) => {
    code = given;
  };
  try {
    await program(ends).parseAsync([...words], { from: "user" });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    if (!(error instanceof Failure)) throw error;
    process.stderr.write(`${error.message}\n`);
    return error.exitCode;
  }
}

/** The command line: every command with its arguments and options. */
export function program(ends: SetExitCode): Command {
  const chatstack = new Command("chatstack")
    .description("Genesys Mobile Services chat as code: checked, previewed, rolled out, proved.")
    .addHelpText("after", machineCommands)
    .exitOverride()
    .showHelpAfterError("(./chatstack --help lists the commands)");
  for (const add of [
    upCommand,
    previewCommand,
    chatCommand,
    validateCommand,
    renderCommand,
    importCommand,
    diffCommand,
    reportCommand,
    diagramCommand,
    verifyCommand,
    drillCommand,
    tenantsCommand,
    destroyCommand,
    testCommand,
  ]) {
    // A command that is added does not inherit these by itself.
    chatstack.addCommand(add(ends).exitOverride().copyInheritedSettings(chatstack));
  }
  return chatstack;
}

/** Those are run by the set-up itself, before this program exists; they are listed with the others all the same. */
const machineCommands = `
Making the machine ready (each command does by itself what it needs of it):
  setup       all of it, with the time and size of each step
  build       compile the program and bundle the simulator
  env         print shell lines, after which bare pulumi works: eval "$(./chatstack env)"

Try it:  ./chatstack up && ./chatstack chat`;

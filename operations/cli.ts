import { Command, CommanderError } from "commander";
import { Failure } from "./failure";
import { chatCommand } from "./commands/chat";
import { destroyCommand } from "./commands/destroy";
import { diagramCommand } from "./commands/diagram";
import { drillCommand } from "./commands/drill";
import { importCommand } from "./commands/import";
import { previewCommand } from "./commands/preview";
import { renderCommand } from "./commands/render";
import { reportCommand } from "./commands/report";
import { tenantsCommand } from "./commands/tenants";
import { testCommand } from "./commands/test";
import { upCommand } from "./commands/up";
import { validateCommand } from "./commands/validate";
import { verifyCommand } from "./commands/verify";

/** What a command gives back: 0 no errors, 1 problems, findings or differences, 2 could not run. */
export type ExitCode = number;

/** Takes the code that the chosen command ends with. */
export type Ends = (code: ExitCode) => void;

/** Runs `./chatstack` with the words after it, and gives its exit code. */
export async function main(words: readonly string[]): Promise<ExitCode> {
  let code: ExitCode = 0;
  const ends: Ends = (given) => {
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

function program(ends: Ends): Command {
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

import "../system/lazy-locales";
import { Command, CommanderError } from "commander";
import { printableLines } from "../render/printable";
import type { ExitCode, SetExitCode } from "./exit-code";
import { Failure } from "../system/failure";

/** Runs `./chatstack` with these arguments, and returns its exit code. */
export async function main(words: readonly string[]): Promise<ExitCode> {
  let code: ExitCode = 0;
  const ends: SetExitCode = (given) => {
    code = given;
  };
  try {
    await program(ends, words).parseAsync([...words], { from: "user" });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    if (!(error instanceof Failure)) throw error;
    process.stderr.write(`${printableLines(error.message)}\n`);
    return error.exitCode;
  }
}

/**
 * Every command by name. A module is loaded when its command is called: all of them would take half of the time of a
 * short one.
 */
/* eslint-disable @typescript-eslint/no-require-imports -- when it is called */
const commands: Readonly<Record<string, () => (ends: SetExitCode) => Command>> = {
  up: () => (require("./up") as typeof import("./up")).upCommand,
  preview: () => (require("./preview") as typeof import("./preview")).previewCommand,
  chat: () => (require("./chat") as typeof import("./chat")).chatCommand,
  validate: () => (require("./validate") as typeof import("./validate")).validateCommand,
  render: () => (require("./render") as typeof import("./render")).renderCommand,
  import: () => (require("./import") as typeof import("./import")).importCommand,
  diff: () => (require("./diff") as typeof import("./diff")).diffCommand,
  report: () => (require("./report") as typeof import("./report")).reportCommand,
  diagram: () => (require("./diagram") as typeof import("./diagram")).diagramCommand,
  verify: () => (require("./verify") as typeof import("./verify")).verifyCommand,
  drill: () => (require("./drill") as typeof import("./drill")).drillCommand,
  tenants: () => (require("./tenants") as typeof import("./tenants")).tenantsCommand,
  destroy: () => (require("./destroy") as typeof import("./destroy")).destroyCommand,
  test: () => (require("./test") as typeof import("./test")).testCommand,
};
/* eslint-enable @typescript-eslint/no-require-imports */

/** The command line: the command that the first word names, or every one if it names none. */
export function program(ends: SetExitCode, [first = ""]: readonly string[] = []): Command {
  const chatstack = new Command("chatstack")
    .description("Genesys Mobile Services chat as code: checked, previewed, rolled out, proved.")
    // The set-up takes it out of the words before this program exists; it is here to be listed.
    .option("--cwd <folder>", "work on the project that this folder is in, not the working directory")
    .addHelpText("after", machineCommands)
    .exitOverride()
    // Its own messages repeat what was typed.
    .configureOutput({ writeErr: (text) => process.stderr.write(printableLines(text)) })
    .showHelpAfterError("(./chatstack --help lists the commands)");
  const wanted = Object.hasOwn(commands, first) ? [first] : Object.keys(commands);
  for (const load of wanted.flatMap((name) => commands[name] ?? [])) {
    // A command that is added does not inherit these by itself.
    const command = load()(ends);
    chatstack.addCommand(command.exitOverride().copyInheritedSettings(chatstack));
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

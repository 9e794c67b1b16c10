import type { Command } from "commander";
import { program } from "../../cli/main";
import { generated, page } from "./markdown";

/** Columns of a help text, the same on every machine. */
const helpWidth = 100;

/** The reference of the command line: each command's own help text. */
export function cliPage(): string {
  const root = program(() => undefined);
  return page(
    "# Command line",
    generated,
    "Results go to stdout, progress and problems to stderr. Exit codes: 0 no errors, 1 problems, findings or differences, " +
      "2 could not run. `--json` prints one JSON document with a `version`.",
    ...commandsIn(root).flatMap(([name, command]) => [
      `## ${name}`,
      ["```text", helpOf(command).trimEnd(), "```"].join("\n"),
    ]),
  );
}

/** Every command that does something itself, by its complete name. */
function commandsIn(command: Command, prefix = "chatstack"): [string, Command][] {
  return command.commands.flatMap((each): [string, Command][] => {
    const name = `${prefix} ${each.name()}`;
    return each.commands.length > 0 ? commandsIn(each, name) : [[name, each]];
  });
}

/** The text that `--help` prints, examples included. */
function helpOf(command: Command): string {
  let text = "";
  command
    .configureOutput({ writeOut: (part) => (text += part), getOutHelpWidth: () => helpWidth })
    .outputHelp();
  return text;
}

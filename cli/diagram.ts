import { writeFileSync } from "node:fs";
import { basename } from "node:path";
import { Command, Option } from "commander";
import { diagramOf, dot, mermaidDiagram } from "../render";
import type { SetExitCode } from "./exit-code";
import { liveStates } from "../operations/diagram/live";
import { svg } from "../operations/diagram/svg";
import { Failure } from "../system/failure";
import { readValid } from "../operations/stack";
import { fileOption, print, stackOption } from "./options";
import { logInfo } from "../system/log";

const formats = ["svg", "mermaid", "dot"] as const;

interface DiagramOptions {
  stack: string;
  file?: string;
  format: (typeof formats)[number];
  out?: string;
  live?: boolean;
}

/** `./chatstack diagram`: a deployment as a picture, or as the text of one. */
export function diagramCommand(ends: SetExitCode): Command {
  return new Command("diagram")
    .description("draw the applications of a deployment, their listening ports and their connections")
    .addOption(stackOption())
    .addOption(fileOption())
    .addOption(
      new Option("--format <format>", "how to write the picture").choices([...formats]).default("svg"),
    )
    .option("-o, --out <file>", "write to a file instead of stdout")
    .addOption(new Option("--live", "show roles, sessions and health of what runs").conflicts("file"))
    .addHelpText("after", "\nExample: ./chatstack diagram --stack dev --out topology.svg")
    .action(async (options: DiagramOptions) => {
      const deployment = readValid(options, print);
      const title =
        options.file === undefined
          ? options.stack
          : basename(options.file).replace(/^Pulumi\.|\.ya?ml$/g, "");
      const live = options.live ? await liveStates(deployment, options.stack, logInfo) : undefined;
      const diagram = diagramOf(deployment, title, live);
      const text =
        options.format === "dot"
          ? dot(diagram)
          : options.format === "mermaid"
            ? mermaidDiagram(diagram)
            : await svg(diagram);
      if (options.out === undefined) process.stdout.write(text);
      else write(options.out, text);
      ends(0);
    });
}

function write(file: string, text: string): void {
  try {
    writeFileSync(file, text);
  } catch (error) {
    const { code = "unknown error" } = error as NodeJS.ErrnoException;
    throw new Failure(`${file} can't be written (${code}). Pass another file to --out.`);
  }
}

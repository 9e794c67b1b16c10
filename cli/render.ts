import { basename, join, relative } from "node:path";
import { Command, Option } from "commander";
import type { Deployment } from "../model/deployment";
import { svg } from "../operations/diagram/svg";
import { diagramOf, outputFiles, type OutputFormat, outputFormats } from "../render";
import type { SetExitCode } from "./exit-code";
import { Failure } from "../system/failure";
import { writeOutput } from "../system/output-folder";
import { release, root } from "../system/project";
import { readUpdateBase } from "../operations/update-base";
import { readValid } from "../operations/stack";
import { fileOption, jsonOption, print, printJson, stackOption } from "./options";
import { logInfo } from "../system/log";

interface RenderOptions {
  stack: string;
  file?: string;
  out?: string;
  json?: boolean;
  format?: OutputFormat[];
  base?: string;
  prune?: boolean;
}

/** `./chatstack render`: every file of a deployment, without touching anything that runs. */
export function renderCommand(ends: SetExitCode): Command {
  return new Command("render")
    .description("write the files of a deployment to out/<stack>/; a secret's place holds its name")
    .addOption(stackOption())
    .addOption(fileOption())
    .addOption(jsonOption())
    .option("-o, --out <dir>", "where to write instead of out/<stack>")
    .addOption(
      new Option(
        "--format <formats...>",
        "what to write: files (YAML and options of each application), cfgdata (XML for the import wizard), mutagen (JSON for mutagen), " +
          "gax (requests to GAX), diagram (topology.svg); default all",
      ).choices(outputFormats),
    )
    .option(
      "--base <path>",
      "also write update documents against an earlier rendering (its folder or a file of it) or an export",
    )
    .option("--prune", "let an update remove chat servers of an export that the stack doesn't declare")
    .addHelpText(
      "after",
      "\nExample: ./chatstack render --stack dev && cat out/dev/applications/ChatServer1.cfg",
    )
    .action(async (options: RenderOptions) => {
      const deployment = readValid(options, print);
      if (options.out === "")
        throw new Failure("--out is empty: name a folder, or leave the option out for out/<stack>.");
      const formats = options.format ?? outputFormats;
      const base =
        options.base === undefined ? undefined : readUpdateBase(options.base, options.prune ?? false);
      const name =
        options.file === undefined
          ? options.stack
          : basename(options.file).replace(/^Pulumi\.|\.ya?ml$/g, "");
      const picture = formats.includes("diagram") ? await pictureOf(deployment, name) : undefined;
      const files = outputFiles(deployment, {
        ...{ formats, release: release() },
        ...(base && { base }),
        ...(picture !== undefined && { picture }),
      });
      const folder = options.out ?? join(root, "out", name);
      writeOutput(folder, files);
      if (options.json) {
        printJson({ version: 1, folder, files: [...files.keys()] } as { version: number });
      } else {
        process.stdout.write(
          [...files.keys()].map((path) => `${join(relative(process.cwd(), folder), path)}\n`).join(""),
        );
        logInfo(`${files.size} files`);
      }
      ends(0);
    });
}

/** The most applications that are drawn: a layout takes seconds beyond, and a reader finds nothing in it. */
const mostDrawn = 200;

async function pictureOf(deployment: Deployment, name: string): Promise<string | undefined> {
  const { length } = deployment.applications;
  if (length <= mostDrawn) return svg(diagramOf(deployment, name));
  logInfo(
    `topology.svg is left out: ${length} applications, more than ${mostDrawn}. Draw them with ./chatstack diagram.`,
  );
  return undefined;
}

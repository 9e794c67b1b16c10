import { writeFileSync } from "node:fs";
import { basename } from "node:path";
import { Command } from "commander";
import { differenceFromFiles } from "../operations/export-difference/against-files";
import { differenceDocument } from "../operations/export-difference/document";
import { type ReportFormat, writtenDocument } from "../operations/report/formats/write";
import { plain } from "../render";
import { ansi } from "./colours";
import { type DocumentOptions, formatOf, formatOption, writeOption, writtenFiles } from "./document-options";
import type { SetExitCode } from "./exit-code";
import { fileOption, print, stackOption } from "./options";
import { isColourful } from "./problem-output";

interface DiffOptions extends DocumentOptions {
  stack: string;
  file?: string;
  against: string[];
  tenant?: string;
  ignoreExtraOptions?: boolean;
}

/** `./chatstack diff`: a stack's definition against what a Configuration Server holds. */
export function diffCommand(ends: SetExitCode): Command {
  return new Command("diff")
    .description(
      "compare a stack's definition with an export of a Configuration Server; exit code 1 if they differ",
    )
    .addOption(stackOption())
    .addOption(fileOption())
    .requiredOption("--against <files...>", "the export; each file is put over those before it")
    .option("-t, --tenant <name>", "look for extra applications in this tenant only; default all tenants")
    .option(
      "--ignore-extra-options",
      "ignore options that only the export has, such as those of an Application Template",
    )
    .addOption(formatOption())
    .option("--json", "the same as --format json")
    .addOption(writeOption())
    .addHelpText("after", "\nExample: ./chatstack diff --stack acme --against export.xml --write diff.html")
    .action(async (options: DiffOptions) => {
      const { file, tenant } = options;
      const files = writtenFiles(options);
      const found = differenceFromFiles(
        {
          stack: file === undefined ? options.stack : basename(file).replace(/^Pulumi\.|\.ya?ml$/g, ""),
          ...(file !== undefined && { file }),
          against: options.against,
          ...(tenant !== undefined && { tenant }),
          ignoreExtraOptions: options.ignoreExtraOptions === true,
        },
        print,
      );
      const document = { name: "diff", blocks: () => differenceDocument(found), data: found };
      const write = (format: ReportFormat, paint = plain) => writtenDocument(document, format, paint);
      for (const { file: target, format } of files) writeFileSync(target, await write(format));
      process.stdout.write(await write(formatOf(options), isColourful() ? ansi : plain));
      ends(found.differences > 0 ? 1 : 0);
    });
}

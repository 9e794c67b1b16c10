import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { Command } from "commander";
import { stackOfFile } from "../model/names";
import { hasErrors } from "../model/problem";
import type { SetExitCode } from "./exit-code";
import { Failure } from "../system/failure";
import { importReport } from "../operations/import/report-text";
import { importFiles, type ImportResult } from "../operations/import/result";
import { setSecrets } from "../operations/import/secrets";
import { project, root } from "../system/project";
import { jsonOption, print, printJson } from "./options";
import { logInfo } from "../system/log";

interface ImportOptions {
  tenant?: string;
  out?: string;
  overwrite?: boolean;
  json?: boolean;
}

/** `./chatstack import`: a definition made of what a Configuration Server holds. */
export function importCommand(ends: SetExitCode): Command {
  return new Command("import")
    .description(
      "make a stack definition from what a Configuration Server holds: CfgData XML, mutagen JSON or GAX JSON",
    )
    .argument("<files...>", "exports; an update document changes what the files before it hold")
    .option("-t, --tenant <name>", "take only servers that serve this tenant or are owned by it")
    .option("-o, --out <file>", "write the stack file there, such as Pulumi.acme.yaml, instead of to stdout")
    .option("--overwrite", "replace the file if it exists")
    .addOption(jsonOption())
    .addHelpText("after", "\nExample: ./chatstack import export.xml --out Pulumi.acme.yaml")
    .action(async (files: string[], options: ImportOptions) => {
      const { out } = options;
      if (out !== undefined && existsSync(out) && !options.overwrite) {
        throw new Failure(`${out} exists. Name another file, or pass --overwrite to replace it.`);
      }
      const result = importFiles(files, options.tenant, out ?? "stdout");
      if (!options.json) print(importReport(result));
      const isEmpty = result.taken.length === 0;
      if (result.text === undefined || isEmpty) {
        if (options.json) printJson(documentOf(result));
        const reason = isEmpty && result.text !== undefined ? emptyReason(options.tenant) : "See above.";
        throw new Failure(`Nothing was written. ${options.json && !isEmpty ? "" : reason}`.trim(), 1);
      }
      if (out !== undefined) {
        const before = existsSync(out) ? readFileSync(out) : undefined;
        writeFileSync(out, result.text, { flag: options.overwrite ? "w" : "wx" });
        await keepSecrets(out, result, before);
      }
      if (options.json) printJson(documentOf(result, out));
      else if (out === undefined) process.stdout.write(result.text);
      if (out === undefined) remindOfSecrets(result, "<name>");
      else if (!options.json) logInfo(`Wrote ${out}.`);
      ends(hasErrors(result.problems) ? 1 : 0);
    });
}

function emptyReason(tenant: string | undefined): string {
  if (tenant === undefined) return "The files hold no server of a chat deployment.";
  return `The files hold no server of a chat deployment that serves the tenant ${tenant}. Check --tenant.`;
}

/** Secrets go into the stack's own file; a file elsewhere has no stack to encrypt for. */
async function keepSecrets(out: string, result: ImportResult, before: Buffer | undefined): Promise<void> {
  const stack = dirname(resolve(out)) === root ? stackOfFile(out.replace(/^.*[/\\]/, "")) : undefined;
  if (result.secrets.length === 0) return;
  if (stack === undefined) {
    remindOfSecrets(result, "<stack>");
    return;
  }
  try {
    await setSecrets(stack, result.secrets);
  } catch (error) {
    if (before) writeFileSync(out, before);
    else rmSync(out, { force: true });
    throw error;
  }
}

function remindOfSecrets({ secrets }: ImportResult, stack: string): void {
  if (secrets.length === 0) return;
  logInfo(
    `Set the ${secrets.length} secrets before \`up\`; each command reads the value from standard input:`,
  );
  for (const { name } of secrets)
    logInfo(`  pulumi config set --stack ${stack} --secret ${project}:secrets.${name}`);
}

/** The document of `--json`; values of secrets are left out. */
function documentOf(result: ImportResult, out?: string): { version: number } {
  const { text: _, secrets, ...rest } = result;
  const named = secrets.map(({ value: _value, ...where }) => where);
  const document = { version: 1, ...(out !== undefined && { out }), ...rest, secrets: named };
  return document;
}

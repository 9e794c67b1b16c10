import { Command, Option } from "commander";
import { problemLine, problemLines } from "../../render";
import type { SetExitCode } from "../exit-code";
import { Failure } from "../../system/failure";
import { root } from "../../system/project";
import { addTenant, type AddedTenant } from "../../operations/tenants/addition";
import { readSetting } from "../../operations/tenants/setting";
import { jsonOption, print, printJson } from "../options";
import { logInfo } from "../../system/log";

interface AddOptions {
  from?: string;
  dbid?: number;
  set: string[];
  secretsProvider?: string;
  json?: boolean;
}

/** `./chatstack tenants add`: a stack file with places of its own. */
export function addCommand(ends: SetExitCode): Command {
  return new Command("add")
    .description("write Pulumi.<name>.yaml with a free name prefix, DBID, subnet and ports")
    .argument("<name>", "the tenant's stack")
    .addOption(
      new Option("--from <profile>", "the file that it extends; default the one that tenants.yaml names"),
    )
    .addOption(
      new Option(
        "--dbid <number>",
        "its DBID in Configuration Server; default the next of tenants.yaml",
      ).argParser(dbidOf),
    )
    .addOption(
      new Option("--set <path=value>", "a value that differs from the profile; may be repeated")
        .argParser((text: string, before: string[]) => [...before, text])
        .default([], "none"),
    )
    .addOption(
      new Option("--secrets-provider <url>", "a key service that seals its secrets, instead of a passphrase"),
    )
    .addOption(jsonOption())
    .addHelpText("after", "\nExample: ./chatstack tenants add bolt --dbid 302 --set release=8.1.100.28")
    .action(async (name: string, { set, json, ...rest }: AddOptions) => {
      const added = await addTenant(root, { name, ...rest, settings: set.map(readSetting) });
      if (json) printJson({ version: 1, stack: name, ...documentOf(added) } as { version: number });
      else report(name, added);
      ends(0);
    });
}

function dbidOf(text: string): number {
  if (/^[1-9]\d{0,9}$/.test(text) && Number(text) <= 2147483647) return Number(text);
  throw new Failure(`--dbid ${text}: a DBID is an integer from 1 to 2147483647.`);
}

function documentOf({ file, profile, allotment, passphraseFile, problems, uses }: AddedTenant) {
  return { file, profile, allotment, passphraseFile: passphraseFile ?? null, problems, uses };
}

function report(
  name: string,
  { file, profile, allotment, passphraseFile, madePassphrase, problems, uses }: AddedTenant,
): void {
  const { namePrefix, tenant, dbid, subnet, ports } = allotment;
  process.stdout.write(
    `${file} extends ${profile}: applications ${namePrefix}…, tenant ${tenant} (DBID ${dbid}), subnet ${subnet}, ` +
      `published ${ports.join(", ")}\n`,
  );
  print(problemLines(problems.filter(({ rule }) => rule !== "secret-set")));
  if (passphraseFile !== undefined) {
    const made = madePassphrase ? "made" : "there already, and taken";
    logInfo(
      `Passphrase: ${passphraseFile} (${made}). Keep a copy: without it, this tenant's secrets can't be read.`,
    );
  }
  const missing = problems.filter(({ rule }) => rule === "secret-set");
  for (const problem of missing) logInfo(`Next: ${problemLine({ ...problem, file: null })}`);
  // Those whose servers it uses get a link back to it, and come first.
  logInfo(`Next: ./chatstack tenants up ${[...uses, name].join(" ")}`);
}

import { Option } from "commander";

/** `--stack`, which every command about one stack takes. */
export const stackOption = () =>
  new Option("-s, --stack <name>", "the stack, defined by Pulumi.<name>.yaml").default("dev");

/** `--file`, for a definition that is not, or not yet, a stack of this folder. */
export const fileOption = () =>
  new Option("-f, --file <path>", "a stack file or a bare definition, instead of --stack");

/** `--json`, one document with a version on stdout. */
export const jsonOption = () => new Option("--json", "one JSON document on stdout");

/** Writes problems that already end in a line feed. */
export const print = (text: string): void => void process.stderr.write(text);

/** Writes the one JSON document of `--json`. */
export const printJson = (document: { version: number }): void =>
  void process.stdout.write(`${JSON.stringify(document, null, 2)}\n`);

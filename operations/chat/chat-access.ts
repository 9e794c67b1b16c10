import { readFileSync } from "node:fs";
import type { CustomerOptions } from "./customer";
import { Failure } from "../../system/failure";

/** The variable that holds the password; an argument would show it to every process of the machine. */
export const passwordVariable = "GENESYS_CHAT_PASSWORD";

/** How a command is asked to reach a GMS. */
export interface AccessOptions {
  /** The user name for HTTP basic authentication; undefined for none. */
  readonly user?: string;
  /** The file that holds the password, `-` for standard input; default the variable. */
  readonly passwordFile?: string;
  /** Headers as `Name: value`. */
  readonly header: readonly string[];
}

/** Reads credentials and headers from a command's options. */
export function accessOf(
  { user, passwordFile, header }: AccessOptions,
  environment: NodeJS.ProcessEnv = process.env,
): CustomerOptions {
  const headers = Object.fromEntries(header.map(headerOf));
  if (user === undefined) {
    if (passwordFile === undefined) return { headers };
    throw new Failure("--password-file was passed without a user. Pass --user <name> as well.");
  }
  if (user.includes(":"))
    throw new Failure(`--user "${user}" contains a colon, which HTTP basic authentication does not allow.`);
  const password = passwordFile === undefined ? environment[passwordVariable] : passwordIn(passwordFile);
  if (password === undefined || password === "") {
    throw new Failure(
      `There is no password for user "${user}". Set ${passwordVariable} or pass --password-file <path>.`,
    );
  }
  return { headers, credentials: { username: user, password } };
}

/** Checks a GMS's address as an operator states it. */
export function gmsAddress(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || (url.protocol !== "http:" && url.protocol !== "https:")) {
    throw new Failure(
      `--url "${text}" is no http or https address. Pass one such as http://127.0.0.1:8080/genesys.`,
    );
  }
  if (url.username !== "" || url.password !== "") {
    throw new Failure(`--url contains credentials. Pass --user and set ${passwordVariable} instead.`);
  }
  return text;
}

/** The text of a file without the line feed that editors put at its end. */
function passwordIn(file: string): string {
  try {
    return readFileSync(file === "-" ? 0 : file, "utf8").replace(/\r?\n$/, "");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new Failure(
      `--password-file "${file}" can't be read (${code}). Pass a file that this user may read.`,
    );
  }
}

function headerOf(text: string): [string, string] {
  const [, name = "", value = ""] = /^([\w!#$%&'*+.^`|~-]+): *([\t\x20-\x7e\x80-\xff]*)$/.exec(text) ?? [];
  if (name === "")
    throw new Failure(
      `--header "${text.slice(0, text.indexOf(":") + 1 || 20)}…" is no header. Write it as "Name: value".`,
    );
  return [name, value];
}

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { parse } from "yaml";
import { root } from "../system/project";

/** What Pulumi.yaml says about the program; only what we read of it. */
interface ProjectSettings {
  readonly main?: string;
  readonly runtime?:
    string | { readonly name?: string; readonly options?: { readonly typescript?: boolean } };
}

/** Set to anything, it leaves the program to Pulumi's language host, which starts a Node.js for every run. */
export const languageHostVariable = "GENESYS_CHAT_LANGUAGE_HOST";

/**
 * The project's program, if this process can run it as Pulumi's language host would: compiled JavaScript that uses the SDK of this process.
 * Undefined otherwise.
 */
export function programModule(env: NodeJS.ProcessEnv = process.env, folder = root): string | undefined {
  if (env[languageHostVariable] !== undefined) return undefined;
  const { main, runtime } = parse(readFileSync(join(folder, "Pulumi.yaml"), "utf8")) as ProjectSettings;
  const isCompiled =
    typeof runtime === "object" && runtime.name === "nodejs" && runtime.options?.typescript === false;
  if (!isCompiled || main?.endsWith(".js") !== true) return undefined;
  const module = join(folder, main);
  return sdkOf(module) === sdkOf(__filename) ? module : undefined;
}

function sdkOf(module: string): string | undefined {
  try {
    return createRequire(module).resolve("@pulumi/pulumi");
  } catch {
    return undefined;
  }
}

/** Sets variables of this process, for a program that runs in it. Assigned, an undefined value would become the text "undefined", a passphrase for example. */
export function setVariables(variables: NodeJS.ProcessEnv, env: NodeJS.ProcessEnv = process.env): void {
  for (const [name, value] of Object.entries(variables)) {
    if (value === undefined) delete env[name];
    else env[name] = value;
  }
}

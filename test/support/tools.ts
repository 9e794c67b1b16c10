import { join, resolve } from "node:path";

/** The checkout that is tested. */
export const checkout = resolve(__dirname, "..", "..");

/** The set-up is plain JavaScript outside the build. */
interface Environment {
  pulumiEnvironment(root: string): Promise<Record<string, string>>;
}

/** PATH and PULUMI_HOME as the set-up found them; tests use the tools that operators use. */
export async function toolEnvironment(): Promise<Record<string, string>> {
  const setup = (await import(join(checkout, "setup", "environment.js"))) as Environment;
  return setup.pulumiEnvironment(checkout);
}

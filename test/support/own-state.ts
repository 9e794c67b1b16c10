import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { run, type Run } from "./process";
import { runId } from "./test-run";
import { toolEnvironment } from "./tools";

/** The environment of a Pulumi project of a test's own: with the tools that operators use, and a state in the project's folder. */
export async function ownState(folder: string): Promise<NodeJS.ProcessEnv> {
  mkdirSync(join(folder, "state"));
  const environment: NodeJS.ProcessEnv = {
    ...process.env,
    ...(await toolEnvironment()),
    PULUMI_BACKEND_URL: `file://${join(folder, "state")}`,
    PULUMI_CONFIG_PASSPHRASE: "a test's own",
    NO_COLOR: "1",
    GENESYS_CHAT_RUN: runId,
  };
  // One of the two is read, and a user's file must not be it.
  delete environment.PULUMI_CONFIG_PASSPHRASE_FILE;
  return environment;
}

/** Runs pulumi in a project's folder. */
export function pulumi(words: readonly string[], cwd: string, env: NodeJS.ProcessEnv): Promise<Run> {
  return run("pulumi", [...words, "--non-interactive"], { cwd, env });
}

/** A run of pulumi that has to have succeeded. */
export function succeeded(words: readonly string[], ended: Run): Run {
  if (ended.code === 0) return ended;
  throw new Error(`pulumi ${words.join(" ")} ended with ${ended.code}:\n${ended.stdout}${ended.stderr}`);
}

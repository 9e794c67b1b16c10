import { spawn } from "node:child_process";
import { Failure } from "../../system/failure";
import { project, root } from "../../system/project";
import { pulumiEnvironment, setup } from "../../engine/pulumi";
import type { FoundSecret } from "./notes";

/** Encrypts secrets into a stack's file; each value goes to pulumi by standard input, where no list of processes shows it. */
export async function setSecrets(stack: string, secrets: readonly FoundSecret[]): Promise<void> {
  const environment = await pulumiEnvironment(stack);
  await setup().ensureStack(root, stack);
  for (const { name, value } of secrets) await setSecret(stack, name, value, environment);
}

function setSecret(stack: string, name: string, value: string, env: NodeJS.ProcessEnv): Promise<void> {
  const key = `${project}:secrets.${name}`;
  const args = ["--cwd", root, "config", "set", "--secret", "--stack", stack, "--non-interactive", key];
  return new Promise((resolve, reject) => {
    const child = spawn("pulumi", args, { env, stdio: ["pipe", "ignore", "pipe"] });
    let errors = "";
    child.stderr.setEncoding("utf8").on("data", (text: string) => (errors += text));
    child.on("error", reject).on("close", (code) => {
      if (code === 0) resolve();
      else reject(new Failure(`The secret ${name} can't be set: ${errors.trim()}`));
    });
    child.stdin.on("error", () => undefined).end(value);
  });
}

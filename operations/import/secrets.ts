import { Failure } from "../../system/failure";
import { project, root } from "../../system/project";
import { setSecretConfig, setup } from "../../engine/pulumi";
import type { FoundSecret } from "./notes";

/** Encrypts secrets into a stack's file. */
export async function setSecrets(stack: string, secrets: readonly FoundSecret[]): Promise<void> {
  await setup().ensureStack(root, stack);
  for (const { name, value } of secrets) {
    const { code, stderr } = await setSecretConfig(stack, `${project}:secrets.${name}`, value);
    if (code !== 0) throw new Failure(`The secret ${name} can't be set: ${stderr.trim()}`);
  }
}

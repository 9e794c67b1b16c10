import { join } from "node:path";
import { objectNames } from "../docker/names";
import { stacksUsed } from "../model/sharing";
import { fileOf } from "../system/stack-file";
import { environmentPassphrase, hasSeal, labPassphrase } from "../system/stack-seal";
import type { Deployment } from "../model/deployment";
import { docker, jsonLine, label } from "../docker/client";
import { Failure } from "../system/failure";
import { project, root } from "../system/project";
import { passphrases, pulumiEnvironment, setup } from "../engine/pulumi";
import { completeText } from "../system/state-file";

/** Has a backend know a stack and those whose servers it uses: the engine can't ask one for its outputs that it does not know. */
export async function ensureStacks(stack: string, deployment: Deployment): Promise<void> {
  await requirePrivateSeal(stack, deployment);
  for (const one of [stack, ...stacksUsed(deployment)]) await setup().ensureStack(root, one);
}

/** Refuses a production stack that is about to be sealed with the lab's passphrase: its file has no seal yet, which a rule could judge. */
async function requirePrivateSeal(stack: string, { stage }: Deployment): Promise<void> {
  if (stage !== "production" || hasSeal(completeText(join(root, fileOf(stack))) ?? "")) return;
  const passphrase = environmentPassphrase(await pulumiEnvironment(stack));
  if (passphrase === undefined || passphrase !== labPassphrase(root)) return;
  throw new Failure(
    `Stack ${stack} is a production one and would be sealed with lab.passphrase, which is public: put a passphrase of its own into ` +
      `${passphrases().passphraseFile(stack, process.env)}, or set PULUMI_CONFIG_PASSPHRASE_FILE (docs/tenants.md). Nothing was changed.`,
    1,
  );
}

/** Refuses to remove a stack whose shared network others are in: they would lose their agents, and the network could not go. */
export async function requireUnused(stack: string): Promise<void> {
  const network = objectNames(project, stack).sharedNetwork;
  const format = jsonLine({ name: ".Names", project: label("project"), stack: label("stack") });
  const lines = (await docker("ps", "--filter", `network=${network}`, "--format", format))
    .split("\n")
    .filter(Boolean);
  const users = lines
    .map((line) => JSON.parse(line) as Record<"name" | "project" | "stack", string>)
    .filter((user) => user.project !== project || user.stack !== stack)
    // What is no stack of this project's keeps the network too.
    .map((user) => (user.project === project ? user.stack : `the container ${user.name}`));
  if (users.length === 0) return;
  const names = [...new Set(users)].sort();
  throw new Failure(
    `Stack ${stack} shares a server that ${names.join(", ")} ${names.length === 1 ? "uses" : "use"}. Nothing was changed. ` +
      `Destroy ${names.length === 1 ? "that stack" : "those"} first, or give ${names.length === 1 ? "it" : "each"} an Interaction Server of its own: docs/sharing.md.`,
  );
}

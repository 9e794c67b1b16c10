// First: the SDK loads at once what is made lazy here.
import "./lazy-imports";
import { LocalWorkspace, type LocalWorkspaceOptions, Stack } from "@pulumi/pulumi/automation";
import { root } from "../system/project";

/** The SDK's words for a registration that an ended engine does not answer. */
const engineEnded = "Resource monitor is terminating";

// A signal may end the engine while the program registers something. The promise of that may be rejected after the Automation API has stopped
// listening; the engine's own end has said why.
process.on("unhandledRejection", (reason) => {
  if (!(reason instanceof Error) || !reason.message.includes(engineEnded)) throw reason;
});

/** A stack of the project in Pulumi's Automation API, with a program that runs in this process. */
export async function inlineStack(
  stack: string,
  options: Pick<LocalWorkspaceOptions, "pulumiCommand" | "envVars" | "program">,
): Promise<Stack> {
  const workspace = await LocalWorkspace.create({ workDir: root, ...options });
  // The stack is there, and to select it would change what the operator's bare pulumi works on.
  workspace.selectStack = () => Promise.resolve();
  const selected = await Stack.select(stack, workspace);
  // Each would start the CLI again after a run, for results that are not used here.
  return Object.assign(selected, {
    outputs: () => Promise.resolve({}),
    info: () => Promise.resolve(undefined),
  });
}

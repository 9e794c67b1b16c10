// First: the SDK loads at once what is made lazy here.
import "./lazy-imports";
import { isGrpcError } from "@pulumi/pulumi/errors";
import { LocalWorkspace, type LocalWorkspaceOptions, Stack } from "@pulumi/pulumi/automation";
import { root } from "../system/project";

// A signal may end the engine while the program asks it something, or is about to. The promise of that may be rejected after the Automation
// API has stopped listening; the engine's exit code and output have said why it ended.
process.on("unhandledRejection", (reason) => {
  if (!(reason instanceof Error && isGrpcError(reason))) throw reason;
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

import { pulumiOutput } from "./pulumi";
import type { PendingOperation, StackState, StateResource } from "./state";

/** A stack's state that is kept elsewhere than in a folder of this machine, by the engine's own export. */
export async function exportedState(stack: string): Promise<StackState> {
  const { deployment } = JSON.parse(await pulumiOutput("stack", "export", "--stack", stack)) as {
    deployment?: { resources?: StateResource[]; pending_operations?: PendingOperation[] };
  };
  return { resources: deployment?.resources ?? [], pending: deployment?.pending_operations ?? [] };
}

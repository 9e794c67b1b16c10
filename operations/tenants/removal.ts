import { rmSync } from "node:fs";
import { join } from "node:path";
import { fileOf } from "../../system/stack-file";
import { destroyStack } from "../destroy";
import { containers } from "../../docker/client";
import { ofStack } from "../../docker/client";
import { project } from "../../system/project";
import { pulumiEnvironment, pulumiOutput } from "../../engine/pulumi";
import { LocalState } from "../../engine/state";
import { withFolderLock } from "./folder-lock";

/**
 * Removes a tenant: what runs, then the stack in the state, and its file last. Whatever ends it on the way, the file is still there, and
 * the same command continues.
 */
export function removeTenant(root: string, stack: string): Promise<void> {
  return withFolderLock(root, async () => {
    const environment = await pulumiEnvironment(stack);
    const state = LocalState.at(environment.PULUMI_BACKEND_URL, project, stack);
    // Where the state is a folder, a stack that is gone from it was removed by a run that did not come to the file, unless it runs.
    const running = state ? ofStack(await containers(), project, stack) : [];
    if (!state || state.file !== undefined || running.length > 0) {
      await destroyStack(stack, true);
      await pulumiOutput("stack", "rm", "--stack", stack, "--yes", "--preserve-config", "--non-interactive");
    }
    rmSync(join(root, fileOf(stack)), { force: true });
  });
}

import { Command } from "commander";
import type { SetExitCode } from "../exit-code";
import { addCommand } from "./add";
import { listCommand } from "./list";
import { removeCommand } from "./remove";
import { runCommand } from "./run";
import { showCommand } from "./show";

const bulkCommands = (["up", "preview", "destroy", "verify"] as const).map(runCommand);

/** `./chatstack tenants`: the stacks of the folder, one a tenant. */
export function tenantsCommand(ends: SetExitCode): Command {
  const tenants = new Command("tenants").description(
    "add, list and remove tenants, and bring many up at once",
  );
  for (const add of [addCommand, listCommand, showCommand, removeCommand, ...bulkCommands]) {
    tenants.addCommand(add(ends).exitOverride());
  }
  return tenants;
}

import { Command } from "commander";
import type { Ends } from "../../cli";
import { addCommand } from "./add";
import { listCommand } from "./list";
import { removeCommand } from "./remove";
import { showCommand } from "./show";

/** `./chatstack tenants`: the stacks of the folder, one a tenant. */
export function tenantsCommand(ends: Ends): Command {
  const tenants = new Command("tenants").description(
    "add, list and remove tenants, and bring many up at once",
  );
  for (const add of [addCommand, listCommand, showCommand, removeCommand]) {
    tenants.addCommand(add(ends).exitOverride());
  }
  return tenants;
}

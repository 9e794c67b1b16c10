import { Command } from "commander";
import { StackFolder } from "../../system/stack-file";
import type { SetExitCode } from "../exit-code";
import { containers } from "../../docker/client";
import { root } from "../../system/project";
import { pulumiEnvironment } from "../../engine/pulumi";
import { overview, type TenantLine } from "../../operations/tenants/overview";
import { textTable } from "../text-table";
import { jsonOption, printJson } from "../options";
import { logInfo } from "../../system/log";

/** `./chatstack tenants list`: the status of every stack of the folder. */
export function listCommand(ends: SetExitCode): Command {
  return new Command("list")
    .description("every stack of the folder: state, releases, applications, health, last change")
    .addOption(jsonOption())
    .addHelpText(
      "after",
      "\nExample: ./chatstack tenants list --json | jq '.tenants[] | select(.state == \"changed\")'",
    )
    .action(async ({ json }: { json?: boolean }) => {
      const [environment, all] = await Promise.all([
        pulumiEnvironment(),
        containers().catch((error: unknown) => {
          logInfo(`No health is known: ${error instanceof Error ? error.message : String(error)}`);
          return undefined;
        }),
      ]);
      const tenants = overview(new StackFolder(root), environment.PULUMI_BACKEND_URL, all);
      if (json) printJson({ version: 1, tenants } as { version: number });
      else process.stdout.write(textTable([headings, ...tenants.map(rowOf)]));
      ends(0);
    });
}

const headings = ["TENANT", "STATE", "RELEASE", "APPLICATIONS", "HEALTH", "LAST CHANGE"];

function rowOf({ stack, state, reasons, releases, applications, health, lastChange }: TenantLine): string[] {
  return [
    stack,
    reasons.length > 0
      ? `${state}: ${reasons.length > 1 ? `${reasons[0]} and ${reasons.length - 1} more` : reasons[0]}`
      : state,
    releases?.join(", ") ?? "-",
    applications === null ? "-" : String(applications),
    healthText(health),
    lastChange?.slice(0, 16).replace("T", " ") ?? "-",
  ];
}

function healthText(health: TenantLine["health"]): string {
  if (!health) return "?";
  const { healthy, containers: count, unwell } = health;
  if (count === 0) return "-";
  const shown = unwell.slice(0, 2).join(", ") + (unwell.length > 2 ? ` and ${unwell.length - 2} more` : "");
  return `${healthy}/${count}${unwell.length > 0 ? ` (not ${shown})` : ""}`;
}

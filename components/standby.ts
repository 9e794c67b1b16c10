import { setTimeout as sleep } from "node:timers/promises";
import * as pulumi from "@pulumi/pulumi";
import type { ApplicationProcess } from "./application";
import type { Daemon } from "./daemon";
import { userError } from "./user-error";

/** How long a standby may take until it has its configuration in force, and how long between two looks, in milliseconds. */
const patience = { allMs: 30_000, lookMs: 250 } as const;

/**
 * Represents a standby that its primary depends on: it exists only once the standby is healthy with all of its configuration
 * in force. The engine waits for a container that it made itself and for no other: a standby that has become unhealthy since, or did not apply
 * an immediate option, would not stop it from changing the primary. Ends the program if the standby does not become healthy.
 */
export function readyStandby(
  standby: ApplicationProcess,
  primary: string,
  daemon: Pick<Daemon, "unready"> | undefined,
): pulumi.Input<pulumi.Resource> {
  const { container, application } = standby;
  if (!daemon) return container;
  return container.id.apply(async (id) => {
    const deadline = Date.now() + patience.allMs;
    for (;;) {
      const reason = await daemon.unready(id, application);
      if (reason === undefined) return container;
      if (Date.now() > deadline) throw userError(sentence(application.name, primary, reason));
      await sleep(patience.lookMs);
    }
  });
}

function sentence(standby: string, primary: string, reason: string): string {
  return (
    `${standby} is not a healthy standby with its configuration in force (${reason}), so ${primary} was left as it was. ` +
    `"./chatstack verify --stack ${pulumi.getStack()}" names the fix. Then run up again, or revert the change.`
  );
}

import { z } from "zod";
import { application, placement } from "./application";
import { standbyPorts } from "./listening-port";
import { options } from "./option-values";

/** The warm standby of a pair. Connections are the primary's: Configuration Server copies them (PSDK-CfgServer). */
export const backup = z.strictObject({
  /** The Application object's name; default the primary's with `_B` behind it. */
  name: z.string({ error: "an application's name" }).optional(),
  /** Options that differ from the primary's; put over them one by one. Only `log` should differ (FR-HACS). */
  options: options.optional(),
  /** Ports that differ from the primary's; a published number is never taken over. */
  ports: standbyPorts.optional(),
  /** The Docker host to run on; default the stack's own, not the primary's. */
  host: placement.optional(),
});

/** A Chat Server (seed, Chat Server Configuration), with its warm standby unless said otherwise. */
export const chatServer = z.strictObject({
  ...application,
  /** The redundancy type; default `warm-standby`, as in the seed. `n-plus-one` is all instances primary (DeployHA-852). */
  redundancy: z.enum(["none", "warm-standby", "n-plus-one"]).optional(),
  /** The Backup Server; default one that differs in name only. */
  backup: backup.optional(),
});

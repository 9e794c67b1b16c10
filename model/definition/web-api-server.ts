import { z } from "zod";
import { application } from "./application";

/** A Web API Server (seed, Web API Server Configuration): balances chats between the primary Chat Servers it is connected to. */
export const webApiServer = z.strictObject({
  ...application,
  /** Which ChatLBServerInfo.jsp it serves; default `single-tenant`. */
  loadBalancer: z.enum(["single-tenant", "multi-tenant"]).optional(),
});

import { z } from "zod";
import { host, portNumber, protocol } from "./scalar";

/** The types an external server may have, by the names of CfgAppType without its blanks. */
export const externalServerTypes = [
  "ChatServer",
  "ConfigurationServer",
  "ContactServer",
  "EmailServer",
  "InteractionServer",
  "MessageServer",
  "OrchestrationServer",
  "SolutionControlServer",
  "StatServer",
  "UniversalRoutingServer",
  "WebApiServer",
] as const;

/** A server that is connected to and never deployed. */
export const externalServer = z.strictObject({
  /** The application type. */
  type: z.enum(externalServerTypes),
  /** Its host name or address, as the containers reach it. */
  host,
  /** The port it listens on, 1 to 65535. */
  port: portNumber,
  /** That port's connection protocol; default the server's own protocol. */
  protocol: protocol.optional(),
});

import { z } from "zod";
import { protocol, wholeNumber } from "./scalar";

/** The keep-alive of a connection (DeployChat advises it on all of Chat Server's). */
export const addp = z.strictObject({
  /** How long this side waits for the other, in seconds, 1 to 3600. */
  local: wholeNumber("a time in seconds", 1, 3600),
  /** How long the other side waits for this one, in seconds, 1 to 3600. */
  remote: wholeNumber("a time in seconds", 1, 3600),
  /** Which side writes what it does about it to its log; default neither (CfgTraceMode). */
  trace: z.enum(["off", "local", "remote", "both"]).optional(),
});

/** A connection to another application's or an external server's listening port (seed: Connections). */
export const connection = z.strictObject({
  /** The listening port's id at the target; default `webapi` from a Web API Server and `ESP` from an Interaction Server to a Chat Server, else `default`. */
  port: z.string({ error: "the id of a listening port" }).optional(),
  /** The connection protocol; default the listening port's, with which it has to agree. */
  protocol: protocol.optional(),
  /** Keep-alive; default none. */
  addp: addp.optional(),
});

/** Connections: a list of names, or a map from name to what is special about it. Names are the definition's, without prefix. */
export const connections = z.union([
  z.array(z.string({ error: "an application's name" })),
  z.record(z.string(), connection),
]);

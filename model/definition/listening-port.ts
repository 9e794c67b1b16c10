import { z } from "zod";
import { portNumber, protocol } from "./scalar";

const address = z
  .string({ error: "an IPv4 address of the Docker host" })
  .regex(/^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.(?!$)|$)){4}$/, {
    error: "an IPv4 address of the Docker host",
  });

const id = z.string();

const standbyPort = {
  /** The number on the Docker host, 1 to 65535; default not published. */
  publish: portNumber.optional(),
  /** The Docker host's address it is published on; default 127.0.0.1. */
  address: address.optional(),
};

/** A port an application listens on (seed, Chat Server Configuration: Listening Ports). */
export const listeningPort = z.strictObject({
  /** The number inside the container, 1 to 65535. */
  port: portNumber,
  /** The port's connection protocol, such as `http`; default the server's own protocol (PSDK-CfgConnInfo). */
  protocol: protocol.optional(),
  ...standbyPort,
});

/** Listening ports by id; an id that is stated replaces the default of that id, the others stay. Case counts. */
export const listeningPorts = z.record(id, listeningPort);

/** What may differ on a warm standby's port: never its id nor its protocol, since clients take over the primary's. */
export const standbyPorts = z.record(
  id,
  z.strictObject({
    /** The number inside the container, 1 to 65535; default the primary's. */
    port: portNumber.optional(),
    ...standbyPort,
  }),
);

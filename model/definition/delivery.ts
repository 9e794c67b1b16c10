import { z } from "zod";
import { host, line, portNumber } from "./scalar";

const template = line("the name of an Application Template").optional();

/** The Configuration Server that real Genesys servers read their configuration from. */
export const configurationServer = z.strictObject({
  /** Its host name or address, as the containers reach it. */
  host,
  /** The port it listens on, 1 to 65535; default 2020 (GAX-script). */
  port: portNumber.optional(),
  /** The tenant that owns the Application objects; default Environment. */
  tenant: line("a tenant's name").optional(),
  /** The folder that holds the Application objects; default Applications. */
  folder: line("a folder's name").optional(),
  /** The name of each type's Application Template; default none, which leaves the choice to the import. */
  templates: z
    .strictObject({
      /** GMS's template. */
      mobileServices: template,
      /** Web API Server's template. */
      webApiServers: template,
      /** Chat Server's template. */
      chatServers: template,
      /** Interaction Server's template. */
      interactionServers: template,
      /** Orchestration Server's template. */
      orchestrationServers: template,
      /** Contact Server's template. */
      contactServers: template,
    })
    .optional(),
});

/** How configuration reaches the processes: by files that the stack writes, or by a Configuration Server. */
export const delivery = z.union(
  [
    z.literal("files"),
    z.strictObject({
      /** The processes are started with `-host`, `-port` and `-app`, and read it from there; the stack's files are for import. */
      configurationServer,
    }),
  ],
  { error: "files or { configurationServer: { host: ... } }" },
);

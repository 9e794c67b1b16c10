import { z } from "zod";
import { connections } from "./connection";
import { listeningPorts } from "./listening-port";
import { options } from "./option-values";
import { host, line, release, wholeNumber } from "./scalar";

/** What a container may take. */
export const resources = z.strictObject({
  /** The most memory, in MiB, 16 to 1048576; default the deployment's own limit. */
  memoryMb: wholeNumber("memory in MiB", 16, 1048576).optional(),
});

/** Where an application runs: the name of a Docker host; carried for placement, and compared between a pair's members. */
export const placement = host;

/** What every application can be told; each type adds its own. */
export const application = {
  /** The product's release; default the definition's `release`, else the seed's for this type. */
  release: release.optional(),
  /** The image, by tag or digest; default the simulator. Genesys publishes none for these products (MCS). */
  image: line("an image such as registry.example/gms@sha256:...")
    .regex(/^\S+$/, { error: "an image such as registry.example/gms@sha256:..." })
    .optional(),
  /** Listening ports by id; default those of the type. */
  ports: listeningPorts.optional(),
  /** Connections; default none, on an Interaction Server the derived links back. */
  connections: connections.optional(),
  /** Options by section and name; put over the seed's values. */
  options: options.optional(),
  /** The Docker host to run on; default the stack's own. */
  host: placement.optional(),
  /** Limits of the container. */
  resources: resources.optional(),
};

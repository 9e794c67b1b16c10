import { z } from "zod";
import { connections } from "./connection";
import { listeningPorts } from "./listening-port";
import { options } from "./option-values";
import { process } from "./process";
import { host, line, release, wholeNumber } from "./scalar";

/** What a container may take. */
export const resources = z.strictObject({
  /** The most memory, in MiB, 16 to 1048576; default the deployment's own limit. */
  memoryMb: wholeNumber("memory in MiB", 16, 1048576).optional(),
  /** The most processor time, in thousandths of a core, 10 to 1024000; default no limit. */
  cpuMillis: wholeNumber("thousandths of a core", 10, 1024000).optional(),
});

/** Where an application runs: the name of a Host object; compared between a pair's members, and handed over with the object. */
export const placement = host;

/** An image by tag or digest; Genesys publishes none for these products (MCS). */
export const image = line("an image such as registry.example/gms@sha256:...").regex(/^\S+$/, {
  error: "an image such as registry.example/gms@sha256:...",
});

/** The keys that every application accepts; each type adds its own. */
export const application = {
  /** The product's release; default the definition's `release`, else the seed's for this type. */
  release: release.optional(),
  /** The image, by tag or digest; default that of `images`, else the simulator. */
  image: image.optional(),
  /** Listening ports by id; default those of the type. */
  ports: listeningPorts.optional(),
  /** Connections; default none, on an Interaction Server the derived links back. */
  connections: connections.optional(),
  /** Options by section and name; put over the seed's values. */
  options: options.optional(),
  /** User properties by section and name: what Genesys Administrator shows as the object's Annex; default none. */
  annex: options.optional(),
  /** The Host object of the application; default none. One Docker daemon runs all applications of a stack, whatever their hosts. */
  host: placement.optional(),
  /** Limits of the container. */
  resources: resources.optional(),
  ...process,
};

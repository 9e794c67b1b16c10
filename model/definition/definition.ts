import { z } from "zod";
import { image } from "./application";
import { chatServer } from "./chat-server";
import { contactServer } from "./contact-server";
import { delivery } from "./delivery";
import { externalServer } from "./external-server";
import { interactionServer } from "./interaction-server";
import { mobileServices } from "./mobile-services";
import { orchestrationServer } from "./orchestration-server";
import { line, release, wholeNumber } from "./scalar";
import { sharedNetwork, sharedServer } from "./sharing";
import { webApiServer } from "./web-api-server";

const name = z.string();

/** A tenant that the chat servers take chats for. */
export const tenant = z.strictObject({
  /** Its DBID in Configuration Server, at least 1; Environment has 1. Names its `endpoints:<DBID>` section. */
  dbid: wholeNumber("a DBID", 1, 2147483647),
});

/** The stack's own network. */
export const network = z.strictObject({
  /** In CIDR notation; default 10.213.0.0/24, so that a second stack beside it has to name its own. */
  subnet: line("a subnet such as 10.213.0.0/24").optional(),
  /** Whether packets to other machines get the host's address; default true. With `false` no answer comes back from there (docs/support.md). */
  masquerade: z.boolean({ error: "true or false" }).optional(),
});

/** How an update goes through the stack. */
export const rollout = z.strictObject({
  /** How many Chat Servers, each with its warm standby, change at a time; default 1, so that the others serve on. */
  chatServersAtOnce: wholeNumber("a number of Chat Servers", 1, 1000).optional(),
});

/** Where containers' logs go, and how much of them is kept. */
export const logs = z.strictObject({
  /** Docker's log driver; default `json-file`. With `daemon` it is the daemon's own with the daemon's own limits, such as `journald`. */
  driver: z.enum(["json-file", "local", "daemon"]).optional(),
  /** How large a file of a container's log grows, in MiB, 1 to 1000; default 10. */
  maxSizeMb: wholeNumber("a size in MiB", 1, 1000).optional(),
  /** How many files of a container's log are kept, 1 to 100; default 3. */
  files: wholeNumber("a number of files", 1, 100).optional(),
});

/** The images of applications that name none, by the group of the definition that holds them. */
export const images = z.strictObject({
  /** GMS's image. */
  mobileServices: image.optional(),
  /** Web API Server's image. */
  webApiServers: image.optional(),
  /** Chat Server's image. */
  chatServers: image.optional(),
  /** Interaction Server's image. */
  interactionServers: image.optional(),
  /** Orchestration Server's image. */
  orchestrationServers: image.optional(),
  /** Contact Server's image. */
  contactServers: image.optional(),
});

/** What a stack is to be: the value of `genesys-chat:deployment`. Applications are maps keyed by Application object name. */
export const definition = z.strictObject({
  /** The file whose values this definition is put over, by its path from this one's folder; default none (docs/extend.md). */
  extend: line("a file's path").optional(),
  /** What it is for; default `lab`. `production` refuses simulators, images by tag and what is open to others. */
  stage: z.enum(["lab", "production"]).optional(),
  /** The release of applications that state none; default the seed's for each type. */
  release: release.optional(),
  /** Tenants by name; default Environment with DBID 1. */
  tenants: z.record(name, tenant).optional(),
  /** How configuration reaches the processes; default `files`. */
  delivery: delivery.optional(),
  /** The images of applications that name none; default the simulator. */
  images: images.optional(),
  /** Rules that are not to be reported, by id, each with the reason why its breach is right here; default none. */
  silence: z.record(z.string(), line("a reason, in a sentence")).optional(),
  /** Put before every Application name, for a Configuration Server that tenants share; default empty. */
  namePrefix: z.string({ error: "a text to put before names" }).optional(),
  /** The stack's network. */
  network: network.optional(),
  /** How an update goes through the stack; default one application of a type after the other. */
  rollout: rollout.optional(),
  /** Containers' logs; default 3 files of 10 MiB for each container. */
  logs: logs.optional(),
  /** Genesys Mobile Services; at least one, but where the stack is there for what it shares. */
  mobileServices: z.record(name, mobileServices).optional(),
  /** Web API Servers. */
  webApiServers: z.record(name, webApiServer).optional(),
  /** Chat Servers: the primaries; a warm standby is declared inside its primary. */
  chatServers: z.record(name, chatServer).optional(),
  /** Interaction Servers. */
  interactionServers: z.record(name, interactionServer).optional(),
  /** Orchestration Servers, which run the services of type ors; default none (docs/orchestration.md). */
  orchestrationServers: z.record(name, orchestrationServer).optional(),
  /** Contact Servers. */
  contactServers: z.record(name, contactServer).optional(),
  /** Servers that run elsewhere. */
  externalServers: z.record(name, externalServer).optional(),
  /** Interaction Servers of other stacks, which connections name as if they were here; default none (docs/sharing.md). */
  sharedServers: z.record(name, sharedServer).optional(),
  /** What this stack shares with others; default nothing (docs/sharing.md). */
  sharedNetwork: sharedNetwork.optional(),
});

/** A definition as an operator writes it, in YAML or in TypeScript. */
export type Definition = z.input<typeof definition>;
export type DefinedApplication = z.input<typeof mobileServices>;
export type DefinedChatServer = z.input<typeof chatServer>;
export type DefinedWebApiServer = z.input<typeof webApiServer>;
export type DefinedExternalServer = z.input<typeof externalServer>;
export type DefinedConnection = Exclude<NonNullable<DefinedApplication["connections"]>, string[]>[string];
export type DefinedOptions = NonNullable<DefinedApplication["options"]>;
export type DefinedPorts = NonNullable<DefinedApplication["ports"]>;

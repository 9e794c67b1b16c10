import { type DraftApplication, type DraftTarget } from "../draft";
import { applicationTypes, type ApplicationType } from "../deployment";
import { type Path } from "../path";

/** What an application may be connected to (DeployChat, ES-WebAPI, seed). */
export const targets = {
  GenesysMobileServices: ["OrchestrationServer", "StatServer", "WebApiServer"],
  WebApiServer: ["ChatServer", "ContactServer", "EmailServer", "InteractionServer", "StatServer"],
  ChatServer: ["ContactServer", "InteractionServer"],
  InteractionServer: [
    "ChatServer",
    "ContactServer",
    "EmailServer",
    "OrchestrationServer",
    "StatServer",
    "UniversalRoutingServer",
  ],
  OrchestrationServer: ["InteractionServer", "StatServer", "UniversalRoutingServer"],
  ContactServer: ["InteractionServer", "StatServer"],
} as const satisfies Readonly<Record<ApplicationType, readonly string[]>>;

/** Every server may be connected to what manages it. */
export const management = ["ConfigurationServer", "MessageServer", "SolutionControlServer"] as const;

/** The types of server that an application talks to, sorted. */
export function targetTypes(from: ApplicationType): string[] {
  return [...targets[from], ...management].sort();
}

/** Whether every connection leads to something it may lead to: a rule about a missing one waits until the wrong ones are right. */
export function hasValidTargets(application: DraftApplication): boolean {
  return application.connections.every(
    ({ target }) =>
      target &&
      target.role !== "backup" &&
      target !== application &&
      targetTypes(application.type).includes(target.type),
  );
}

/** Where a target's listening ports are written. */
export function portsOf(target: DraftTarget): Path {
  return target.role === "external" ? target.path : [...target.path, "ports"];
}

/** What a finding rests on that says something isn't there: each map that names things. The star keeps it from resting on what is inside them. */
export const existence: readonly Path[] = [
  ...Object.keys(applicationTypes),
  "externalServers",
  "sharedServers",
].map((group) => [group, "*"]);

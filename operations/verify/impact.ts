import type { ApplicationType } from "../../model/deployment";
import type { DeclaredApplication } from "./declared";

/** What customers notice, type by type. */
export const losses: Readonly<Record<ApplicationType, string>> = {
  GenesysMobileServices: "Customers who come by this GMS can neither start nor continue a chat.",
  WebApiServer: "GMS can't locate chats: none starts, and none is found again after a fail-over.",
  ChatServer: "Its chats stand still, and new ones go to other Chat Servers, as far as there are any.",
  InteractionServer: "No agent gets new chats: customers wait.",
  OrchestrationServer: "GMS refuses new services of type ors; chats in progress continue.",
  ContactServer:
    "Messages can't be stored, so customers' messages are refused, and no standby can take over.",
};

/** What customers notice when an application does not work. */
export function impactOfLoss({ application, partner }: DeclaredApplication): string {
  if (!partner) return losses[application.type];
  return `There is no fail-over: ${partner.application} has to serve alone, and without it their chats stand still.`;
}

/** What is gone with the volume that an application keeps its data in. */
export function impactOfLostData(type: ApplicationType): string {
  return type === "ContactServer"
    ? "All transcripts are gone, and with them every chat that a standby would restore."
    : "GMS has forgotten its services: customers have to start their chats again.";
}

/** What customers notice when a listening port of an application is not there. */
export function impactOfPort({ application }: DeclaredApplication, portId: string): string {
  if (application.type !== "ChatServer") return losses[application.type];
  if (portId === "webapi") return "No chat can be started or continued on it.";
  if (portId === "ESP") return "No agent can join its chats.";
  return "No agent's desktop reaches it, and its role can't be asked.";
}

/** What customers notice when an application does not reach one that it is connected to. */
export function impactOfLink({ application }: DeclaredApplication, targetType: string | undefined): string {
  switch (targetType) {
    case "ChatServer":
      return application.type === "InteractionServer"
        ? "No agent can join the chats there."
        : "No chat is sent there.";
    case "WebApiServer":
    case "InteractionServer":
    case "OrchestrationServer":
    case "ContactServer":
      return losses[targetType];
    default:
      return `${application.name} works without it; what it is for is missing.`;
  }
}

import { Refusal } from "../refusal";
import type { Service } from "./services";
import type { ServiceSettings } from "./service-settings";

/**
 * Called when a service is created, before the answer. A refusal that it throws is the answer, and the service is
 * removed. For a service of type `ors` it may set `service.agentAnnounced` to false: its chat has to wait for an agent.
 */
export type BeginService = (settings: ServiceSettings, service: Service) => Promise<void>;

/** Returns true if an agent was announced for a service that waits for one; asked when its chat is started. */
export type IsAgentAnnounced = (settings: ServiceSettings) => Promise<boolean>;

/** The services of type `builtin` that run here. */
const builtinServices = new Set(["request-chat"]);

/** Begins a service where no Orchestration Server is declared: `service` of an `ors` service is carried only. */
export const beginService: BeginService = (settings) => {
  if (settings.type === "builtin" && !builtinServices.has(settings.service ?? settings.name)) {
    throw new Refusal(501, "of the services of type builtin only request-chat is simulated");
  }
  return Promise.resolve();
};

/**
 * What a definition has that doesn't say otherwise: the seed page's values, and our own where the page has none.
 */
import { type ApplicationType, type RedundancyType } from "./deployment";
import { type DefinedPorts } from "./definition/definition";
import { catalogue } from "./options/catalogue";
import { chatService } from "./options/mobile-services";
import { type Option } from "./options/option";

/**
 * The port of the Local Control Agent beside a real server. A simulated process answers for its health and status there, inside its container only.
 */
export const controlAgentPort = 4999;

export const defaultTenants = { Environment: { dbid: 1 } };

/** One subnet for all who name none: two such stacks on one Docker host are refused, not renumbered behind one's back. */
export const defaultSubnet = "10.213.0.0/24";

/** The releases on the seed page: the newest it asks of GMS, and what high availability asks of Chat Server. */
export const defaultReleases: Readonly<Record<ApplicationType, string>> = {
  GenesysMobileServices: "8.1.100.28",
  WebApiServer: "8.1.100.28",
  ChatServer: "8.1.000.20",
  InteractionServer: "8.1.100.28",
  OrchestrationServer: "8.1.100.28",
  ContactServer: "8.1.100.28",
};

/**
 * Listening ports. Ids and protocols are documented (DeployChat; seed for `http`); of the numbers, 8080 of GMS
 * (GMS-request-chat), 7120 of Interaction Server (MCS-ixn) and 4801 (Orphans) are, the others are our own.
 */
export const defaultPorts = {
  GenesysMobileServices: { default: { port: 8080, protocol: "http", publish: 8080 } },
  WebApiServer: { default: { port: 8090, protocol: "http" } },
  ChatServer: { default: { port: 4801 }, webapi: { port: 4802, protocol: "http" }, ESP: { port: 4803 } },
  InteractionServer: { default: { port: 7120 } },
  OrchestrationServer: { default: { port: 7140, protocol: "http" } },
  ContactServer: { default: { port: 7130 } },
} as const satisfies Readonly<Record<ApplicationType, DefinedPorts>>;

/** The listening port that a connection means which names none (DeployChat). */
export function defaultPortId(from: ApplicationType, to: string): string {
  if (to !== "ChatServer") return "default";
  return from === "WebApiServer" ? "webapi" : from === "InteractionServer" ? "ESP" : "default";
}

/** Where a Configuration Server listens (GAX-script), and what owns and holds its objects on a fresh database. */
export const defaultConfigurationServer = { port: 2020, tenant: "Environment", folder: "Applications" };

/** What Genesys advises (PSDK-CfgServer): seconds, and attempts before the Backup Server. */
export const defaultReconnect = { timeout: 10, attempts: 1 };

/** How often a named image is asked whether it is healthy; seconds, and bad answers in a row. Our own choice. */
export const defaultHealth = { interval: 10, timeout: 5, retries: 3 };

/** Containers' logs: a driver that every engine has and "docker logs" reads, and MiB and files a container. Our own choice. */
export const defaultLogs = { driver: "json-file", maxSizeMb: 10, files: 3 } as const;

/** The docker host's address that ports are published on. */
export const defaultAddress = "127.0.0.1";

/** One option that an application has unasked. */
export interface DefaultOption {
  readonly section: string;
  readonly name: string;
  readonly value: string;
}

/** The options that have a seed's value, found once. */
const guideValues = new Map<string, readonly Option[]>(
  Object.entries(catalogue).map(([type, known]) => [
    type,
    known.filter(({ guideValue }) => guideValue !== undefined),
  ]),
);

/** The sections and options that a definition or a draft states, as far as their names matter. */
type StatedNames = ReadonlyMap<string, { has(name: string): boolean }>;

/**
 * Returns true if a service in the spelling of the 8.5 template takes the place of the seed's: then the seed's is neither required nor
 * set by default.
 */
export function hasOtherService(options: StatedNames): boolean {
  const services = [...options].filter(([section]) => section.startsWith("service."));
  return !options.has(chatService) && services.some(([, names]) => names.has("_type"));
}

/**
 * The seed's options for an application. The seed asks for restoration and stored transcripts under "HA", so a Chat Server
 * without a partner keeps the product's own defaults (none, 0); with N+1 the other primaries restore, as a standby would.
 */
export function defaultOptions(
  type: ApplicationType,
  redundancy: RedundancyType,
  tenantIds: readonly number[],
  stated: StatedNames = new Map(),
): DefaultOption[] {
  const otherService = hasOtherService(stated);
  return (guideValues.get(type) ?? [])
    .filter((option) => option.in === undefined || !otherService)
    .filter(({ in: section, otherName }) => !stated.get(section ?? "")?.has(otherName ?? ""))
    .filter(({ guideValueFor }) => guideValueFor !== "high-availability" || redundancy !== "none")
    .flatMap((option) =>
      sectionsOf(option, tenantIds).map((section) => ({
        section,
        name: option.name,
        value: option.guideValue!,
      })),
    );
}

/** The sections of one application that a catalogue entry with a variable part stands for. */
export function sectionsOf(option: Option, tenantIds: readonly number[]): string[] {
  if (option.in !== undefined) return [option.in];
  if (option.section === "endpoints:<tenant DBID>") return tenantIds.map((dbid) => `endpoints:${dbid}`);
  return option.section.includes("<") ? [] : [option.section];
}

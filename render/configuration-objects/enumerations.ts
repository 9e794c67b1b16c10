import type { ApplicationType } from "../../model/deployment";
import type { DefinedExternalServer } from "../../model/definition/definition";

/**
 * CfgAppType of each application type (genesys-domain 6.3). That of GMS is not documented: Generic Server is what the
 * field uses.
 */
export const typeNumbers: Readonly<Record<ApplicationType | DefinedExternalServer["type"], number>> = {
  ChatServer: 59,
  ConfigurationServer: 21,
  ContactServer: 63,
  EmailServer: 64,
  GenesysMobileServices: 107,
  InteractionServer: 111,
  MessageServer: 42,
  OrchestrationServer: 161,
  SolutionControlServer: 43,
  StatServer: 2,
  UniversalRoutingServer: 15,
  WebApiServer: 80,
};

/** The type that a CfgAppType is for; undefined if this project knows none. */
export function typeOfNumber(number: number): keyof typeof typeNumbers | undefined {
  return (Object.keys(typeNumbers) as (keyof typeof typeNumbers)[]).find(
    (type) => typeNumbers[type] === number,
  );
}

/** CfgHAType; `cold` is what a server without a Backup Server has (PSDK-CfgServer). */
export const redundancyNumbers = { none: 0, cold: 1, warm: 2, hot: 3 } as const;

/** CfgTraceMode by the definition's words. */
export const traceNumbers = { off: 1, local: 2, remote: 3, both: 4 } as const;

/** CfgFlag. */
export const flags = { unknown: 0, false: 1, true: 2 } as const;

/** CfgObjectState. */
export const states = { enabled: 1, disabled: 2, deleted: 3 } as const;

/** Names of enumerations by number, without the prefix CFG; the symbols are spelled so (genesys-domain 6.3). */
export const haTypeNames = ["HTNoHAType", "HTColdStanby", "HTWarmStanby", "HTHotStanby"];
export const traceModeNames = ["TMNoTraceMode", "TMNone", "TMLocal", "TMRemote", "TMBoth"];
export const objectStateNames = ["NoObjectState", "Enabled", "Disabled", "Deleted"];

/** Names of CfgAppType by number: the types of a chat deployment and what it is often connected to. */
export const applicationTypeNames: Readonly<Record<number, string>> = {
  1: "TServer",
  2: "StatServer",
  8: "DBServer",
  15: "RouterServer",
  19: "SCE",
  21: "ConfigurationServer",
  22: "ThirdPartyApp",
  23: "ThirdPartyServer",
  42: "MessageServer",
  43: "SCS",
  59: "ChatServer",
  63: "ContactServer",
  64: "EmailServer",
  80: "WebAPIServer",
  81: "LoadBalancer",
  82: "ApplicationCluster",
  107: "GenericServer",
  108: "GenericClient",
  111: "InteractionServer",
  157: "InteractionWorkspace",
  161: "OrchestrationServer",
  165: "GenesysAdministrator",
};

/** The number of an enumeration's name, with or without the prefix and in any case; undefined if it is unknown. */
export function enumerationNumber(names: Readonly<Record<number, string>>, text: string): number | undefined {
  const wanted = text.replace(/^CFG/i, "").toLowerCase();
  const found = Object.entries(names).find(([, name]) => name.toLowerCase() === wanted);
  return found && Number(found[0]);
}

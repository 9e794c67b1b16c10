/**
 * What the import schema (cfg_update.xsd 8.0.000.04) allows, as far as it is documented for this project: a table of elements
 * with their attributes. Other objects' elements, such as CfgPerson, are accepted as they are.
 */
import { flags, redundancyNumbers, states, traceNumbers } from "../configuration-objects/enumerations";

/** The namespace of the import schema; some exports leave it out. */
export const namespace = "http://www.genesyslab.com/cs";

/** The parts of a document. */
export const parts = ["CfgReference", "CfgCreate", "CfgUpdate", "CfgRemove"] as const;

/** The type of an attribute's text: text, an id, the id of another object, a number in a range or one of an enumeration. */
export type AttributeType =
  | "text"
  | "id"
  | "reference"
  | { readonly min: number; readonly max: number }
  | { readonly oneOf: readonly (string | number)[] };

/** An element of the schema. */
export interface ElementShape {
  readonly attributes: Readonly<Record<string, AttributeType>>;
  /** Attributes without which the element means nothing. */
  readonly needed?: readonly string[];
  /** Attributes that Configuration Server asks for when it creates the object. */
  readonly mandatory?: readonly string[];
  /** Elements that it may hold; default none. */
  readonly children?: readonly string[];
}

const count = { min: 0, max: 2147483647 };
const port = { min: 1, max: 65535 };
const flag = { oneOf: Object.values(flags) };
const action = { oneOf: ["add", "change", "delete"] };

/** Attributes of one type, by their names with blanks between. */
function of(type: AttributeType, names: string): Record<string, AttributeType> {
  return Object.fromEntries(names.split(" ").map((name) => [name, type]));
}

const reference = {
  attributes: {
    ...of("id", "id"),
    ...of("text", "name"),
    ...of(count, "DBID"),
    ...of("reference", "ownerDBID"),
  },
};

const application = {
  ...of("id", "id"),
  ...of("text", "name version password"),
  ...of({ min: 0, max: 999 }, "type"),
  ...of({ oneOf: Object.values(states) }, "state"),
  ...of("reference", "ownerDBID folderDBID appPrototypeDBID"),
  ...of(count, "componentType"),
};

const server = {
  ...application,
  ...of("reference", "hostDBID backupServerDBID"),
  // 0 on a server that listens nowhere.
  ...of({ min: 0, max: 65535 }, "port"),
  ...of({ oneOf: Object.values(redundancyNumbers) }, "redundancyType"),
  ...of(flag, "isPrimary autoRestart"),
  ...of("text", "workDirectory commandLine commandLineArguments"),
  ...of(count, "timeout attempts startupTimeout shutdownTimeout startupType"),
};

const applicationLists = ["tenantDBIDs", "appServerDBIDs", "options", "userProperties", "resources"];
const serverLists = [...applicationLists, "portInfos", "switchDBIDs"];
const pair = { attributes: { ...of("text", "key value"), action }, needed: ["key"] };

/** Elements by name; one that isn't here is another object of the configuration. */
export const shapes: Readonly<Record<string, ElementShape>> = {
  CfgData: {
    attributes: { mode: "text", id: "text", time: "text", version: "text" },
    children: parts,
  },
  CfgTenantRef: reference,
  CfgProviderTenantRef: { attributes: { ...reference.attributes, allTenants: { oneOf: [0, 1] } } },
  CfgHostRef: reference,
  CfgAppPrototypeRef: reference,
  CfgServerRef: reference,
  CfgApplicationRef: reference,
  CfgFolderRef: reference,
  CfgServer: {
    attributes: server,
    needed: ["name", "type"],
    mandatory: [
      ...["id", "version", "ownerDBID", "appPrototypeDBID", "hostDBID", "workDirectory", "commandLine"],
      ...["autoRestart", "redundancyType"],
    ],
    children: serverLists,
  },
  CfgServerUpdate: {
    attributes: { ...server, DBIDref: "reference" },
    needed: ["DBIDref"],
    children: serverLists,
  },
  CfgServerRemove: { attributes: { DBIDref: "reference" }, needed: ["DBIDref"] },
  CfgApplication: {
    attributes: application,
    needed: ["name", "type"],
    children: applicationLists,
  },
  tenantDBIDs: { attributes: {}, children: ["CfgAppTenant"] },
  CfgAppTenant: { attributes: { linkDBID: "reference", action }, needed: ["linkDBID"] },
  appServerDBIDs: { attributes: {}, children: ["CfgConnectionInfo"] },
  CfgConnectionInfo: {
    attributes: {
      ...of("reference", "linkDBID"),
      ...of("text", "connID transportParams appParams proxyParams description"),
      ...of(count, "timoutLocal timoutRemote"),
      connProtocol: { oneOf: ["addp"] },
      mode: { oneOf: [0, ...Object.values(traceNumbers)] },
      action,
    },
    needed: ["linkDBID"],
  },
  portInfos: { attributes: {}, children: ["CfgPortInfo"] },
  CfgPortInfo: {
    attributes: {
      ...of("text", "connID connProtocol transportParams appParams description"),
      port,
      action,
    },
    needed: ["connID"],
  },
  options: { attributes: {}, children: ["list_pair"] },
  userProperties: { attributes: {}, children: ["list_pair"] },
  list_pair: {
    attributes: { key: "text", action },
    needed: ["key"],
    children: ["str_pair", "int_pair", "bin_pair"],
  },
  str_pair: pair,
  int_pair: pair,
  bin_pair: pair,
};

/** An object that only the document's own parts may hold. */
export function isObject(name: string): boolean {
  return /^Cfg[A-Z]/.test(name) && !["CfgAppTenant", "CfgConnectionInfo", "CfgPortInfo"].includes(name);
}

/** What an attribute's text should have been; undefined if it is right. */
export function attributeFault(type: AttributeType, text: string): string | undefined {
  if (type === "text") return undefined;
  if (type === "id" || type === "reference")
    return /^[\p{L}_][\p{L}\p{N}_.-]*$/u.test(text)
      ? undefined
      : "an id: a letter, then letters, digits, _, - and .";
  if ("oneOf" in type) return type.oneOf.map(String).includes(text) ? undefined : type.oneOf.join(", ");
  const isNumber = /^\d{1,10}$/.test(text) && Number(text) >= type.min && Number(text) <= type.max;
  return isNumber ? undefined : `an integer from ${type.min} to ${type.max}`;
}

import type {
  AddpObject,
  ConnectionObject,
  OptionTexts,
  ServerObject,
} from "../configuration-objects/configuration-objects";
import { flags, states, traceNumbers } from "../configuration-objects/enumerations";
import { byCodePoint } from "../canonical";
import { definedEntries } from "../configuration-objects/defined-entries";
import type { Attributes, CfgDataItem, CfgDataRecord, CfgDataSections } from "./document";
import type { ReferenceKind } from "./identifiers";

/** The name of the object that a reference leads to; undefined if it leads nowhere. */
export type NameOf = (reference: string | undefined, kind: ReferenceKind) => string | undefined;

/** A server of which nothing is known yet. */
export const emptyServer = {
  ...{ name: "", type: 0, tenants: [], ports: [], connections: [], options: {}, userProperties: {} },
} satisfies ServerObject;

/** Puts what a record says over a server: all of a new one, or the part that an update changes. */
export function withRecord(server: ServerObject, record: CfgDataRecord, nameOf: NameOf): ServerObject {
  const { attributes } = record;
  const ports = listed(server.ports, record.ports, portOf, ({ id }) => id);
  const stated = number(attributes.port);
  // Older exports know the server's own port only.
  const own =
    ports.length === 0 && stated !== undefined && stated > 0 ? [{ id: "default", port: stated }] : ports;
  const port = own.find(({ id }) => id === "default")?.port ?? stated ?? server.port;
  return {
    ...server,
    ...definedEntries({
      name: attributes.name,
      type: number(attributes.type),
      enabled: attributes.state === undefined ? undefined : attributes.state === String(states.enabled),
      version: attributes.version,
      owner: nameOf(attributes.ownerDBID, "Tenant"),
      folder: nameOf(attributes.folderDBID, "Folder"),
      template: nameOf(attributes.appPrototypeDBID, "AppPrototype"),
      host: nameOf(attributes.hostDBID, "Host"),
      port,
      backup: nameOf(attributes.backupServerDBID, "Application"),
      redundancy: number(attributes.redundancyType),
      workingDirectory: attributes.workDirectory,
      commandLine: attributes.commandLine,
      commandLineArguments: attributes.commandLineArguments,
      autoRestart: flag(attributes.autoRestart),
      startupTimeout: number(attributes.startupTimeout),
      shutdownTimeout: number(attributes.shutdownTimeout),
      timeout: number(attributes.timeout),
      attempts: number(attributes.attempts),
    }),
    tenants: listed(
      server.tenants,
      record.tenants,
      (item) => nameOf(item.linkDBID, "Tenant"),
      (name) => name,
    ),
    ports: own,
    connections: listed(
      server.connections,
      record.connections,
      (item) => connectionOf(item, nameOf),
      (connection) => `${connection.server}\n${connection.portId}`,
    ),
    options: withSections(server.options, record.options),
    userProperties: withSections(server.userProperties, record.userProperties),
  };
}

/** Puts the items of a list over another list by key; one that is marked as deleted takes its key out. */
function listed<T>(
  before: readonly T[],
  items: readonly CfgDataItem[],
  read: (attributes: Attributes) => T | undefined,
  keyOf: (item: T) => string,
): T[] {
  const all = new Map(before.map((item) => [keyOf(item), item]));
  for (const { attributes } of items) {
    const item = read(attributes);
    if (item === undefined) continue;
    if (attributes.action === "delete") all.delete(keyOf(item));
    else all.set(keyOf(item), item);
  }
  return [...all].sort(([a], [b]) => byCodePoint(a, b)).map(([, item]) => item);
}

function portOf({ connID = "default", port, connProtocol }: Attributes) {
  return {
    id: connID,
    port: number(port) ?? 0,
    ...(connProtocol !== undefined && connProtocol !== "" && { protocol: connProtocol }),
  };
}

function connectionOf(item: Attributes, nameOf: NameOf): ConnectionObject | undefined {
  const server = nameOf(item.linkDBID, "Application");
  if (server === undefined) return undefined;
  const addp = item.connProtocol === "addp" ? { addp: addpOf(item) } : {};
  return { server, portId: item.connID || "default", ...addp };
}

function addpOf({ timoutLocal, timoutRemote, mode }: Attributes): AddpObject {
  return {
    local: number(timoutLocal) ?? 0,
    remote: number(timoutRemote) ?? 0,
    // No mode means the same as "off".
    trace: number(mode) || traceNumbers.off,
  };
}

function withSections(before: OptionTexts, sections: CfgDataSections): OptionTexts {
  if (sections.size === 0) return before;
  const all = new Map(
    Object.entries(before).map(([name, values]) => [name, new Map(Object.entries(values))]),
  );
  for (const [name, { values, deleted, action }] of sections) {
    if (action === "delete") {
      all.delete(name);
      continue;
    }
    const options = all.get(name) ?? new Map<string, string>();
    for (const [option, value] of values) options.set(option, value);
    for (const option of deleted) options.delete(option);
    all.set(name, options);
  }
  return fromMaps(all);
}

/** From entries, not by assignment: a section may have any name. */
function fromMaps(sections: ReadonlyMap<string, ReadonlyMap<string, string>>): OptionTexts {
  const sorted = <T>(map: ReadonlyMap<string, T>) => [...map].sort(([a], [b]) => byCodePoint(a, b));
  return Object.fromEntries(
    sorted(sections).map(([name, options]) => [name, Object.fromEntries(sorted(options))]),
  );
}

function number(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,10}$/.test(text) ? Number(text) : undefined;
}

function flag(text: string | undefined): boolean | undefined {
  if (text === String(flags.true)) return true;
  return text === String(flags.false) ? false : undefined;
}

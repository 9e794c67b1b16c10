import { byCodePoint } from "../canonical";
import type {
  ConnectionObject,
  OptionTexts,
  PortObject,
  ServerObject,
} from "../configuration-objects/configuration-objects";
import { flags, states } from "../configuration-objects/enumerations";
import type { XmlElement } from "./xml-text";

/** The tenant that owns what all tenants use: hosts and templates. */
export const environment = "Environment";

/** `former` is a server that is removed: one of the same name may be created. */
type ReferenceKind = "tenant" | "host" | "template" | "folder" | "server" | "former";

const referenceElements: Readonly<Record<ReferenceKind, string>> = {
  tenant: "CfgTenantRef",
  host: "CfgHostRef",
  template: "CfgAppPrototypeRef",
  server: "CfgServerRef",
  former: "CfgServerRef",
  folder: "CfgFolderRef",
};

/** Assigns objects their ids within one document, and lists the existing objects among them. */
export class References {
  private readonly ids = new Map<string, string>();
  private readonly taken = new Set<string>();
  private readonly listed = new Map<string, { kind: ReferenceKind; name: string; owner?: string }>();

  constructor() {
    this.existing("tenant", environment);
  }

  /** The id of an object that exists already; undefined if there is none. */
  existing(kind: ReferenceKind, name: string | undefined, owner = environment): string | undefined {
    if (name === undefined) return undefined;
    const key = `${kind} ${name}`;
    if (!this.ids.has(key)) {
      if (kind !== "tenant") this.existing("tenant", owner);
      this.listed.set(key, { kind, name, ...(kind !== "tenant" && { owner }) });
    }
    return this.idOf(kind, name);
  }

  /** The id of an object that the document itself creates, or that was listed before. */
  idOf(kind: ReferenceKind, name: string): string {
    const key = `${kind} ${name}`;
    const known = this.ids.get(key);
    if (known !== undefined) return known;
    const plain = `${kind}-${name.replace(/[^A-Za-z0-9_.-]/g, "_")}`;
    let id = plain;
    for (let number = 2; this.taken.has(id); number++) id = `${plain}.${number}`;
    this.taken.add(id);
    this.ids.set(key, id);
    return id;
  }

  /** The CfgReference part: tenants first, since the others name their owner. */
  element(): XmlElement {
    const kinds = Object.keys(referenceElements) as ReferenceKind[];
    const listed = [...this.listed.values()].sort(
      (a, b) =>
        kinds.indexOf(a.kind) - kinds.indexOf(b.kind) ||
        Number(b.name === environment) - Number(a.name === environment) ||
        byCodePoint(a.name, b.name),
    );
    return {
      name: "CfgReference",
      children: listed.map(({ kind, name, owner }) => {
        const id = this.idOf(kind, name);
        if (kind === "tenant" && name === environment)
          return { name: "CfgProviderTenantRef", attributes: { id, name, allTenants: 1 } };
        const ownerDBID = owner === undefined ? undefined : this.idOf("tenant", owner);
        return { name: referenceElements[kind], attributes: { id, name, ownerDBID } };
      }),
    };
  }
}

/** What an update does with an item. */
export type Action = "add" | "change" | "delete";

/** A CfgServer with all its attributes and lists; `without` leaves out connections that are made later. */
export function serverElement(
  server: ServerObject,
  references: References,
  without: ReadonlySet<ConnectionObject>,
): XmlElement {
  const { owner = environment } = server;
  const connections = server.connections.filter((connection) => !without.has(connection));
  return {
    name: "CfgServer",
    attributes: {
      id: references.idOf("server", server.name),
      name: server.name,
      type: server.type,
      version: server.version,
      state: server.enabled === false ? states.disabled : states.enabled,
      ownerDBID: references.existing("tenant", owner),
      folderDBID: references.existing("folder", server.folder, owner),
      appPrototypeDBID: references.existing("template", server.template),
      hostDBID: references.existing("host", server.host),
      port: server.port,
      backupServerDBID: server.backup === undefined ? undefined : references.idOf("server", server.backup),
      ...plainAttributes(server),
    },
    children: [
      ...list(
        "tenantDBIDs",
        server.tenants.map((name) => tenantElement(name, references)),
      ),
      ...list(
        "appServerDBIDs",
        connections.map((connection) => connectionElement(connection, references)),
      ),
      ...list(
        "portInfos",
        server.ports.map((port) => portElement(port)),
      ),
      ...list("options", sectionElements(server.options)),
      ...list("userProperties", sectionElements(server.userProperties)),
    ],
  };
}

/** The attributes that are no reference, by their names in the schema. */
export function plainAttributes(server: ServerObject): Record<string, string | number | undefined> {
  return {
    workDirectory: server.workingDirectory,
    commandLine: server.commandLine,
    commandLineArguments: server.commandLineArguments,
    autoRestart: server.autoRestart === undefined ? undefined : server.autoRestart ? flags.true : flags.false,
    startupTimeout: server.startupTimeout,
    shutdownTimeout: server.shutdownTimeout,
    timeout: server.timeout,
    attempts: server.attempts,
    redundancyType: server.redundancy,
  };
}

/** A list of a server; nothing if it is empty. */
export function list(name: string, children: readonly XmlElement[]): XmlElement[] {
  return children.length > 0 ? [{ name, children }] : [];
}

/** A tenant that a server serves. */
export function tenantElement(name: string, references: References, action?: Action): XmlElement {
  return { name: "CfgAppTenant", attributes: { action, linkDBID: references.existing("tenant", name) } };
}

/** A connection; the schema allows addp as its only protocol. */
export function connectionElement(
  { server, portId, addp }: ConnectionObject,
  references: References,
  action?: Action,
): XmlElement {
  return {
    name: "CfgConnectionInfo",
    attributes: {
      action,
      linkDBID: references.idOf("server", server),
      connID: portId,
      ...(addp && {
        connProtocol: "addp",
        timoutLocal: addp.local,
        timoutRemote: addp.remote,
        mode: addp.trace,
      }),
    },
  };
}

/** A listening port; its id is called connID here. */
export function portElement({ id, port, protocol }: PortObject, action?: Action): XmlElement {
  return { name: "CfgPortInfo", attributes: { action, connID: id, port, connProtocol: protocol } };
}

function sectionElements(options: OptionTexts): XmlElement[] {
  return Object.entries(options).map(([section, values]) => sectionElement(section, values));
}

/** A section with its options. */
export function sectionElement(
  section: string,
  values: Readonly<Record<string, string>>,
  action?: Action,
): XmlElement {
  return {
    name: "list_pair",
    attributes: { action, key: section },
    children: Object.entries(values).map(([key, value]) => ({
      name: "str_pair",
      attributes: { key, value },
    })),
  };
}

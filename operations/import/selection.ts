import { applicationTypes, type ApplicationGroup } from "../../model/deployment";
import { externalServerTypes } from "../../model/definition/external-server";
import {
  type ConfigurationObjects,
  type ServerObject,
  typeOfNumber,
} from "../../render/configuration-objects";
import type { ImportNotes } from "./notes";

/** A server that becomes an application of the definition, with its backup. */
export interface TakenServer {
  readonly group: ApplicationGroup;
  readonly server: ServerObject;
  readonly backup?: ServerObject;
}

/** How the servers of a file are used. */
export interface Selection {
  readonly taken: readonly TakenServer[];
  /** The other servers, by name: some are connected to. */
  readonly others: ReadonlyMap<string, ServerObject>;
}

/** Chooses the servers that the definition can hold; with a tenant, those that serve it or are owned by it. */
export function selection(
  objects: ConfigurationObjects,
  tenant: string | undefined,
  notes: ImportNotes,
): Selection {
  const enabled = enabledServers(objects.servers, notes);
  const byName = new Map(enabled.map((server) => [server.name, server]));
  const backups = new Set(enabled.flatMap(({ backup }) => backup ?? []));
  const taken: TakenServer[] = [];
  const others = new Map<string, ServerObject>();
  for (const server of enabled) {
    if (backups.has(server.name)) continue;
    const group = groupOf(server);
    const backup = server.backup === undefined ? undefined : byName.get(server.backup);
    const servesTenant = tenant === undefined || server.owner === tenant || server.tenants.includes(tenant);
    if (group !== undefined && servesTenant) {
      if (backup && group !== "chatServers") {
        const reason = `it is the backup of ${server.name}; a definition has pairs of Chat Servers only`;
        notes.leftOut.push({ object: backup.name, reason });
      }
      taken.push({ group, server, ...(backup && group === "chatServers" && { backup }) });
      continue;
    }
    for (const other of [server, ...(backup ? [backup] : [])]) others.set(other.name, other);
  }
  return { taken, others };
}

/** Servers that run: a disabled one never becomes an application, and its backup takes nothing over. */
function enabledServers(servers: readonly ServerObject[], notes: ImportNotes): ServerObject[] {
  const disabled = new Set(servers.filter(({ enabled }) => enabled === false).map(({ name }) => name));
  const backupsOf = new Map(
    servers.flatMap(({ name, backup }) => (backup === undefined ? [] : [[backup, name]])),
  );
  return servers.flatMap((server) => {
    const { name, backup, ...rest } = server;
    const primary = backupsOf.get(name);
    if (disabled.has(name)) {
      notes.leftOut.push({ object: name, reason: "it is disabled" });
      return [];
    }
    if (primary !== undefined && disabled.has(primary)) {
      notes.leftOut.push({ object: name, reason: `its primary ${primary} is disabled` });
      return [];
    }
    for (const connection of server.connections.filter((each) => disabled.has(each.server))) {
      const object = `${name} -> ${connection.server} (${connection.portId})`;
      notes.leftOut.push({ object, reason: `${connection.server} is disabled` });
    }
    const connections = server.connections.filter((each) => !disabled.has(each.server));
    const link = backup === undefined || disabled.has(backup) ? {} : { backup };
    return [{ ...rest, name, ...link, connections }];
  });
}

/** The group of the definition that a server belongs to; undefined if it is no application of a chat deployment. */
function groupOf(server: ServerObject): ApplicationGroup | undefined {
  const type = typeOfNumber(server.type);
  if (type === "GenesysMobileServices" && !isMobileServices(server)) return undefined;
  return (Object.keys(applicationTypes) as ApplicationGroup[]).find(
    (group) => applicationTypes[group] === type,
  );
}

/** GMS has no application type of its own: as a Generic Server it is known by its sections (GMS-opt-811). */
function isMobileServices({ name, template = "", options }: ServerObject): boolean {
  if (/gms|mobile/i.test(`${name} ${template}`)) return true;
  const sections = Object.keys(options);
  return sections.some((section) => section === "gms" || /^service\.|^chat(?:\.|$)/.test(section));
}

/** The type of an external server; undefined if a definition can't name it. */
export function externalTypeOf({ type }: ServerObject): string | undefined {
  const name = typeOfNumber(type);
  return externalServerTypes.find((known) => known === name);
}

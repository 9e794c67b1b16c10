import type { ContainerSettings } from "../../render/configuration-objects";
import { defaultReleases, defaultSubnet } from "../../model/defaults";
import { applicationTypes, type ApplicationGroup } from "../../model/deployment";
import { byCodePoint } from "../../model/path";
import type {
  ConfigurationObjects,
  ConnectionObject,
  ServerObject,
} from "../../render/configuration-objects";
import { applicationDefinition, type ImportContext, statedRelease } from "./application-definition";
import { type ImportTarget, type StatedConnections, statedConnections } from "./connection-definition";
import { emptyNotes, type ImportNotes } from "./notes";
import { externalTypeOf, selection, type TakenServer } from "./selection";
import { tenantsOf } from "./tenants";

/** A definition made of configuration objects, not judged yet. */
export interface ImportedDefinition {
  readonly definition: Record<string, unknown>;
  /** The servers that are in it, backups included. */
  readonly taken: readonly ServerObject[];
  readonly notes: ImportNotes;
}

/** Makes the shortest definition that means the same as configuration objects do. */
export function definitionOf(objects: ConfigurationObjects, tenant?: string): ImportedDefinition {
  const notes = emptyNotes();
  const { settings } = objects;
  const chosen = selection(objects, tenant, notes);
  const tenants = tenantsOf(objects, chosen.taken, notes);
  const context = contextOf(objects, chosen.taken, tenants, notes);
  const targets = new Map<string, ImportTarget>();
  for (const { group, server, backup } of chosen.taken) {
    for (const each of [server, ...(backup ? [backup] : [])]) {
      targets.set(each.name, { key: context.keyOf(each.name), type: applicationTypes[group] });
    }
  }
  const externals: Record<string, unknown> = { ...settings?.keys.externalServers };
  const shared = { ...settings?.keys.sharedServers };
  const groups: Partial<Record<ApplicationGroup, Record<string, Record<string, unknown>>>> = {};
  for (const each of chosen.taken) {
    const { group, server } = each;
    const key = context.keyOf(server.name);
    const stated = applicationDefinition(each, context);
    (groups[group] ??= {})[key] = {
      ...withConnections(each, context, targetOf),
      ...stated,
    };
  }
  withoutDerivedLinks(groups, chosen.taken, context);
  const release = withReleases(groups, chosen.taken, context);
  leaveOutOthers();
  return {
    definition: {
      ...rootOf(settings?.keys),
      ...(release !== undefined && { release }),
      ...(Object.keys(tenants.stated).length > 0 && { tenants: tenants.stated }),
      ...Object.fromEntries(
        (Object.keys(applicationTypes) as ApplicationGroup[]).flatMap((group) =>
          groups[group] ? [[group, groups[group]]] : [],
        ),
      ),
      ...(Object.keys(externals).length > 0 && { externalServers: externals }),
    },
    taken: chosen.taken.flatMap(({ server, backup }) => [server, ...(backup ? [backup] : [])]),
    notes,
  };

  /** What a connection leads to; a server that is no application of the definition becomes an external one. */
  function targetOf(
    { server: name, portId }: ConnectionObject,
    from: ServerObject,
  ): ImportTarget | undefined {
    const own = targets.get(name);
    if (own) return own;
    if (settings?.derived.includes(name)) return undefined;
    const key = settings?.names[name] ?? name;
    const stated = Object.hasOwn(externals, key) ? (externals[key] as { type: string }) : undefined;
    if (stated) return { key, type: stated.type };
    if (Object.hasOwn(shared, key)) return { key, type: "InteractionServer" };
    const server = chosen.others.get(name);
    const reason = server
      ? externalProblem(server, portId)
      : "the file has no more than its name; add it to externalServers with type, host and port";
    if (reason !== undefined) {
      notes.leftOut.push({ object: `${from.name} -> ${name}`, reason });
      return undefined;
    }
    const port = server!.ports.find(({ id }) => id === portId)!;
    externals[name] = {
      type: externalTypeOf(server!),
      host: server!.host,
      port: port.port,
      ...(port.protocol !== undefined && { protocol: port.protocol }),
    };
    return { key: name, type: externalTypeOf(server!)! };
  }

  function leaveOutOthers(): void {
    for (const { name, type } of chosen.others.values()) {
      if (Object.hasOwn(externals, name)) continue;
      const reason = externalTypeOf(chosen.others.get(name)!)
        ? "no application of the definition is connected to it"
        : `its application type ${type} is none of a chat deployment`;
      notes.leftOut.push({ object: name, reason });
    }
  }
}

function externalProblem(server: ServerObject, portId: string): string | undefined {
  if (externalTypeOf(server) === undefined)
    return `a definition can't name an external server of application type ${server.type}`;
  if (server.host === undefined) return "the file doesn't say which host it runs on";
  if (!server.ports.some(({ id }) => id === portId)) return `the file has no port "${portId}" of it`;
  return undefined;
}

function contextOf(
  { settings }: ConfigurationObjects,
  taken: readonly TakenServer[],
  tenants: { readonly ids: readonly number[] },
  notes: ImportNotes,
): ImportContext {
  const prefix = settings?.keys.namePrefix;
  const server = settings?.keys.delivery?.configurationServer;
  return {
    keyOf: (name) => (prefix !== undefined && name.startsWith(prefix) ? name.slice(prefix.length) : name),
    settingsOf: (key) =>
      settings && Object.hasOwn(settings.applications, key) ? settings.applications[key] : undefined,
    isOwn: settings !== undefined,
    tenantIds: tenants.ids,
    startWords: (name) => (server ? ["-host", server.host, "-port", String(server.port), "-app", name] : []),
    chatServers: taken.filter(({ group }) => group === "chatServers").length,
    notes,
  };
}

function withConnections(
  { group, server }: TakenServer,
  { keyOf, settingsOf, notes }: ImportContext,
  find: (connection: ConnectionObject, from: ServerObject) => ImportTarget | undefined,
): { connections?: StatedConnections } {
  const stated = settingsOf(keyOf(server.name))?.stated ?? [];
  const isTraceStated = (key: string) => stated.includes(`trace ${key}`);
  const connections = statedConnections(server, applicationTypes[group], find, isTraceStated, notes);
  // Of an Interaction Server no connections is another statement than none.
  const isNone = Object.keys(connections).length === 0 && group !== "interactionServers";
  return isNone ? {} : { connections };
}

/** An Interaction Server's links back follow from the Chat Servers that submit to it, unless they are special. */
function withoutDerivedLinks(
  groups: Partial<Record<ApplicationGroup, Record<string, Record<string, unknown>>>>,
  taken: readonly TakenServer[],
  { keyOf }: ImportContext,
): void {
  for (const [key, stated] of Object.entries(groups.interactionServers ?? {})) {
    const name = taken.find(({ server }) => keyOf(server.name) === key)!.server.name;
    const submitting = taken
      .filter(
        ({ group, server }) =>
          group === "chatServers" && server.connections.some((connection) => connection.server === name),
      )
      .map(({ server }) => keyOf(server.name));
    const { connections } = stated;
    if (!Array.isArray(connections)) continue;
    if ([...(connections as string[])].sort(byCodePoint).join() !== submitting.sort(byCodePoint).join())
      continue;
    delete stated.connections;
  }
}

/** States as few releases as possible, and returns the one that is for all. */
function withReleases(
  groups: Partial<Record<ApplicationGroup, Record<string, Record<string, unknown>>>>,
  taken: readonly TakenServer[],
  { keyOf, notes }: ImportContext,
): string | undefined {
  const releases = taken.map(({ group, server }) => ({
    stated: groups[group]![keyOf(server.name)]!,
    release: statedRelease(server.version) ?? defaultReleases[applicationTypes[group]],
    usual: defaultReleases[applicationTypes[group]],
  }));
  for (const { server } of taken) {
    if (statedRelease(server.version) === undefined)
      notes.changed.push(
        `${server.name}: "${server.version ?? ""}" is no release; the type's default is used.`,
      );
  }
  const unusual = releases.filter(({ release, usual }) => release !== usual);
  const counts = new Map<string, number>();
  for (const { release } of releases) counts.set(release, (counts.get(release) ?? 0) + 1);
  const [common, times] = [...counts].sort(([a, m], [b, n]) => n - m || byCodePoint(a, b))[0] ?? ["", 0];
  const isShorter = 1 + releases.length - times < unusual.length;
  for (const { stated, release, usual } of releases) {
    if (release !== (isShorter ? common : usual)) stated.release = release;
  }
  return isShorter ? common : undefined;
}

/** The root's keys that no object holds, without those that equal their default. */
function rootOf(keys: ContainerSettings["keys"] | undefined): Record<string, unknown> {
  if (!keys) return {};
  const { stage, namePrefix, network, tenants: _, externalServers: _external, ...rest } = keys;
  const { subnet, ...others } = network ?? {};
  const stated = { ...(subnet !== undefined && subnet !== defaultSubnet && { subnet }), ...others };
  return {
    ...(stage !== undefined && stage !== "lab" && { stage }),
    ...(namePrefix !== "" && { namePrefix }),
    ...(Object.keys(stated).length > 0 && { network: stated }),
    ...rest,
  };
}

import type {
  ConfigurationObjects,
  OptionTexts,
  ServerObject,
} from "../configuration-objects/configuration-objects";
import {
  applicationTypeNames,
  haTypeNames,
  objectStateNames,
  redundancyNumbers,
  states,
  traceModeNames,
} from "../configuration-objects/enumerations";
import { importOrder } from "../configuration-objects/import-order";
import type { UpdatePlan } from "../configuration-objects/update-plan";
import { dbidPlace } from "./dbid";
import { jsonText, settingsKey } from "./shared";

/** A request to the configuration API of GAX. */
export interface GaxRequest {
  readonly method: "POST" | "PUT" | "DELETE";
  readonly path: string;
  readonly body?: Readonly<Record<string, unknown>>;
}

const objectsPath = "/gax/api/cfg/objects";

/** Writes configuration objects as requests to GAX, in their order: connections that close a circle are added at the end. */
export function gaxText(objects: ConfigurationObjects): string {
  const { servers, settings } = objects;
  const order = importOrder(servers);
  const late = new Set(order.late.map(({ connection }) => connection));
  const isBackup = backupsOf(servers);
  const updated = new Set(order.late.map(({ server }) => server));
  const withoutLate = (server: ServerObject): ServerObject => ({
    ...server,
    connections: server.connections.filter((connection) => !late.has(connection)),
  });
  return gaxDocument(servers, settings, [
    ...order.servers.map((server) => createRequest(withoutLate(server), isBackup)),
    ...order.servers.filter(({ name }) => updated.has(name)).map((server) => changeRequest(server, isBackup)),
  ]);
}

/** Writes what turns a base into a configuration as requests to GAX, in their order. */
export function gaxUpdateText(plan: UpdatePlan, { servers, settings }: ConfigurationObjects): string {
  const backups = backupsOf(servers);
  const late = new Set(plan.late.map(({ connection }) => connection));
  const updated = new Set([
    ...plan.changed.map(({ after }) => after.name),
    ...plan.late.map(({ server }) => server),
  ]);
  const created = plan.created.map((server) => ({
    ...server,
    connections: server.connections.filter((connection) => !late.has(connection)),
  }));
  const changed = [...plan.changed.map(({ after }) => after), ...plan.created].filter(({ name }) =>
    updated.has(name),
  );
  return gaxDocument([...created, ...changed], settings, [
    ...plan.removed.map(({ name }) => removeRequest(name)),
    ...created.map((server) => createRequest(server, backups)),
    ...changed.map((server) => changeRequest(server, backups)),
  ]);
}

/** A document with requests, and what their bodies have no place for. */
function gaxDocument(
  servers: readonly ServerObject[],
  settings: unknown,
  requests: readonly GaxRequest[],
): string {
  const empty = Object.fromEntries(servers.flatMap((server) => emptySections(server)));
  return jsonText({
    ...(settings !== undefined && { [settingsKey]: settings }),
    ...(Object.keys(empty).length > 0 && { emptySections: empty }),
    requests,
  });
}

/** Names of the servers that are backups. */
export function backupsOf(servers: readonly ServerObject[]): ReadonlySet<string> {
  return new Set(servers.flatMap(({ backup }) => backup ?? []));
}

function createRequest(server: ServerObject, backups: ReadonlySet<string>): GaxRequest {
  return { method: "POST", path: objectsPath, body: applicationBody(server, backups) };
}

/** A PUT replaces the object: its body has all of it. */
function changeRequest(server: ServerObject, backups: ReadonlySet<string>): GaxRequest {
  const dbid = dbidPlace("CfgApplication", server.name);
  return {
    method: "PUT",
    path: `${objectsPath}/CfgApplication/${dbid}`,
    body: { ...applicationBody(server, backups), dbid },
  };
}

function removeRequest(name: string): GaxRequest {
  return { method: "DELETE", path: `${objectsPath}/CfgApplication/${dbidPlace("CfgApplication", name)}` };
}

/** A CfgApplication as GAX has it: all values are texts, and no DBID is "0". */
function applicationBody(server: ServerObject, backups: ReadonlySet<string>): Record<string, unknown> {
  const { name, type, version, owner, folder, template, host, port, backup, redundancy } = server;
  const text = (value: number | undefined) => (value === undefined ? undefined : String(value));
  const kind = applicationTypeNames[type];
  if (kind === undefined) throw new Error(`no name for application type ${type}`);
  return {
    type: "CfgApplication",
    name,
    subtype: `CFG${kind}`,
    version,
    state: `CFG${objectStateNames[server.enabled === false ? states.disabled : states.enabled]}`,
    folderid: folder === undefined ? undefined : dbidPlace("CfgFolder", owner ?? "Environment", folder),
    appprototypedbid: template === undefined ? undefined : dbidPlace("CfgAppPrototype", template),
    hostdbid: host === undefined ? undefined : dbidPlace("CfgHost", host),
    port: text(port),
    backupserverdbid: backup === undefined ? "0" : dbidPlace("CfgApplication", backup),
    redundancytype: `CFG${haTypeNames[redundancy ?? redundancyNumbers.cold]}`,
    isprimary: flagText(!backups.has(name)),
    workdirectory: server.workingDirectory,
    commandline: server.commandLine,
    commandlinearguments: server.commandLineArguments,
    autorestart: server.autoRestart === undefined ? undefined : flagText(server.autoRestart),
    startuptimeout: text(server.startupTimeout),
    shutdowntimeout: text(server.shutdownTimeout),
    timeout: text(server.timeout),
    attempts: text(server.attempts),
    componenttype: "CFGAppComponentUnknown",
    tenantdbids: { id: server.tenants.map((tenant) => ({ dbid: dbidPlace("CfgTenant", tenant) })) },
    appservers: { conninfo: server.connections.map((connection) => connectionBody(connection)) },
    portinfos: {
      portinfo: server.ports.map(({ id, port: number, protocol }) => ({
        id,
        port: String(number),
        connprotocol: protocol ?? "",
        ...longFields,
      })),
    },
    options: { property: properties(server.options) },
    userproperties: { property: properties(server.userProperties) },
    resources: { resource: [] },
  };
}

const longFields = { longfield1: "0", longfield2: "0", longfield3: "0", longfield4: "0" };

function connectionBody({
  server,
  portId,
  addp,
}: ServerObject["connections"][number]): Record<string, string> {
  return {
    id: portId,
    appserverdbid: dbidPlace("CfgApplication", server),
    connprotocol: addp ? "addp" : "",
    timoutlocal: String(addp?.local ?? 0),
    timoutremote: String(addp?.remote ?? 0),
    mode: `CFG${traceModeNames[addp?.trace ?? 0] ?? "TMNoTraceMode"}`,
    ...longFields,
  };
}

function flagText(flag: boolean): string {
  return flag ? "CFGTrue" : "CFGFalse";
}

function properties(options: OptionTexts): Record<string, string>[] {
  return Object.entries(options).flatMap(([section, values]) =>
    Object.entries(values).map(([key, value]) => ({ section, key, value })),
  );
}

/** A flat list of options can't hold a section without one. */
function emptySections({ name, options, userProperties }: ServerObject): [string, string[]][] {
  return (
    [
      ["options", options],
      ["userproperties", userProperties],
    ] as const
  ).flatMap(([list, sections]): [string, string[]][] => {
    const empty = Object.keys(sections).filter((section) => Object.keys(sections[section]!).length === 0);
    return empty.length > 0 ? [[`${name} ${list}`, empty]] : [];
  });
}

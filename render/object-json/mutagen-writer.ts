import type { ConfigurationObjects, ServerObject } from "../configuration-objects/configuration-objects";
import {
  applicationTypeNames,
  haTypeNames,
  objectStateNames,
  states,
  traceModeNames,
} from "../configuration-objects/enumerations";
import { backupsOf } from "./gax-writer";
import { jsonText, settingsKey } from "./shared";

/** The folder of a tenant that holds all its applications. */
const rootFolder = "Applications";

/** Writes configuration objects as a document for `mutagen config import`. */
export function mutagenText({ servers, settings }: ConfigurationObjects): string {
  const backups = backupsOf(servers);
  const text = jsonText({
    __metadata__: { formatName: "JSON", formatVersion: "1.0.0" },
    ...(settings !== undefined && { [settingsKey]: settings }),
    applications: servers.map((server) => applicationOf(server, backups)),
  });
  // mutagen replaces ${NAME} anywhere in the text by an environment variable; in this spelling it finds none.
  return text.replaceAll("${", "\\u0024{");
}

function applicationOf(server: ServerObject, backups: ReadonlySet<string>): Record<string, unknown> {
  const { name, owner, folder, host, backup, timeout, attempts, redundancy } = server;
  return {
    name,
    // mutagen sets both from the template and passes them over here; `import` reads them.
    type: short(applicationTypeNames, server.type),
    version: server.version,
    appPrototype: server.template,
    state: short(objectStateNames, server.enabled === false ? states.disabled : states.enabled),
    folder: folder === undefined ? undefined : folderOf(folder, owner ?? "Environment"),
    isPrimary: !backups.has(name),
    redundancyType: redundancy === undefined ? undefined : short(haTypeNames, redundancy),
    serverInfo: { host, backupServer: backup, timeout, attempts },
    workDirectory: server.workingDirectory,
    commandLine: server.commandLine,
    commandLineArguments: server.commandLineArguments,
    autoRestart: server.autoRestart,
    startupTimeout: server.startupTimeout,
    shutdownTimeout: server.shutdownTimeout,
    // Configuration Server copies both from the primary, and takes no change of a backup's.
    ...(!backups.has(name) && {
      tenants: server.tenants,
      appServers: server.connections.map((connection) => connectionOf(connection)),
      userProperties: server.userProperties,
    }),
    portInfos: server.ports.map(({ id, port, protocol }) => ({
      id,
      port: String(port),
      connProtocol: protocol ?? "",
    })),
    options: server.options,
  };
}

function connectionOf({
  server,
  portId,
  addp,
}: ServerObject["connections"][number]): Record<string, unknown> {
  return {
    appServer: server,
    id: portId,
    connProtocol: addp ? "addp" : "",
    timeoutLocal: addp?.local ?? 0,
    timeoutRemote: addp?.remote ?? 0,
    mode: short(traceModeNames, addp?.trace ?? 0),
  };
}

/** Folders of applications are in the tenant's root folder for them. */
function folderOf(name: string, owner: string): Record<string, unknown> {
  const path = name === rootFolder ? [name] : [rootFolder, name];
  return { type: "application", owner: { type: "tenant", name: owner }, path };
}

/** A name as mutagen spells it: without the prefix, in lower case. */
function short(names: Readonly<Record<number, string>>, number: number): string {
  const name = names[number];
  if (name === undefined) throw new Error(`no name for ${number}`);
  return name.toLowerCase();
}

import { defaultConfigurationServer, defaultReconnect } from "../../model/defaults";
import type { Application, Connection, Deployment, Options } from "../../model/deployment";
import { byCodePoint } from "../../model/path";
import { secretPlaceholder } from "../application-document";
import { startArguments } from "../start-arguments";
import { commandLineText } from "./command-line";
import type {
  ConfigurationObjects,
  ConnectionObject,
  OptionTexts,
  ServerObject,
} from "./configuration-objects";
import { isSameValue } from "./same-value";
import { containerSettingsOf } from "./container-settings";
import { definedEntries } from "./defined-entries";
import { redundancyNumbers, traceNumbers, typeNumbers } from "./enumerations";

/** The timeouts of an Application object that states none, in seconds (PSDK-CfgApplication). */
export const productTimeout = 90;

/** What a server's object has if the definition says nothing: both are mandatory (PSDK-CfgApplication). */
export const defaultCommandLine = "./run.sh";

/** The script `run.sh` that the installer writes holds the arguments already; the attribute can't be empty. */
export const noArguments = ".";

/** The working directory of a server that states none. */
export function defaultWorkingDirectory(name: string): string {
  return `/opt/genesys/${name}`;
}

/**
 * Turns a deployment into the configuration objects that a Configuration Server is to have. Where the definition says nothing, what
 * another tool's `base` holds stays as it is.
 */
export function configurationObjects(
  deployment: Deployment,
  base?: Pick<ConfigurationObjects, "servers">,
): ConfigurationObjects {
  const known = new Map(base?.servers.map((server) => [server.name, server]));
  const own = new Set(deployment.applications.map(({ name }) => name));
  const servers = deployment.applications
    .map((application) => serverOf(deployment, application, known.get(application.name)))
    .sort((a, b) => byCodePoint(a.name, b.name));
  const targets = servers.flatMap(({ connections }) => connections.map(({ server }) => server));
  const owner = ownerOf(deployment);
  const tenants = new Map(deployment.tenants.map(({ name, dbid }) => [name, dbid]));
  return {
    servers,
    existing: [...new Set(targets)].filter((name) => !own.has(name)).sort(byCodePoint),
    tenants: [...new Set([owner, ...tenants.keys()])].sort(byCodePoint).map((name) => {
      const dbid = tenants.get(name);
      return { name, ...(dbid !== undefined && { dbid }) };
    }),
    settings: containerSettingsOf(deployment),
  };
}

function ownerOf({ configurationServer }: Deployment): string {
  return configurationServer?.tenant ?? defaultConfigurationServer.tenant;
}

function serverOf(
  deployment: Deployment,
  application: Application,
  known: ServerObject | undefined,
): ServerObject {
  // What neither the definition nor another tool's object states stays unstated.
  const unless = <K extends keyof ServerObject>(name: K, usual: NonNullable<ServerObject[K]>) =>
    known ? known[name] : usual;
  const { name, type, release, role, placement, process = {}, serverInfo } = application;
  const { configurationServer } = deployment;
  const words = startArguments(deployment, application);
  const isBackup = role === "backup";
  const ports = [...application.ports].sort((a, b) => byCodePoint(a.id, b.id));
  const port = ports.find(({ id }) => id === "default")?.port;
  const line = words && words.length > 0 ? commandLineText(words) : undefined;
  return {
    name,
    type: typeNumbers[type],
    enabled: true,
    version: release,
    ...definedEntries({
      owner: configurationServer?.tenant ?? unless("owner", ownerOf(deployment)),
      folder: configurationServer?.folder ?? unless("folder", defaultConfigurationServer.folder),
      template: configurationServer?.templates[type] ?? unless("template", defaultTemplate(application)),
      host: placement ?? unless("host", serverInfo.host),
      port,
    }),
    tenants: isBackup ? [] : deployment.tenants.map((tenant) => tenant.name).sort(byCodePoint),
    ...(serverInfo.backupServer && { backup: serverInfo.backupServer.application }),
    redundancy:
      serverInfo.redundancyType === "warm-standby" ? redundancyNumbers.warm : redundancyNumbers.cold,
    ...definedEntries({
      workingDirectory: process.workingDirectory ?? unless("workingDirectory", defaultWorkingDirectory(name)),
      commandLine: process.commandLine
        ? commandLineText(process.commandLine)
        : unless("commandLine", defaultCommandLine),
      commandLineArguments: line ?? unless("commandLineArguments", noArguments),
      autoRestart: unless("autoRestart", true),
      startupTimeout: process.startupTimeout ?? unless("startupTimeout", productTimeout),
      shutdownTimeout: process.shutdownTimeout ?? unless("shutdownTimeout", productTimeout),
      timeout: process.reconnect?.timeout ?? unless("timeout", defaultReconnect.timeout),
      attempts: process.reconnect?.attempts ?? unless("attempts", defaultReconnect.attempts),
    }),
    ports: ports.map(({ id, port: number, protocol }) => ({
      id,
      port: number,
      ...(protocol !== undefined && { protocol }),
    })),
    connections: isBackup ? [] : connectionsOf(application.connections),
    options: keptSpelling(type, optionTexts(application.options), known?.options),
    userProperties: isBackup
      ? {}
      : keptSpelling(type, optionTexts(application.annex ?? {}), known?.userProperties),
  };
}

/** The template's usual name, such as `ChatServer_810`: type and the first three parts of the release. */
function defaultTemplate({ type, release }: Application): string {
  const [major = "", minor = "", patch = ""] = release.split(".");
  return `${type}_${major}${minor}${patch.slice(0, 1)}`;
}

function connectionsOf(connections: readonly Connection[]): ConnectionObject[] {
  return connections
    .map(({ application, portId, addp }) => ({
      server: application,
      portId,
      ...(addp && {
        addp: { local: addp.local, remote: addp.remote, trace: traceNumbers[addp.trace ?? "off"] },
      }),
    }))
    .sort((a, b) => byCodePoint(a.server, b.server) || byCodePoint(a.portId, b.portId));
}

function optionTexts(options: Options): OptionTexts {
  const sorted = <T>(entries: [string, T][]) => entries.sort(([a], [b]) => byCodePoint(a, b));
  return Object.fromEntries(
    sorted(Object.entries(options)).map(([section, values]) => [
      section,
      Object.fromEntries(
        sorted(Object.entries(values)).map(([name, value]) => [
          name,
          typeof value === "string" ? value : secretPlaceholder(value.secret),
        ]),
      ),
    ]),
  );
}

/** Another tool's spelling of a value that means the same stays, such as `off` for `false`. */
function keptSpelling(
  type: Application["type"],
  options: OptionTexts,
  known: OptionTexts | undefined,
): OptionTexts {
  if (!known) return options;
  return Object.fromEntries(
    Object.entries(options).map(([section, values]) => {
      const before = new Map(Object.hasOwn(known, section) ? Object.entries(known[section]!) : []);
      const kept = Object.entries(values).map(([name, value]) => {
        const old = before.get(name);
        return [
          name,
          old !== undefined && isSameValue(type, section, name, old, value) ? old : value,
        ] as const;
      });
      return [section, Object.fromEntries(kept)];
    }),
  );
}

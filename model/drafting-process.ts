import { type Definition, type DefinedApplication } from "./definition/definition";
import { defaultConfigurationServer, defaultHealth, defaultReconnect } from "./defaults";
import {
  type ApplicationGroup,
  applicationTypes,
  type ConfigurationServer,
  type HealthCheck,
  type ProcessSettings,
  type Reconnect,
} from "./deployment";
import { byCodePoint, sortedEntries } from "./path";

/** What a definition says of an application's process; nothing if it says nothing. */
export function processOf(stated: DefinedApplication): { process?: ProcessSettings } {
  const { startupTimeout, shutdownTimeout, reconnect, commandLine, commandLineArguments } = stated;
  const { workingDirectory, user, writablePaths, files, health } = stated;
  const process: ProcessSettings = {
    ...(startupTimeout !== undefined && { startupTimeout }),
    ...(shutdownTimeout !== undefined && { shutdownTimeout }),
    ...(reconnect && { reconnect: reconnectOf(reconnect) }),
    ...(commandLine && { commandLine }),
    ...(commandLineArguments && { commandLineArguments }),
    ...(workingDirectory !== undefined && { workingDirectory }),
    ...(user !== undefined && { user }),
    ...(writablePaths && { writablePaths: [...writablePaths].sort(byCodePoint) }),
    ...(files && { files: sortedEntries(files).map(([path, source]) => ({ path, source })) }),
    ...(health && { health: healthOf(health) }),
  };
  return Object.keys(process).length > 0 ? { process } : {};
}

function reconnectOf({ timeout, attempts }: NonNullable<DefinedApplication["reconnect"]>): Reconnect {
  return {
    timeout: timeout ?? defaultReconnect.timeout,
    attempts: attempts ?? defaultReconnect.attempts,
  };
}

function healthOf({ command, ...times }: NonNullable<DefinedApplication["health"]>): HealthCheck {
  const { interval, timeout, retries } = times;
  return {
    command,
    interval: interval ?? defaultHealth.interval,
    timeout: timeout ?? defaultHealth.timeout,
    retries: retries ?? defaultHealth.retries,
  };
}

/** The Configuration Server of a definition that delivers by one; nothing if it delivers by files. */
export function configurationServerOf({ delivery }: Definition): {
  configurationServer?: ConfigurationServer;
} {
  if (delivery === undefined || delivery === "files") return {};
  const { host, port, tenant, folder, templates } = delivery.configurationServer;
  return {
    configurationServer: {
      host,
      port: port ?? defaultConfigurationServer.port,
      tenant: tenant ?? defaultConfigurationServer.tenant,
      folder: folder ?? defaultConfigurationServer.folder,
      templates: Object.fromEntries(
        sortedEntries(templates).map(([group, name]) => [applicationTypes[group as ApplicationGroup], name]),
      ),
    },
  };
}

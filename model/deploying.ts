import {
  type Application,
  type Connection,
  type Deployment,
  type Options,
  type ProcessSettings,
  type Target,
} from "./deployment";
import {
  type Draft,
  type DraftApplication,
  type DraftConnection,
  type DraftExternal,
  type DraftOptions,
} from "./draft";
import { type LocalFiles } from "./local-file";
import { hostName } from "./names";
import { byCodePoint } from "./path";

/** Turns a draft that no rule has an error against into what is deployed. */
export function deploymentOf(draft: Draft, files: LocalFiles = new Map()): Deployment {
  return {
    stage: draft.stage,
    namePrefix: draft.namePrefix,
    ...(draft.configurationServer && { configurationServer: draft.configurationServer }),
    tenants: draft.tenants.map(({ name, dbid }) => ({ name, dbid })),
    network: draft.network,
    ...(draft.chatServersAtOnce !== undefined && { chatServersAtOnce: draft.chatServersAtOnce }),
    ...(draft.logs && { logs: draft.logs }),
    applications: draft.applications.map((application) => applicationOf(application, files)),
    externalServers: draft.externals.map(({ key, name, type, host, port, protocol, stack, application }) => ({
      key,
      name,
      type,
      host,
      port,
      ...(protocol !== undefined && { protocol }),
      ...(stack !== undefined && application !== undefined && { shared: { stack, application } }),
    })),
    ...(draft.sharedNetwork && { sharedNetwork: draft.sharedNetwork }),
  };
}

function applicationOf(draft: DraftApplication, files: LocalFiles): Application {
  const { key, name, type, role, release, image, placement, memoryMb, cpuMillis, loadBalancer } = draft;
  const { process } = draft;
  return {
    key,
    name,
    type,
    role,
    release,
    ...(image !== undefined && { image }),
    ...(placement !== undefined && { placement }),
    ...(memoryMb !== undefined && { memoryMb }),
    ...(cpuMillis !== undefined && { cpuMillis }),
    ...(process && { process: withContent(process, files) }),
    ports: draft.ports.map(({ id, port, protocol, publish, address }) => ({
      id,
      port,
      ...(protocol !== undefined && { protocol }),
      ...(publish !== undefined && { publish }),
      address,
    })),
    connections: draft.connections
      .flatMap(connectionOf)
      .sort((a, b) => byCodePoint(a.application, b.application)),
    serverInfo: {
      host: hostName(key),
      redundancyType: draft.redundancy,
      ...(draft.backup && { backupServer: targetOf(draft.backup, "default") }),
      ...(draft.primary && { primaryServer: targetOf(draft.primary, "default") }),
    },
    options: optionsOf(draft.options),
    ...(draft.annex.size > 0 && { annex: optionsOf(draft.annex) }),
    ...(loadBalancer !== undefined && { loadBalancer }),
  };
}

/** Custom files with their contents, as far as they were read. */
function withContent(process: ProcessSettings, files: LocalFiles): ProcessSettings {
  if (!process.files) return process;
  return {
    ...process,
    files: process.files.map((file) => {
      const local = files.get(file.source);
      return local?.content ? { ...file, content: local.content } : file;
    }),
  };
}

/** One that leads nowhere is an error of the rules, and stops the deployment there. */
function connectionOf({ key, target, port, portId, addp }: DraftConnection): Connection[] {
  if (!target || !port) return [];
  const connection = {
    application: target.name,
    port: port.port,
    key,
    type: target.type,
    portId,
    ...(port.protocol !== undefined && { protocol: port.protocol }),
    ...(addp && { addp }),
  };
  return [{ ...connection, ...(target.role === "external" ? elsewhere(target) : here(target, portId)) }];
}

function here({ key, backup }: DraftApplication, portId: string): Pick<Connection, "host" | "backup"> {
  return { host: hostName(key), ...(backup && { backup: targetOf(backup, portId) }) };
}

function elsewhere({ host, stack, backup }: DraftExternal): Pick<Connection, "host" | "stack" | "backup"> {
  return { host, ...(stack !== undefined && { stack }), ...(backup && { backup }) };
}

/** An application's listening port as others reach it; both members of a pair have the same ids. */
function targetOf(draft: DraftApplication, portId: string): Target {
  const port = draft.ports.find((known) => known.id === portId)!.port;
  return { application: draft.name, host: hostName(draft.key), port };
}

/** From entries, not by assignment: a section may have any name. */
function optionsOf(options: DraftOptions): Options {
  const sorted = <T>(map: ReadonlyMap<string, T>) => [...map].sort(([a], [b]) => byCodePoint(a, b));
  return Object.fromEntries(
    sorted(options).map(([section, values]) => [
      section,
      Object.fromEntries(sorted(values).map(([name, option]) => [name, option.value])),
    ]),
  );
}

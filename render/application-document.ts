import type { Application, Connection, Deployment, Options, OptionValue, Target } from "../model/deployment";
import { byCodePoint } from "./canonical";

/** What an application file says (docs/application-file.md), before it is written as YAML. */
export interface ApplicationDocument {
  readonly format: 1;
  readonly application: {
    readonly name: string;
    readonly type: string;
    readonly release: string;
    readonly role: "primary" | "backup";
    readonly loadBalancer?: string;
  };
  readonly tenants: readonly { readonly name: string; readonly dbid: number }[];
  readonly serverInfo: Record<string, unknown>;
  readonly listeningPorts: readonly Record<string, unknown>[];
  readonly connections?: readonly Record<string, unknown>[];
  readonly copiedFromPrimary?: {
    readonly application: string;
    readonly connections: readonly Record<string, unknown>[];
  };
  readonly options: Record<string, Record<string, string>>;
  /** User properties; left out where there are none. */
  readonly annex?: Record<string, Record<string, string>>;
}

/** Returns a secret's value by name; only the file inside a container ever contains it. */
export type SecretReader = (name: string) => string;

/** The placeholder for a secret in everything except a container's own file. */
export const secretPlaceholder: SecretReader = (name) => `<secret:${name}>`;

/** Builds an application's document; with no reader, secrets are placeholders. */
export function applicationDocument(
  deployment: Deployment,
  application: Application,
  secrets: SecretReader = secretPlaceholder,
): ApplicationDocument {
  return {
    format: 1,
    application: {
      name: application.name,
      type: application.type,
      release: application.release,
      role: application.role,
      ...(application.loadBalancer && { loadBalancer: application.loadBalancer }),
    },
    tenants: [...deployment.tenants]
      .sort((a, b) => a.dbid - b.dbid)
      .map(({ name, dbid }) => ({ name, dbid })),
    serverInfo: serverInfo(application),
    listeningPorts: [...application.ports]
      .sort((a, b) => byCodePoint(a.id, b.id))
      .map(({ id, port, protocol }) => ({ id, port, ...(protocol && { protocol }) })),
    ...connectionsOf(deployment, application),
    options: optionTexts(application.options, secrets),
    ...(application.annex && { annex: optionTexts(application.annex, secrets) }),
  };
}

function serverInfo({ serverInfo: info, process }: Application): Record<string, unknown> {
  return {
    host: info.host,
    redundancyType: info.redundancyType,
    ...(info.backupServer && { backupServer: target(info.backupServer) }),
    ...(info.primaryServer && { primaryServer: target(info.primaryServer) }),
    ...(process?.reconnect && {
      reconnect: { timeout: process.reconnect.timeout, attempts: process.reconnect.attempts },
    }),
  };
}

/**
 * Connections are declared once, on the primary; Configuration Server copies them to the backup and keeps them
 * read-only there (PSDK-CfgServer), which the backup's file shows as what it is: a copy.
 */
function connectionsOf(deployment: Deployment, application: Application) {
  const primaryName = application.serverInfo.primaryServer?.application;
  const primary = deployment.applications.find((other) => other.name === primaryName);
  if (!primary) return { connections: sorted(application.connections) };
  return { copiedFromPrimary: { application: primary.name, connections: sorted(primary.connections) } };
}

function sorted(connections: readonly Connection[]): Record<string, unknown>[] {
  return [...connections]
    .sort((a, b) => byCodePoint(a.application, b.application) || byCodePoint(a.portId, b.portId))
    .map(({ application, type, portId, host, port, protocol, addp, backup }) => ({
      application,
      type,
      portId,
      host,
      port,
      ...(protocol && { protocol }),
      ...(addp && {
        addp: { local: addp.local, remote: addp.remote, ...(addp.trace && { trace: addp.trace }) },
      }),
      ...(backup && { backup: target(backup) }),
    }));
}

function target({ application, host, port }: Target): Record<string, unknown> {
  return { application, host, port };
}

function optionTexts(options: Options, secrets: SecretReader): Record<string, Record<string, string>> {
  const text = (value: OptionValue) => (typeof value === "string" ? value : secrets(value.secret));
  const byKey = <T>(entries: [string, T][]) =>
    Object.fromEntries(entries.sort(([a], [b]) => byCodePoint(a, b)));
  return byKey(
    Object.entries(options).map(([section, values]) => [
      section,
      byKey(Object.entries(values).map(([option, value]) => [option, text(value)])),
    ]),
  );
}

import { byCodePoint, canonicalJson } from "../canonical";
import type { ConfigurationObjects, ServerObject, TenantObject } from "./configuration-objects";
import type { ContainerSettings } from "./container-settings";
import type { StructureProblem } from "./reading";

/** What a reader found, whatever the format. */
export interface ReadObjects {
  readonly servers: ReadonlyMap<string, ServerObject>;
  /** DBIDs by name; undefined if the file states none. */
  readonly tenants: ReadonlyMap<string, number | undefined>;
  readonly settings: ContainerSettings | undefined;
  /** The line of each server that the file itself has. */
  readonly lines: ReadonlyMap<string, number>;
}

/** Makes a configuration of what a file has, and reports pairs that can't be. */
export function assembledObjects(
  { servers, tenants, settings, lines }: ReadObjects,
  problems: StructureProblem[],
): ConfigurationObjects {
  const linked = withoutCopies(servers, lines, problems);
  const names = [...linked.values()].flatMap(({ connections }) => connections.map(({ server }) => server));
  return {
    servers: [...linked.values()].sort((a, b) => byCodePoint(a.name, b.name)),
    existing: [...new Set(names)].filter((name) => !linked.has(name)).sort(byCodePoint),
    tenants: usedTenants(linked, tenants),
    ...(settings && { settings }),
  };
}

/** Removes a server; Configuration Server edits every object that referred to it (PSDK-CfgApplication). */
export function removeServer(servers: Map<string, ServerObject>, name: string): void {
  servers.delete(name);
  for (const server of servers.values()) {
    const isBackup = server.backup === name;
    const isTarget = server.connections.some((connection) => connection.server === name);
    if (!isBackup && !isTarget) continue;
    const { backup, ...rest } = server;
    servers.set(server.name, {
      ...rest,
      ...(backup !== undefined && !isBackup && { backup }),
      connections: server.connections.filter((connection) => connection.server !== name),
    });
  }
}

/** The tenants that servers are owned by or serve. */
function usedTenants(
  servers: ReadonlyMap<string, ServerObject>,
  known: ReadonlyMap<string, number | undefined>,
): TenantObject[] {
  const used = [...servers.values()].flatMap(({ owner, tenants }) => [
    ...(owner === undefined ? [] : [owner]),
    ...tenants,
  ]);
  return [...new Set(used)].sort(byCodePoint).map((name) => {
    const dbid = known.get(name);
    return { name, ...(dbid !== undefined && { dbid }) };
  });
}

/**
 * Takes out what Configuration Server copied from a primary to its backup, and checks the pairs: the schema doesn't
 * (PSDK-CfgServer).
 */
function withoutCopies(
  servers: ReadonlyMap<string, ServerObject>,
  lines: ReadonlyMap<string, number>,
  problems: StructureProblem[],
): ReadonlyMap<string, ServerObject> {
  const result = new Map(servers);
  const primaries = new Map<string, string>();
  const report = (rule: StructureProblem["rule"], message: string, { name }: ServerObject) =>
    problems.push({
      ...{ rule, message, line: lines.get(name) ?? 0 },
      severity: rule === "backup-mismatch" ? "error" : "warning",
    });
  for (const primary of servers.values()) {
    const backup = primary.backup === undefined ? undefined : servers.get(primary.backup);
    if (!backup) continue;
    const mismatch = (message: string) => report("backup-mismatch", message, primary);
    const other = primaries.get(backup.name);
    if (other !== undefined) mismatch(`${backup.name} is the backup of both ${other} and ${primary.name}.`);
    else if (backup.backup !== undefined || backup.name === primary.name)
      mismatch(`${backup.name} is the backup of ${primary.name} and has a backup itself.`);
    else if (backup.type !== primary.type)
      mismatch(`${backup.name}, the backup of ${primary.name}, is of another application type.`);
    primaries.set(backup.name, primary.name);
    const empty = { connections: [], tenants: [], userProperties: {} };
    result.set(backup.name, { ...backup, ...empty });
    const links = [empty, primary].map((each) => linksText(each));
    if (links.includes(linksText(backup))) continue;
    const message = `${backup.name} has connections, tenants or user properties other than its primary ${primary.name}; Configuration Server keeps those of the primary.`;
    report("backup-has-own-links", message, backup);
  }
  return result;
}

function linksText({
  connections,
  tenants,
  userProperties,
}: Omit<ServerObject, "name" | "type" | "ports" | "options">) {
  return canonicalJson({ connections, tenants, userProperties });
}

import { byCodePoint, canonicalJson } from "../canonical";
import type {
  ConfigurationObjects,
  ServerObject,
  TenantObject,
} from "../configuration-objects/configuration-objects";
import { containerSettings, type ContainerSettings } from "../configuration-objects/container-settings";
import type { CfgDataDocument, CfgDataProblem, CfgDataRecord } from "./document";
import { identifierProblems, lookupOf } from "./identifiers";
import { emptyServer, withRecord } from "./server-record";

/** What a document means. */
export interface CfgDataReading {
  readonly objects: ConfigurationObjects;
  /** What breaks the schema, or a rule that Configuration Server checks. */
  readonly problems: readonly CfgDataProblem[];
  /** Objects of other kinds, by element, such as CfgPerson -> 12. */
  readonly others: ReadonlyMap<string, number>;
}

/** Applies a document to a configuration; without one, the document is all there is. */
export function cfgDataObjects(document: CfgDataDocument, base?: ConfigurationObjects): CfgDataReading {
  const lookup = lookupOf(document);
  const problems = [...document.problems, ...identifierProblems(document, lookup)];
  const nameOf = (reference: string | undefined) => {
    const target = lookup(reference);
    return target && nameOfRecord(target);
  };
  const servers = new Map((base?.servers ?? []).map((server) => [server.name, server]));
  const tenants = new Map((base?.tenants ?? []).map(({ name, dbid }) => [name, dbid]));
  const others = new Map<string, number>();
  const lines = new Map<string, number>();
  for (const record of document.records) {
    if (isTenant(record)) addTenant(record);
    else if (record.element === "CfgServer") create(record);
    else if (record.element === "CfgServerUpdate") update(record);
    else if (record.element === "CfgServerRemove") servers.delete(nameOf(record.attributes.DBIDref) ?? "");
    else if (!/Ref$|^Cfg(?:Host|Folder|AppPrototype)$/.test(record.element)) count(record.element);
  }
  const linked = withoutCopies(servers, lines, problems);
  const names = [...linked.values()].flatMap(({ connections }) => connections.map(({ server }) => server));
  const settings = settingsOf(document) ?? base?.settings;
  return {
    objects: {
      servers: [...linked.values()].sort((a, b) => byCodePoint(a.name, b.name)),
      existing: [...new Set(names)].filter((name) => !linked.has(name)).sort(byCodePoint),
      tenants: usedTenants(linked, tenants),
      ...(settings && { settings }),
    },
    problems,
    others,
  };

  function addTenant(record: CfgDataRecord): void {
    const dbid = Number(record.attributes.DBID);
    const name = nameOfRecord(record);
    tenants.set(name, dbid > 0 ? dbid : tenants.get(name));
  }

  function create(record: CfgDataRecord): void {
    const server = withRecord(emptyServer, record, nameOf);
    if (server.name === "") return;
    if (servers.has(server.name) && lines.has(server.name)) {
      const message = `The server "${server.name}" is there twice; names are unique in the configuration database.`;
      problems.push({ rule: "duplicate-name", severity: "error", message, line: record.line });
    }
    servers.set(server.name, server);
    lines.set(server.name, record.line);
  }

  function update(record: CfgDataRecord): void {
    const name = nameOf(record.attributes.DBIDref);
    const server = name === undefined ? undefined : servers.get(name);
    if (server) servers.set(server.name, { ...withRecord(server, record, nameOf), name: server.name });
  }

  function count(element: string): void {
    others.set(element, (others.get(element) ?? 0) + 1);
  }
}

function isTenant({ element }: CfgDataRecord): boolean {
  return /^Cfg(?:Provider)?Tenant(?:Ref)?$/.test(element);
}

function nameOfRecord({ attributes }: CfgDataRecord): string {
  return attributes.name ?? `DBID ${attributes.DBID ?? "unknown"}`;
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

/** An instruction that this release didn't write says nothing. */
function settingsOf({ settings }: CfgDataDocument): ContainerSettings | undefined {
  if (settings === undefined) return undefined;
  try {
    return containerSettings.safeParse(JSON.parse(settings)).data;
  } catch {
    return undefined;
  }
}

/**
 * Takes out what Configuration Server copied from a primary to its backup, and checks the pairs: the schema doesn't
 * (PSDK-CfgServer).
 */
function withoutCopies(
  servers: ReadonlyMap<string, ServerObject>,
  lines: ReadonlyMap<string, number>,
  problems: CfgDataProblem[],
): ReadonlyMap<string, ServerObject> {
  const result = new Map(servers);
  const primaries = new Map<string, string>();
  for (const primary of servers.values()) {
    const backup = primary.backup === undefined ? undefined : servers.get(primary.backup);
    if (primary.backup !== undefined && !backup && servers.size > 0 && !lines.has(primary.name)) {
      const { backup: _, ...unlinked } = primary;
      result.set(primary.name, unlinked);
    }
    if (!backup) continue;
    const mismatch = (message: string) =>
      problems.push({
        rule: "backup-mismatch",
        severity: "error",
        message,
        line: lines.get(primary.name) ?? 0,
      });
    const other = primaries.get(backup.name);
    if (other !== undefined) mismatch(`${backup.name} is the backup of both ${other} and ${primary.name}.`);
    else if (backup.backup !== undefined || backup.name === primary.name)
      mismatch(`${backup.name} is the backup of ${primary.name} and has a backup itself.`);
    else if (backup.type !== primary.type)
      mismatch(`${backup.name}, the backup of ${primary.name}, is of another application type.`);
    primaries.set(backup.name, primary.name);
    const { connections, tenants, userProperties } = backup;
    const own = { connections, tenants, userProperties };
    const copied = {
      connections: primary.connections,
      tenants: primary.tenants,
      userProperties: primary.userProperties,
    };
    const empty = { connections: [], tenants: [], userProperties: {} };
    result.set(backup.name, { ...backup, ...empty });
    if ([canonicalJson(empty), canonicalJson(copied)].includes(canonicalJson(own))) continue;
    const message = `${backup.name} has connections, tenants or user properties other than its primary ${primary.name}; Configuration Server keeps those of the primary.`;
    problems.push({
      rule: "backup-has-own-links",
      severity: "warning",
      message,
      line: lines.get(backup.name) ?? 0,
    });
  }
  return result;
}

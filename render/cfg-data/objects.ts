import { assembledObjects, removeServer } from "../configuration-objects/assembly";
import type { ConfigurationObjects } from "../configuration-objects/configuration-objects";
import { containerSettings, type ContainerSettings } from "../configuration-objects/container-settings";
import type { LeftOutPart, ObjectsReading } from "../configuration-objects/reading";
import type { CfgDataDocument, CfgDataRecord } from "./document";
import { identifierProblems, lookupOf, type ReferenceKind } from "./identifiers";
import { leftOutOfRecord } from "./left-out";
import { emptyServer, withRecord } from "./server-record";

/** What a document means. */
export type CfgDataReading = ObjectsReading;

/** Applies a document to a configuration; without one, the document is all there is. */
export function cfgDataObjects(document: CfgDataDocument, base?: ConfigurationObjects): CfgDataReading {
  const lookup = lookupOf(document);
  const problems = [...document.problems, ...identifierProblems(document, lookup)];
  const nameOf = (reference: string | undefined, kind: ReferenceKind) => {
    const target = lookup(reference, kind);
    return target && nameOfRecord(target);
  };
  const servers = new Map((base?.servers ?? []).map((server) => [server.name, server]));
  const tenants = new Map((base?.tenants ?? []).map(({ name, dbid }) => [name, dbid]));
  const others = new Map<string, number>();
  const lines = new Map<string, number>();
  const leftOut: LeftOutPart[] = [];
  for (const record of document.records) {
    if (isTenant(record)) addTenant(record);
    else if (record.element === "CfgServer") create(record);
    else if (record.element === "CfgServerUpdate") update(record);
    else if (record.element === "CfgServerRemove") remove(record);
    else if (!record.element.endsWith("Ref")) count(record.element);
  }
  const settings = settingsOf(document) ?? base?.settings;
  return {
    objects: assembledObjects({ servers, tenants, settings, lines }, problems),
    problems,
    others,
    leftOut: leftOut.slice(0, 1000),
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
    leftOut.push(...leftOutOfRecord(record, server.name, nameOf));
  }

  function update(record: CfgDataRecord): void {
    const name = nameOf(record.attributes.DBIDref, "Application");
    const server = name === undefined ? undefined : servers.get(name);
    if (!server) return;
    servers.set(server.name, { ...withRecord(server, record, nameOf), name: server.name });
    leftOut.push(...leftOutOfRecord(record, server.name, nameOf));
  }

  function remove({ attributes }: CfgDataRecord): void {
    const name = nameOf(attributes.DBIDref, "Application");
    if (name === undefined) return;
    removeServer(servers, name);
    lines.delete(name);
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

/** An instruction that this release didn't write says nothing. */
function settingsOf({ settings }: CfgDataDocument): ContainerSettings | undefined {
  if (settings === undefined) return undefined;
  try {
    return containerSettings.safeParse(JSON.parse(settings)).data;
  } catch {
    return undefined;
  }
}

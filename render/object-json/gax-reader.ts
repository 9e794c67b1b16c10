import { byCodePoint } from "../../model/path";
import { assembledObjects, removeServer } from "../configuration-objects/assembly";
import type {
  ConfigurationObjects,
  OptionTexts,
  ServerObject,
} from "../configuration-objects/configuration-objects";
import {
  applicationTypeNames,
  enumerationNumber,
  haTypeNames,
  objectStateNames,
} from "../configuration-objects/enumerations";
import {
  type LeftOutPart,
  leftOutParts,
  type ObjectsReading,
  type StructureProblem,
} from "../configuration-objects/reading";
import { Fields, sortedOptions } from "./fields";
import { DbidNames, type GaxObject, gaxObjects, isNoReference } from "./gax-objects";
import type { JsonDocument, JsonValue } from "./json-records";
import { readLinks } from "./links";
import { definedEntries } from "../configuration-objects/defined-entries";
import { settingsOfMember } from "./shared";

/** Values of fields that say no more than their absence does. */
const usual: Readonly<Record<string, string>> = {
  componenttype: "CFGAppComponentUnknown",
  startuptype: "CFGSUTAutomatic",
};

/** Applies GAX's objects to a configuration: each replaces the object of its name, as a PUT does. */
export function gaxObjectsReading(document: JsonDocument, base?: ConfigurationObjects): ObjectsReading {
  const problems: StructureProblem[] = [...document.problems];
  const single = document.members.has("type") ? [{ value: document.members, line: 1 }] : [];
  const objects = gaxObjects([...document.records, ...single], problems);
  const names = new DbidNames(objects);
  const leftOut: LeftOutPart[] = [];
  const servers = new Map((base?.servers ?? []).map((server) => [server.name, server]));
  const tenants = new Map((base?.tenants ?? []).map(({ name, dbid }) => [name, dbid]));
  const lines = new Map<string, number>();
  const others = new Map([...document.skipped].filter(([, count]) => count > 0));
  const isList = document.records.every(({ list }) => list === undefined);
  const empty = emptySections(document, problems);
  for (const object of objects) {
    if (object.type === "CfgApplication") apply(object);
    else if (object.type === "CfgTenant") addTenant(object);
    else if (object.type !== "") count(object.type);
  }
  const settings = settingsOfMember(document) ?? base?.settings;
  return {
    objects: assembledObjects({ servers, tenants, settings, lines }, problems),
    ...{ problems, others, leftOut: leftOut.slice(0, 1000) },
  };

  function apply({ fields, isRemoved, line }: GaxObject): void {
    const name = fields.text("name") ?? "";
    if (name === "") {
      problems.push({
        rule: "missing-attribute",
        severity: "error",
        message: "An application has no name.",
        line,
      });
    } else if (isRemoved) {
      removeServer(servers, name);
      lines.delete(name);
    } else {
      const subtype = fields.text("subtype") ?? "";
      const type = enumerationNumber(applicationTypeNames, subtype);
      if (type === undefined) {
        count(subtype === "" ? "CfgApplication" : subtype);
        return;
      }
      if (isList && lines.has(name)) {
        const message = `The application "${name}" is there twice; names are unique in the configuration database.`;
        problems.push({ rule: "duplicate-name", severity: "error", message, line });
      }
      servers.set(name, readApplication(fields, name, type, names, leftOut, empty));
      lines.set(name, line);
    }
  }

  function addTenant({ fields }: GaxObject): void {
    const dbid = fields.number("dbid");
    const name = fields.text("name");
    if (name !== undefined) tenants.set(name, dbid ?? tenants.get(name));
  }

  function count(element: string): void {
    others.set(element, (others.get(element) ?? 0) + 1);
  }
}

function readApplication(
  fields: Fields,
  name: string,
  type: number,
  names: DbidNames,
  leftOut: LeftOutPart[],
  empty: ReadonlyMap<string, readonly JsonValue[]>,
): ServerObject {
  const unknown: string[] = [];
  const linked = (kind: Parameters<DbidNames["nameOf"]>[0], key: string) => {
    const reference = fields.text(key);
    if (isNoReference(reference)) return undefined;
    const found = names.nameOf(kind, reference);
    if (found === undefined) unknown.push(`${key} ${reference}`);
    return found;
  };
  const state = fields.enumeration("state", objectStateNames);
  const folderId = fields.text("folderid");
  const folder = names.folderOf(folderId);
  const backup = fields.text("backupserverdbid");
  const links = readLinks(
    name,
    {
      connections: fields.inside("appservers").list("conninfo"),
      ports: fields.inside("portinfos").list("portinfo"),
    },
    { protocol: "connprotocol", local: "timoutlocal", remote: "timoutremote" },
    (connection) => applicationName(names, connection.text("appserverdbid")),
    fields.context,
  );
  const stated = fields.number("port", 65535);
  const ports =
    links.ports.length === 0 && stated !== undefined && stated > 0
      ? [{ id: "default", port: stated }]
      : links.ports;
  const tenants = fields
    .inside("tenantdbids")
    .list("id")
    .flatMap((item) => {
      const reference = new Fields(item, `a tenant of ${name}`, fields.context).text("dbid");
      const tenant = names.nameOf("CfgTenant", reference);
      if (tenant === undefined && !isNoReference(reference)) unknown.push(`tenant ${reference}`);
      return tenant ?? [];
    });
  const server: ServerObject = {
    ...{
      name,
      type,
      ports,
      connections: links.connections,
      tenants: [...new Set(tenants)].sort(byCodePoint),
    },
    ...definedEntries({
      enabled: state === undefined ? undefined : state === 1,
      version: fields.text("version"),
      owner: folder?.owner,
      folder: folder?.name,
      template: linked("CfgAppPrototype", "appprototypedbid"),
      host: linked("CfgHost", "hostdbid"),
      port: ports.find(({ id }) => id === "default")?.port ?? stated,
      backup: isNoReference(backup) ? undefined : applicationName(names, backup),
      redundancy: fields.enumeration("redundancytype", haTypeNames, "error"),
      workingDirectory: fields.text("workdirectory"),
      commandLine: fields.text("commandline"),
      commandLineArguments: fields.text("commandlinearguments"),
      autoRestart: fields.flag("autorestart"),
      startupTimeout: fields.number("startuptimeout"),
      shutdownTimeout: fields.number("shutdowntimeout"),
      timeout: fields.number("timeout"),
      attempts: fields.number("attempts"),
    }),
    options: propertiesOf(fields, "options", empty),
    userProperties: propertiesOf(fields, "userproperties", empty),
  };
  fields.ignore("dbid", "isprimary", "isserver");
  for (const [key, value] of Object.entries(usual)) if (fields.object.get(key) === value) fields.ignore(key);
  leftOut.push(...links.leftOut, ...leftOutParts(name, fields.rest()));
  if (unknown.length > 0) {
    const reason = "the file has no more than these DBIDs; export the hosts, tenants and templates too";
    leftOut.push({ server: name, object: `${unknown.join(", ")} of ${name}`, reason });
  }
  return server;
}

/** A server that the document lacks is known by its DBID. */
function applicationName(names: DbidNames, reference: string | undefined): string | undefined {
  if (isNoReference(reference)) return undefined;
  return names.nameOf("CfgApplication", reference) ?? `DBID ${reference}`;
}

/** Sections of options from a flat list, which can't hold an empty one. */
function propertiesOf(
  fields: Fields,
  key: string,
  empty: ReadonlyMap<string, readonly JsonValue[]>,
): OptionTexts {
  const { problems, line } = fields.context;
  const sections = new Map<string, Map<string, string>>();
  for (const item of fields.inside(key).list("property")) {
    const property = new Fields(item, `an option of ${fields.owner}`, fields.context);
    const [section, name] = [property.text("section") ?? "", property.text("key") ?? ""];
    const values = sections.get(section) ?? new Map<string, string>();
    if (values.has(name)) {
      const message = `${fields.owner} has the option "${name}" twice in a section.`;
      problems.push({ rule: "duplicate-key", severity: "error", message, line });
    }
    values.set(name, property.text("value") ?? "");
    sections.set(section, values);
  }
  for (const section of empty.get(`${fields.owner} ${key}`) ?? []) {
    if (typeof section === "string" && !sections.has(section)) sections.set(section, new Map());
  }
  return sortedOptions(sections);
}

/** Sections without an option, which `render` keeps beside the bodies: server and list -> names. */
function emptySections(
  { members }: JsonDocument,
  problems: StructureProblem[],
): ReadonlyMap<string, readonly JsonValue[]> {
  const all = new Fields(members, "the document", { problems, line: 1 }).inside("emptySections");
  return new Map([...all.object.keys()].map((key) => [key, all.values(key)]));
}

import { assembledObjects } from "../configuration-objects/assembly";
import type {
  ConfigurationObjects,
  OptionTexts,
  ServerObject,
} from "../configuration-objects/configuration-objects";
import { applicationTypeNames, haTypeNames, objectStateNames } from "../configuration-objects/enumerations";
import {
  type LeftOutPart,
  leftOutParts,
  type ObjectsReading,
  type StructureProblem,
} from "../configuration-objects/reading";
import { byCodePoint } from "../../model/path";
import { Fields, sortedOptions } from "./fields";
import type { JsonDocument, JsonRecord, JsonValue } from "./json-records";
import { readLinks } from "./links";
import { definedEntries } from "../configuration-objects/defined-entries";
import { settingsOfMember } from "./shared";

/** The release and type that an Application Template states: mutagen leaves both out of its applications. */
interface Template {
  readonly type: number | undefined;
  readonly version: string | undefined;
}

/** Applies mutagen's JSON to a configuration: as mutagen does, it changes only the properties that an application states. */
export function mutagenObjects(document: JsonDocument, base?: ConfigurationObjects): ObjectsReading {
  const problems: StructureProblem[] = [...document.problems];
  const leftOut: LeftOutPart[] = [];
  const templates = templatesOf(document, problems);
  const servers = new Map((base?.servers ?? []).map((server) => [server.name, server]));
  const lines = new Map<string, number>();
  const others = new Map([...document.skipped].filter(([, count]) => count > 0));
  for (const record of document.records) {
    if (record.list === "applications") add(record);
    else if (record.list !== undefined) others.set(record.list, (others.get(record.list) ?? 0) + 1);
  }
  const tenants = new Map((base?.tenants ?? []).map(({ name, dbid }) => [name, dbid]));
  const settings = settingsOfMember(document) ?? base?.settings;
  return {
    objects: assembledObjects({ servers, tenants, settings, lines }, problems),
    ...{ problems, others, leftOut: leftOut.slice(0, 1000) },
  };

  function add({ value, line }: JsonRecord): void {
    const name = value instanceof Map ? value.get("name") : undefined;
    if (!(value instanceof Map) || typeof name !== "string" || name === "") {
      problems.push({
        rule: "missing-attribute",
        severity: "error",
        message: "An application has no name.",
        line,
      });
      return;
    }
    if (lines.has(name)) {
      const message = `The application "${name}" is there twice; names are unique in the configuration database.`;
      problems.push({ rule: "duplicate-name", severity: "error", message, line });
    }
    const server = readApplication(
      new Fields(value, name, { problems, line }),
      templates,
      servers.get(name),
      leftOut,
    );
    if (!server) return;
    servers.set(name, server);
    lines.set(name, line);
  }
}

function templatesOf({ records }: JsonDocument, problems: StructureProblem[]): ReadonlyMap<string, Template> {
  return new Map(
    records.flatMap(({ list, value, line }) => {
      if (list !== "appPrototypes" || !(value instanceof Map)) return [];
      const fields = new Fields(value, "an Application Template", { problems, line });
      const text = fields.text("type") ?? "";
      const type = Object.entries(applicationTypeNames).find(
        ([, name]) => name.toLowerCase() === text.toLowerCase(),
      );
      return [
        [fields.text("name") ?? "", { type: type && Number(type[0]), version: fields.text("version") }],
      ];
    }),
  );
}

function readApplication(
  fields: Fields,
  templates: ReadonlyMap<string, Template>,
  known: ServerObject | undefined,
  leftOut: LeftOutPart[],
): ServerObject | undefined {
  const name = fields.text("name")!;
  const { context } = fields;
  const template = fields.text("appPrototype");
  const prototype = template === undefined ? undefined : templates.get(template);
  const type = fields.enumeration("type", applicationTypeNames) ?? prototype?.type ?? known?.type;
  if (type === undefined) {
    const message = `${name} has no type: the file lacks its Application Template${template === undefined ? "" : ` ${template}`}, or the template's type is unknown. Export appPrototypes too.`;
    context.problems.push({ rule: "missing-attribute", severity: "warning", message, line: context.line });
    return undefined;
  }
  const state = fields.enumeration("state", objectStateNames);
  const folder = fields.inside("folder");
  const path = folder.values("path").filter((part) => typeof part === "string");
  const serverInfo = fields.inside("serverInfo");
  const links = readLinks(
    name,
    { connections: fields.list("appServers"), ports: fields.list("portInfos") },
    { protocol: "connProtocol", local: "timeoutLocal", remote: "timeoutRemote" },
    (connection) => connection.text("appServer"),
    context,
  );
  const options = sectionsOf(fields, "options", leftOut);
  const userProperties = sectionsOf(fields, "userProperties", leftOut);
  const tenants = fields.values("tenants").filter((each) => typeof each === "string");
  const stated: Omit<ServerObject, "name" | "ports"> & { port?: number } = {
    type,
    ...definedEntries({
      enabled: state === undefined ? undefined : state === 1,
      version: fields.text("version") ?? prototype?.version,
      owner: folder.inside("owner").text("name"),
      folder: path.at(-1),
      template,
      host: serverInfo.text("host"),
      port: links.ports.find(({ id }) => id === "default")?.port,
      backup: serverInfo.text("backupServer"),
      redundancy: fields.enumeration("redundancyType", haTypeNames, "error"),
      workingDirectory: fields.text("workDirectory"),
      commandLine: fields.text("commandLine"),
      commandLineArguments: fields.text("commandLineArguments"),
      autoRestart: fields.flag("autoRestart"),
      startupTimeout: fields.number("startupTimeout"),
      shutdownTimeout: fields.number("shutdownTimeout"),
      timeout: serverInfo.number("timeout"),
      attempts: serverInfo.number("attempts"),
    }),
    tenants: fields.has("tenants") ? [...tenants].sort(byCodePoint) : (known?.tenants ?? []),
    connections: fields.has("appServers") ? links.connections : (known?.connections ?? []),
    options: fields.has("options") ? options : (known?.options ?? {}),
    userProperties: fields.has("userProperties") ? userProperties : (known?.userProperties ?? {}),
  };
  fields.ignore("isPrimary");
  if (fields.object.get("componentType") === "appcomponentunknown") fields.ignore("componentType");
  const rest = fields.rest();
  leftOut.push(...links.leftOut, ...leftOutParts(name, rest));
  return { ...known, name, ...stated, ports: fields.has("portInfos") ? links.ports : (known?.ports ?? []) };
}

/** Sections of options; Configuration Server knows deeper lists and binary values, a definition doesn't. */
function sectionsOf(fields: Fields, key: string, leftOut: LeftOutPart[]): OptionTexts {
  const sections = new Map<string, Map<string, string>>();
  const inside = fields.inside(key);
  const unread: string[] = [];
  for (const [section, values] of inside.object) {
    if (!(values instanceof Map)) {
      inside.wrong(section, "an object of options");
      continue;
    }
    const texts = new Map<string, string>();
    for (const [option, value] of values) {
      const text = optionText(value);
      if (text === undefined) unread.push(`option ${section}/${option}`);
      else texts.set(option, text);
    }
    sections.set(section, texts);
  }
  leftOut.push(...leftOutParts(fields.owner, unread.slice(0, 20)));
  return sortedOptions(sections);
}

function optionText(value: JsonValue): string | undefined {
  if (typeof value === "string") return value;
  if (typeof value === "boolean") return String(value);
  return typeof value === "number" && Number.isSafeInteger(value) ? String(value) : undefined;
}

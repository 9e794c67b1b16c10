import {
  type ConfigurationObjects,
  isEmptyPlan,
  type ServerObject,
  type UpdatePlan,
} from "./configuration-objects";
import { importOrder } from "./configuration-objects/import-order";
import { byCodePoint } from "./canonical";

/** A format of configuration objects. */
export type ObjectFormat = "cfgdata" | "mutagen" | "gax";

const placesOfDbids =
  "each body as it is, after replacing every `<dbid:TYPE:NAME>` by the DBID that " +
  "`GET /gax/api/cfg/objects?brief=false&type=TYPE&name=NAME` answers at that moment; of a folder, NAME is its owner's name, `/` and its own.";

const waysToImport: Readonly<Record<ObjectFormat, string>> = {
  cfgdata: "Import `cfgdata.xml` with the import wizard.",
  mutagen:
    "Run `mutagen config import mutagen.json`. It creates what is missing and changes what differs; a template sets an object's type and release.",
  gax: `Send the requests of \`gax.json\` to GAX in their order, ${placesOfDbids}`,
};

const waysToUpdate: Readonly<Record<ObjectFormat, string>> = {
  cfgdata: "Import `cfgdata-update.xml` with the import wizard.",
  mutagen:
    "Run `mutagen config import mutagen.json`. It changes what differs and removes nothing: remove servers by hand, first.",
  gax: `Send the requests of \`gax-update.json\` to GAX in their order, ${placesOfDbids}`,
};

/** The guide beside files for a Configuration Server: what has to exist there, the order of work, what to restart. */
export function handOverGuide(
  objects: ConfigurationObjects,
  secrets: readonly string[],
  formats: readonly ObjectFormat[],
  plan?: UpdatePlan,
): string {
  const { servers } = importOrder(objects.servers);
  const owners = valuesOf(servers, ({ owner }) => owner);
  const ways = formats.map((format) => (plan ? waysToUpdate : waysToImport)[format]);
  const pairs = servers.filter(({ backup }) => backup !== undefined);
  return [
    "# Hand the configuration over to Configuration Server",
    "",
    "Written by genesys-chat; edits here are not kept.",
    "",
    "## Before the import",
    "",
    "These objects must exist under exactly these names:",
    "",
    ...item(
      "Tenants",
      objects.tenants.map(({ name, dbid }) => (dbid === undefined ? name : `${name} (DBID ${dbid})`)),
    ),
    ...item(
      "Hosts",
      valuesOf(servers, ({ host }) => host),
    ),
    ...item(
      "Application Templates",
      valuesOf(servers, ({ template }) => template),
    ),
    ...item(
      `Folder, owned by ${owners.join(", ")}`,
      valuesOf(servers, ({ folder }) => folder),
    ),
    ...item("Servers that are connected to", objects.existing),
    "",
    "Sections `endpoints:<DBID>` hold the tenant's DBID: compare it with that of your database.",
    "",
    ...(plan ? ["## Update", "", updateSummary(plan)] : ["## Import"]),
    "",
    ...numbered([
      "Stop the servers that exist already: a redundancy type can't change while they run.",
      formats.length > 1
        ? `Choose one of these ways:\n${ways.map((way) => `   - ${way}`).join("\n")}`
        : ways[0]!,
      ...(plan
        ? changesOf(plan)
        : [`Compare with what must be there then, created in this order: ${names(servers)}.`]),
      ...(pairs.length > 0
        ? [
            "Check that each pair is linked: " +
              `${pairs.map(({ name, backup }) => `\`${name}\` with \`${backup}\``).join(", ")}. ` +
              "Configuration Server copies connections, tenants and user properties to the backup.",
          ]
        : []),
      ...(secrets.length > 0
        ? [
            "Replace each `<secret:name>` by its value: " +
              `${secrets.map((name) => `\`${name}\``).join(", ")}. No file here holds the values.`,
          ]
        : []),
      "Check working directories and command lines: where the definition states none, " +
        "they are `/opt/genesys/<name>` and `./run.sh`.",
    ]),
    "",
    "## Afterwards",
    "",
    plan
      ? restarts(plan)
      : `Start or restart in this order, a backup before its primary: ${names(servers)}. Options take effect at a restart unless their documentation says otherwise.`,
    "",
  ].join("\n");
}

function updateSummary(plan: UpdatePlan): string {
  if (isEmptyPlan(plan)) return "The base is up to date: there is nothing to import.";
  return "The update takes the base to what is declared, and changes nothing else. The other files hold the complete configuration, as the next base.";
}

function changesOf({ removed, created, changed, replaced, kept }: UpdatePlan): string[] {
  const of = (what: string, servers: readonly ServerObject[]) =>
    servers.length > 0 ? [`${what}, in this order: ${names(servers)}.`] : [];
  return [
    ...of("It removes", removed),
    ...of("It creates", created),
    ...of(
      "It changes",
      changed.map(({ after }) => after),
    ),
    ...(replaced.length > 0
      ? [
          `Removed and created: ${replaced.map((name) => `\`${name}\``).join(", ")}. Configuration Server can't change a type, a template ` +
            "or the end of a backup's link in place.",
        ]
      : []),
    ...(kept.length > 0
      ? [`Not declared and left as they are: ${kept.map((name) => `\`${name}\``).join(", ")}.`]
      : []),
  ];
}

function restarts({ created, changed }: UpdatePlan): string {
  const servers = [...created, ...changed.map(({ after }) => after)];
  if (servers.length === 0) return "No server needs a restart.";
  return `Start or restart, a backup before its primary: ${names(servers)}. Options take effect at a restart unless their documentation says otherwise.`;
}

function names(servers: readonly ServerObject[]): string {
  return servers.map(({ name }) => `\`${name}\``).join(", ");
}

function valuesOf(
  servers: readonly ServerObject[],
  value: (server: ServerObject) => string | undefined,
): string[] {
  return [...new Set(servers.flatMap((server) => value(server) ?? []))].sort(byCodePoint);
}

function item(what: string, names: readonly string[]): string[] {
  return names.length === 0 ? [] : [`- ${what}: ${names.map((name) => `\`${name}\``).join(", ")}.`];
}

function numbered(lines: readonly string[]): string[] {
  return lines.map((line, index) => `${index + 1}. ${line}`);
}

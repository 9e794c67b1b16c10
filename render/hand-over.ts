import type { ConfigurationObjects, ServerObject } from "./configuration-objects";
import { importOrder } from "./configuration-objects/import-order";
import { byCodePoint } from "./canonical";

/** A format of configuration objects. */
export type ObjectFormat = "cfgdata" | "mutagen" | "gax";

const waysToImport: Readonly<Record<ObjectFormat, string>> = {
  cfgdata: "Import `cfgdata.xml` with the import wizard.",
  mutagen:
    "Run `mutagen config import mutagen.json`. It creates what is missing and changes what differs; a template sets an object's type and release.",
  gax:
    "Send the requests of `gax.json` to GAX in their order, each body as it is, after replacing every `<dbid:TYPE:NAME>` by the DBID " +
    "that `GET /gax/api/cfg/objects?brief=false&type=TYPE&name=NAME` answers; of a folder, NAME is its owner's name, `/` and its own.",
};

/** The guide beside files for a Configuration Server: what has to exist there, the order of work, what to restart. */
export function handOverGuide(
  objects: ConfigurationObjects,
  secrets: readonly string[],
  formats: readonly ObjectFormat[],
): string {
  const { servers } = importOrder(objects.servers);
  const owners = valuesOf(servers, ({ owner }) => owner);
  const ways = formats.map((format) => waysToImport[format]);
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
    "## Import",
    "",
    ...numbered([
      "Stop the servers that exist already: a redundancy type can't change while they run.",
      formats.length > 1
        ? `Choose one of these ways:\n${ways.map((way) => `   - ${way}`).join("\n")}`
        : ways[0]!,
      `Compare with what must be there then, created in this order: ${names(servers)}.`,
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
    `Start or restart in this order, a backup before its primary: ${names(servers)}. Options take effect at a restart unless their documentation says otherwise.`,
    "",
  ].join("\n");
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

import type { ConfigurationObjects, ServerObject } from "./configuration-objects";
import { importOrder } from "./configuration-objects/import-order";
import { byCodePoint } from "./canonical";

/** The guide beside files for a Configuration Server: what has to exist there, the order of work, what to restart. */
export function handOverGuide(objects: ConfigurationObjects, secrets: readonly string[]): string {
  const { servers } = importOrder(objects.servers);
  const owners = valuesOf(servers, ({ owner }) => owner);
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
      "Import `cfgdata.xml` with the import wizard. It creates, in this order: " +
        `${servers.map(({ name }) => `\`${name}\``).join(", ")}.`,
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
    `Start or restart in this order, a backup before its primary: ${servers
      .map(({ name }) => `\`${name}\``)
      .join(", ")}. Options take effect at a restart unless their documentation says otherwise.`,
    "",
  ].join("\n");
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

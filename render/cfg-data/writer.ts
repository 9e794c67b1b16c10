import type { ConfigurationObjects } from "../configuration-objects/configuration-objects";
import { importOrder, type LateConnection } from "../configuration-objects/import-order";
import { canonicalJson } from "../canonical";
import { connectionElement, list, References, serverElement } from "./elements";
import { instruction } from "./reader";
import { xmlText, type XmlElement } from "./xml-text";

/** Writes configuration objects as a CfgData document for the import wizard: all of them are created. */
export function cfgDataText({ servers, existing, settings }: ConfigurationObjects): string {
  const references = new References();
  const owners = new Map(servers.map(({ name, owner }) => [name, owner]));
  const owner = servers.map((server) => server.owner).find((name) => name !== undefined);
  for (const name of existing) references.existing("server", name, owner);
  for (const { backup } of servers) {
    if (backup !== undefined && !owners.has(backup)) references.existing("server", backup, owner);
  }
  const order = importOrder(servers);
  const late = new Set(order.late.map(({ connection }) => connection));
  const created = order.servers.map((server) => serverElement(server, references, late));
  return xmlText(
    {
      name: "CfgData",
      children: [
        references.element(),
        ...list("CfgCreate", created),
        ...list("CfgUpdate", lateElements(order.late, references)),
      ],
    },
    settings && { target: instruction, body: instructionBody(settings) },
  );
}

/** Connections that close a circle, added once both servers exist. */
export function lateElements(late: readonly LateConnection[], references: References): XmlElement[] {
  const servers = [...new Set(late.map(({ server }) => server))];
  return servers.map((server) => ({
    name: "CfgServerUpdate",
    attributes: { DBIDref: references.idOf("server", server) },
    children: list(
      "appServerDBIDs",
      late
        .filter((each) => each.server === server)
        .map(({ connection }) => connectionElement(connection, references, "add")),
    ),
  }));
}

/** Nothing in it may end the instruction. */
function instructionBody(settings: unknown): string {
  return canonicalJson(settings).replaceAll(">", "\\u003e");
}

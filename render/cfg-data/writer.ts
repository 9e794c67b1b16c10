import type { ConfigurationObjects } from "../configuration-objects/configuration-objects";
import { importOrder, type LateConnection } from "../configuration-objects/import-order";
import type { UpdatePlan } from "../configuration-objects/update-plan";
import { canonicalJson } from "../canonical";
import { connectionElement, list, References, serverElement } from "./elements";
import { instruction } from "./reader";
import { changeElement, referredServers, serversOf } from "./update-elements";
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

/** Writes what turns a base into a configuration: servers to remove, to create and to change, and nothing else. */
export function cfgDataUpdateText(plan: UpdatePlan, { settings }: ConfigurationObjects): string {
  const references = new References();
  const { removed, created, changed, late } = plan;
  const own = new Set(created.map(({ name }) => name));
  const owner = [...created, ...removed, ...changed.map(({ after }) => after)].find(
    (each) => each.owner,
  )?.owner;
  const referred = [
    ...created.flatMap((server) => serversOf(server)),
    ...changed.flatMap((each) => referredServers(each)),
  ];
  for (const name of referred) if (!own.has(name)) references.existing("server", name, owner);
  const postponed = new Set(late.map(({ connection }) => connection));
  const removals = removed.map(({ name, owner: of }) => ({
    name: "CfgServerRemove",
    attributes: { DBIDref: references.existing("former", name, of) },
  }));
  const creations = created.map((server) => serverElement(server, references, postponed));
  const changes = [
    ...changed.map((difference) => changeElement(difference, references)),
    ...lateElements(late, references),
  ];
  const parts = [
    ...list("CfgRemove", removals),
    ...list("CfgCreate", creations),
    ...list("CfgUpdate", changes),
  ];
  return xmlText(
    { name: "CfgData", children: parts.length > 0 ? [references.element(), ...parts] : [] },
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

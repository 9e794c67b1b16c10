import { type LeftOutPart, leftOutParts } from "../configuration-objects/reading";
import type { Attributes, CfgDataItem, CfgDataRecord } from "./document";
import type { NameOf } from "./server-record";

/** Attributes that configuration objects have no place for; values that mean nothing are in the second list. */
const unplaced = {
  server: ["password", "componentType", "startupType"],
  connection: ["transportParams", "appParams", "proxyParams", "description"],
  port: ["transportParams", "appParams", "description"],
};
const meaningless = new Set(["", "0"]);

/** Lists what a record says that its object doesn't hold, by name: a value may be secret. */
export function leftOutOfRecord(record: CfgDataRecord, name: string, nameOf: NameOf): LeftOutPart[] {
  const item = (kind: "connection" | "port", titleOf: (attributes: Attributes) => string) => {
    return ({ attributes }: CfgDataItem) =>
      leftOutParts(name, stated(attributes, unplaced[kind]), titleOf(attributes));
  };
  return [
    ...leftOutParts(name, [
      ...stated(record.attributes, unplaced.server),
      ...[...record.leftOut].slice(0, 20),
    ]),
    ...record.connections.flatMap(
      item(
        "connection",
        ({ linkDBID, connID = "default" }) => `${name} -> ${nameOf(linkDBID, "Application")} (${connID})`,
      ),
    ),
    ...record.ports.flatMap(item("port", ({ connID = "default" }) => `port ${connID} of ${name}`)),
  ];
}

function stated(attributes: Attributes, names: readonly string[]): string[] {
  return names.filter((name) => !meaningless.has(attributes[name] ?? ""));
}

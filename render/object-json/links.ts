import { byCodePoint } from "../../model/path";
import type { ConnectionObject, PortObject } from "../configuration-objects/configuration-objects";
import { traceModeNames, traceNumbers } from "../configuration-objects/enumerations";
import { type LeftOutPart, leftOutParts } from "../configuration-objects/reading";
import { Fields, type FieldContext } from "./fields";
import type { JsonObject } from "./json-records";

/** The keys of a connection or port that differ between the formats. */
export interface LinkKeys {
  readonly protocol: string;
  readonly local: string;
  readonly remote: string;
}

/** What is read of a server's lists. */
export interface Links {
  readonly connections: readonly ConnectionObject[];
  readonly ports: readonly PortObject[];
  readonly leftOut: readonly LeftOutPart[];
}

/** Reads connections and ports of a server; `targetOf` finds the name of the server that a connection leads to. */
export function readLinks(
  name: string,
  lists: { readonly connections: readonly JsonObject[]; readonly ports: readonly JsonObject[] },
  keys: LinkKeys,
  targetOf: (fields: Fields) => string | undefined,
  context: FieldContext,
): Links {
  const leftOut: LeftOutPart[] = [];
  const connections = new Map<string, ConnectionObject>();
  const ports = new Map<string, PortObject>();
  for (const object of lists.connections) {
    const fields = new Fields(object, `a connection of ${name}`, context);
    const server = targetOf(fields);
    const portId = fields.text("id") || "default";
    const protocol = fields.text(keys.protocol) ?? "";
    const local = fields.number(keys.local) ?? 0;
    const remote = fields.number(keys.remote) ?? 0;
    const trace = fields.enumeration("mode", traceModeNames) || traceNumbers.off;
    if (server === undefined) continue;
    if (protocol !== "" && protocol !== "addp") fields.wrong(keys.protocol, "addp");
    connections.set(`${server}\n${portId}`, {
      server,
      portId,
      ...(protocol === "addp" && { addp: { local, remote, trace } }),
    });
    leftOut.push(...leftOutParts(name, fields.rest(), `${name} -> ${server} (${portId})`));
  }
  for (const object of lists.ports) {
    const fields = new Fields(object, `a port of ${name}`, context);
    const id = fields.text("id") || "default";
    const port = fields.number("port", 65535, "error");
    const protocol = fields.text(keys.protocol);
    if (port === undefined) fields.wrong("port", "an integer from 1 to 65535", "error");
    if (ports.has(id)) {
      const message = `${name} has the port "${id}" twice.`;
      context.problems.push({ rule: "duplicate-key", severity: "error", message, line: context.line });
    }
    ports.set(id, { id, port: port ?? 0, ...(protocol !== undefined && protocol !== "" && { protocol }) });
    leftOut.push(...leftOutParts(name, fields.rest(), `port ${id} of ${name}`));
  }
  const sorted = <T>(items: ReadonlyMap<string, T>) =>
    [...items].sort(([a], [b]) => byCodePoint(a, b)).map(([, item]) => item);
  return { connections: sorted(connections), ports: sorted(ports), leftOut };
}

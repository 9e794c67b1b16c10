import { defaultPortId } from "../../model/defaults";
import type { ApplicationType } from "../../model/deployment";
import type { ConnectionObject, ServerObject } from "../../render/configuration-objects";
import { traceNumbers } from "../../render/configuration-objects/enumerations";
import type { ImportNotes } from "./notes";

/** A connection's target in the definition. */
export interface ImportTarget {
  readonly key: string;
  readonly type: string;
}

/** Connections as a definition states them: names alone if nothing is special about them. */
export type StatedConnections = string[] | Record<string, Record<string, unknown>>;

/** The connections of a server; `find` knows what the definition has under an object's name. */
export function statedConnections(
  server: ServerObject,
  type: ApplicationType,
  find: (connection: ConnectionObject, from: ServerObject) => ImportTarget | undefined,
  isTraceStated: (key: string) => boolean,
  notes: ImportNotes,
): StatedConnections {
  const stated = new Map<string, Record<string, unknown>>();
  for (const connection of server.connections) {
    const target = find(connection, server);
    if (!target) continue;
    if (stated.has(target.key)) {
      const reason = `a definition has one connection from ${server.name} to ${target.key}`;
      notes.leftOut.push({ object: `${server.name} -> ${target.key} (${connection.portId})`, reason });
      continue;
    }
    stated.set(target.key, special(connection, target, type, isTraceStated(target.key), server, notes));
  }
  const isPlain = [...stated.values()].every((each) => Object.keys(each).length === 0);
  return isPlain ? [...stated.keys()] : Object.fromEntries(stated);
}

function special(
  { portId, addp }: ConnectionObject,
  target: ImportTarget,
  type: ApplicationType,
  isTraceStated: boolean,
  { name }: ServerObject,
  notes: ImportNotes,
): Record<string, unknown> {
  const port = portId === defaultPortId(type, target.type) ? {} : { port: portId };
  if (!addp) return port;
  const { local, remote } = addp;
  if ([local, remote].some((time) => time < 1 || time > 3600)) {
    notes.changed.push(`${name} -> ${target.key}: ADDP with ${local} s and ${remote} s is off.`);
    return port;
  }
  const words = Object.keys(traceNumbers) as (keyof typeof traceNumbers)[];
  const trace = words.find((word) => traceNumbers[word] === addp.trace);
  const isOff = trace === "off" && !isTraceStated;
  return { ...port, addp: { local, remote, ...(trace !== undefined && !isOff && { trace }) } };
}

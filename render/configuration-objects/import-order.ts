import { byCodePoint } from "../../model/path";
import type { ConnectionObject, ServerObject } from "./configuration-objects";
import { typeNumbers } from "./enumerations";

/** A connection that can only be made once both servers exist. */
export interface LateConnection {
  /** The name of the server that has it. */
  readonly server: string;
  readonly connection: ConnectionObject;
}

/** Servers in an order in which Configuration Server accepts them. */
export interface ImportOrder {
  /** A Backup Server before its primary, a server before its clients. */
  readonly servers: readonly ServerObject[];
  /** Connections that close a circle, such as an Interaction Server's to the Chat Servers that submit to it. */
  readonly late: readonly LateConnection[];
}

/** Finds the order of creation. The same servers come out in the same order, however they come in. */
export function importOrder(servers: readonly ServerObject[]): ImportOrder {
  const byName = new Map(servers.map((server) => [server.name, server]));
  const isLate = lateConnections(servers, byName);
  const ordered: ServerObject[] = [];
  const done = new Set<string>();
  // From clients down, so that a backup comes right before its primary, behind what both need.
  const backups = new Set(servers.flatMap(({ backup }) => backup ?? []));
  const names = [...byName.keys()].sort(byCodePoint);
  for (const start of names.filter((name) => !backups.has(name))) place(start);
  for (const start of names) place(start);
  return {
    servers: ordered,
    late: ordered.flatMap((server) =>
      server.connections
        .filter((connection) => isLate.has(connection))
        .map((connection) => ({ server: server.name, connection })),
    ),
  };

  /** Not by recursion: a file may hold a chain that is longer than the stack. */
  function place(start: string): void {
    const open = [start];
    const seen = new Set(open);
    while (open.length > 0) {
      const name = open.at(-1)!;
      const server = byName.get(name)!;
      const first = needs(server).find((each) => byName.has(each) && !seen.has(each) && !done.has(each));
      if (first !== undefined) {
        seen.add(first);
        open.push(first);
        continue;
      }
      open.pop();
      if (!done.has(name)) ordered.push(server);
      done.add(name);
    }
  }

  function needs({ backup, connections }: ServerObject): string[] {
    const targets = connections.filter((each) => !isLate.has(each)).map(({ server }) => server);
    return [...targets, ...(backup === undefined ? [] : [backup])];
  }
}

/**
 * The connections to make late, so that no circle is left: those of an Interaction Server to a Chat Server first, since that
 * pair of links is a duty (DeployChat); of any other circle the connection that closes it.
 */
function lateConnections(
  servers: readonly ServerObject[],
  byName: ReadonlyMap<string, ServerObject>,
): ReadonlySet<ConnectionObject> {
  const late = new Set<ConnectionObject>();
  for (const { type, connections } of servers) {
    if (type !== typeNumbers.InteractionServer) continue;
    for (const connection of connections) {
      if (byName.get(connection.server)?.type === typeNumbers.ChatServer) late.add(connection);
    }
  }
  const state = new Map<string, "open" | "done">();
  for (const start of [...byName.keys()].sort(byCodePoint)) {
    const path = state.has(start) ? [] : [edgesOf(start)];
    // What a Backup Server closes is opened at a connection on the way: a pair can't be created without its link.
    const opened = (target: string) => {
      const inside = path.slice(path.findIndex(({ name }) => name === target) + 1);
      return inside.findLast(({ via }) => via !== undefined)?.via;
    };
    while (path.length > 0) {
      const { name, rest } = path.at(-1)!;
      const next = rest.pop();
      if (next === undefined) {
        state.set(name, "done");
        path.pop();
      } else if (state.get(next.target) === "open") {
        const closing = next.connection ?? opened(next.target);
        if (closing) late.add(closing);
      } else if (!state.has(next.target)) path.push(edgesOf(next.target, next.connection));
    }
  }
  return late;

  function edgesOf(name: string, via?: ConnectionObject) {
    state.set(name, "open");
    const { backup, connections } = byName.get(name)!;
    const rest = [
      ...(backup === undefined ? [] : [{ target: backup, connection: undefined }]),
      ...connections
        .filter((each) => !late.has(each))
        .map((connection) => ({ target: connection.server, connection })),
    ].filter(({ target }) => byName.has(target));
    return { name, rest: rest.reverse(), via };
  }
}

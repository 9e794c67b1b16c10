import type { ApplicationType, Deployment } from "../../model/deployment";
import { byCodePoint } from "../canonical";
import { printable } from "../printable";

/** The observed state of one application, for `--live`. */
export interface LiveState {
  /** `unknown` if a running Chat Server did not report it; undefined if it has none. */
  readonly role?: "active" | "standby" | "unknown";
  /** Chats in progress; undefined if the process did not report them. */
  readonly sessions?: number;
  /** Such as `healthy`, `unhealthy`, `paused` or `not there`. */
  readonly health: string;
}

/** A listening port as a cell of its application; the label has number, protocol and published port. */
export interface DiagramPort {
  readonly id: string;
  readonly label: string;
}

/** What a change does to an application or a connection. */
export type DiagramMark = "added" | "removed" | "restarts" | "changed";

/** An application or an external server. */
export interface DiagramNode {
  /** Unique in the diagram; holds letters and digits only. */
  readonly id: string;
  readonly name: string;
  readonly type: ApplicationType | "external";
  /** The lines below the name. */
  readonly details: readonly string[];
  readonly ports: readonly DiagramPort[];
  /** The id of the primary, on a standby only. */
  readonly standbyOf?: string;
  /** What a change does to it; undefined is nothing. */
  readonly mark?: DiagramMark;
}

/** The applications of one Docker host. */
export interface DiagramHost {
  /** Undefined if hosts don't matter: there is no frame then. */
  readonly label?: string;
  readonly nodes: readonly DiagramNode[];
}

/** A connection, from the application that opens it to a listening port. */
export interface DiagramEdge {
  readonly from: string;
  readonly to: string;
  readonly port: string;
  /** True if it leads against the direction of a chat, from customers to stored transcripts. */
  readonly isBack: boolean;
  /** What a change does to it; undefined is nothing. */
  readonly mark?: DiagramMark;
}

/** A deployment as a picture shows it, in an order that depends on names only. */
export interface Diagram {
  /** Undefined is a picture without one. */
  readonly title?: string;
  /** True if colours show what a change does, and not the types; default false. */
  readonly isChange?: boolean;
  readonly hosts: readonly DiagramHost[];
  readonly external: readonly DiagramNode[];
  readonly edges: readonly DiagramEdge[];
}

const order: Readonly<Record<ApplicationType | "external", number>> = {
  GenesysMobileServices: 0,
  WebApiServer: 1,
  ChatServer: 2,
  InteractionServer: 3,
  OrchestrationServer: 4,
  ContactServer: 5,
  external: 6,
};

/** Type names as the deployment guide writes them. */
export const typeLabels: Readonly<Record<ApplicationType, string>> = {
  GenesysMobileServices: "Genesys Mobile Services",
  WebApiServer: "Web API Server",
  ChatServer: "Chat Server",
  InteractionServer: "Interaction Server",
  OrchestrationServer: "Orchestration Server",
  ContactServer: "Contact Server",
};

/** Lays out nothing: decides what a picture of a deployment shows. `live` is keyed by Application object name. */
export function diagramOf(
  deployment: Deployment,
  title: string,
  live: ReadonlyMap<string, LiveState> = new Map(),
): Diagram {
  const applications = [...deployment.applications].sort(
    (a, b) => order[a.type] - order[b.type] || byCodePoint(a.key, b.key),
  );
  const externals = [...deployment.externalServers].sort((a, b) => byCodePoint(a.key, b.key));
  const ids = new Map<string, string>();
  for (const { name } of [...applications, ...externals]) ids.set(name, `n${ids.size}`);
  const types = new Map(applications.map(({ name, type }) => [name, type]));

  const nodes = applications.map((application): DiagramNode & { placement: string } => {
    const { name, type, role, placement, serverInfo, ports, release } = application;
    const primary = serverInfo.primaryServer && ids.get(serverInfo.primaryServer.application);
    const state = live.get(name);
    return {
      id: ids.get(name)!,
      name: printable(name),
      type,
      details: [
        printable(`${typeLabels[type]}${role === "backup" ? ", standby" : ""} ${release}`),
        ...(state ? [printable(liveText(state))] : []),
      ],
      ports: [...ports]
        .sort((a, b) => byCodePoint(a.id, b.id))
        .map((port) => ({
          id: port.id,
          label: printable(
            `${withProtocol(`${port.id} ${port.port}`, port.protocol)}${port.publish === undefined ? "" : `, published ${port.publish}`}`,
          ),
        })),
      ...(primary !== undefined && { standbyOf: primary }),
      placement: placement ?? "",
    };
  });
  const places = [...new Set(nodes.map(({ placement }) => placement))].sort(byCodePoint);
  return {
    title: printable(title),
    hosts: places.map((place) => ({
      label: place === "" ? "Docker host" : `Docker host ${printable(place)}`,
      nodes: nodes.filter(({ placement }) => placement === place),
    })),
    external: externals.map((server) => ({
      id: ids.get(server.name)!,
      name: printable(server.key),
      type: "external",
      details: [
        printable(
          server.shared ? `${server.type}, shared by ${server.shared.stack}` : `${server.type}, external`,
        ),
        printable(server.host),
      ],
      ports: [{ id: "default", label: printable(withProtocol(String(server.port), server.protocol)) }],
    })),
    edges: applications.flatMap(({ name, type, connections }) =>
      [...connections]
        .sort((a, b) => byCodePoint(a.key, b.key))
        .flatMap((connection): DiagramEdge[] => {
          const to = ids.get(connection.application);
          if (to === undefined) return [];
          const target = types.get(connection.application) ?? "external";
          return [
            {
              from: ids.get(name)!,
              to,
              port: types.has(connection.application) ? connection.portId : "default",
              isBack: isBack(type, target),
            },
          ];
        }),
    ),
  };
}

/** Returns true if a connection leads against the direction of a chat. */
export function isBack(from: ApplicationType | "external", to: ApplicationType | "external"): boolean {
  return order[to] <= order[from];
}

function withProtocol(port: string, protocol: string | undefined): string {
  return protocol === undefined ? port : `${port} ${protocol}`;
}

function liveText({ role, sessions, health }: LiveState): string {
  const count = sessions === undefined ? [] : [`${sessions} session${sessions === 1 ? "" : "s"}`];
  // A standby has the sessions only once it is active.
  const shown = role === "unknown" ? ["role unknown"] : role ? [role] : [];
  return [...shown, ...(role === "standby" ? [] : count), health].join(", ");
}

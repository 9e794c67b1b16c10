import { createHash } from "node:crypto";
import { dump } from "js-yaml";

/** The ports of one application: listening port id -> number. */
export type Ports = Readonly<Record<string, number>>;

/** A file's document, to be changed before it is written. */
export interface FileDocument {
  format: number;
  application: { name: string; type: string; release: string; role: string; loadBalancer?: string };
  tenants: { name: string; dbid: number }[];
  serverInfo: Record<string, unknown>;
  listeningPorts: { id: string; port: number; protocol?: string }[];
  connections?: Record<string, unknown>[];
  copiedFromPrimary?: { application: string; connections: Record<string, unknown>[] };
  options: Record<string, Record<string, string>>;
}

/** The file's bytes: the document and its hash line. */
export function fileBytes(document: FileDocument): string {
  const text = dump(document, { lineWidth: -1 });
  return `${text}hash: ${createHash("sha256").update(text).digest("hex")}\n`;
}

/** The applications of the dev stack and the ids of their listening ports. */
export const stack: Readonly<Record<string, readonly string[]>> = {
  GMS: ["default"],
  WebAPI: ["default"],
  ChatServer1: ["ESP", "default", "webapi"],
  ChatServer1_B: ["ESP", "default", "webapi"],
  ChatServer2: ["ESP", "default", "webapi"],
  ChatServer2_B: ["ESP", "default", "webapi"],
  InteractionServer: ["default"],
  ContactServer: ["default"],
  OrchestrationServer: ["default"],
};

/** The processes of a deployment without an Orchestration Server. */
export const withoutOrchestration = Object.keys(stack).filter((name) => name !== "OrchestrationServer");

/** The documents of the dev stack, all on this machine; GMS has no connection to the Orchestration Server. */
export function documents(ports: Readonly<Record<string, Ports>>): Record<string, FileDocument> {
  const host = "127.0.0.1";
  const at = (application: string, id: string) => ({
    application,
    host,
    port: ports[application]?.[id] ?? 0,
  });
  const connection = (application: string, type: string, portId: string, backup?: string) => ({
    ...at(application, portId),
    type,
    portId,
    ...(portId === "webapi" ? { protocol: "http" } : {}),
    ...(backup ? { backup: at(backup, portId) } : {}),
  });
  const base = (name: string, type: string, role = "primary"): FileDocument => ({
    format: 1,
    application: { name, type, release: "8.1.100.28", role },
    tenants: [{ name: "Environment", dbid: 1 }],
    serverInfo: { host, redundancyType: "none" },
    listeningPorts: Object.entries(ports[name] ?? {}).map(([id, port]) => ({
      id,
      port,
      ...(id === "webapi" ? { protocol: "http" } : {}),
    })),
    connections: [],
    options: {},
  });
  const chatConnections = [
    connection("ContactServer", "ContactServer", "default"),
    connection("InteractionServer", "InteractionServer", "default"),
  ];
  const chatOptions = () => ({
    "endpoints:1": { default: "Chat In" },
    settings: { "session-restoration-mode": "simple", "transcript-auto-save": "2" },
  });
  const pair = (primary: string, backup: string): FileDocument[] => {
    const one = base(primary, "ChatServer");
    one.serverInfo = { host, redundancyType: "warm-standby", backupServer: at(backup, "default") };
    one.connections = chatConnections;
    one.options = chatOptions();
    const other = base(backup, "ChatServer", "backup");
    other.serverInfo = { host, redundancyType: "warm-standby", primaryServer: at(primary, "default") };
    delete other.connections;
    other.copiedFromPrimary = { application: primary, connections: chatConnections };
    other.options = chatOptions();
    return [one, other];
  };
  const chatServers = (portId: string) => [
    connection("ChatServer1", "ChatServer", portId, "ChatServer1_B"),
    connection("ChatServer2", "ChatServer", portId, "ChatServer2_B"),
  ];
  const gms = base("GMS", "GenesysMobileServices");
  gms.connections = [connection("WebAPI", "WebApiServer", "default")];
  gms.options = {
    chat: {
      chat_load_balancer_url_path: "WebAPI812/SimpleSamples812/ChatHA/ChatLBServerInfo.jsp",
      chat_session_request_timeout: "30000",
      ixn_server_submit_queue: "default",
    },
    "service.request-chat-poll": {
      service: "http://ors.example/request-chat-poll.scxml",
      ttl: "3600",
      type: "ors",
    },
  };
  const webApi = base("WebAPI", "WebApiServer");
  webApi.application.loadBalancer = "single-tenant";
  webApi.connections = chatServers("webapi");
  const interactionServer = base("InteractionServer", "InteractionServer");
  interactionServer.connections = chatServers("ESP");
  const orchestrationServer = base("OrchestrationServer", "OrchestrationServer");
  orchestrationServer.connections = [connection("InteractionServer", "InteractionServer", "default")];
  return Object.fromEntries(
    [
      gms,
      webApi,
      ...pair("ChatServer1", "ChatServer1_B"),
      ...pair("ChatServer2", "ChatServer2_B"),
      interactionServer,
      base("ContactServer", "ContactServer"),
      orchestrationServer,
    ].map((document) => [document.application.name, document]),
  );
}

import type { Definition } from "../../model";

/** How many applications a unit has: a GMS, a Web API Server, three pairs, an Interaction Server and a Contact Server. */
export const unitSize = 10;

/**
 * A definition of many applications, in units of ten that know each other as neighbours do: a unit's Web API Server offers the pairs
 * of the next one too. Written as operators write: with the options of the seed page and no more.
 */
export function largeDefinition(applications: number): Definition {
  const units = Array.from({ length: Math.ceil(applications / unitSize) }, (_, index) => index);
  const of = <T>(make: (unit: number) => Record<string, T>) =>
    Object.fromEntries(units.flatMap((unit) => Object.entries(make(unit))));
  const pairs = (unit: number) => [1, 2, 3].map((number) => `ChatServer${unit}x${number}`);
  return {
    network: { subnet: "10.0.0.0/8" },
    mobileServices: of((unit) => ({ [`GMS${unit}`]: mobileServices(unit) })),
    webApiServers: of((unit) => ({
      [`WebAPI${unit}`]: {
        connections: Object.fromEntries(
          [...new Set([...pairs(unit), ...pairs((unit + 1) % units.length)])].map((name) => [
            name,
            { port: "webapi", protocol: "http" },
          ]),
        ),
      },
    })),
    chatServers: of((unit) =>
      Object.fromEntries(pairs(unit).map((name) => [name, chatServer(unit, `${name}_B`)])),
    ),
    interactionServers: of((unit) => ({ [`InteractionServer${unit}`]: {} })),
    contactServers: of((unit) => ({ [`ContactServer${unit}`]: {} })),
  };
}

function mobileServices(unit: number) {
  return {
    ports: { default: { port: 8080, protocol: "http", publish: 20_000 + unit } },
    connections: [`WebAPI${unit}`],
    options: {
      chat: {
        chat_load_balancer_url_path: "WebAPI812/SimpleSamples812/ChatHA/ChatLBServerInfo.jsp",
        chat_session_request_timeout: 30000,
        ixn_server_submit_queue: "default",
      },
      "service.request-chat-poll": {
        service: "http://ors.example/request-chat-poll.scxml",
        ttl: 3600,
        type: "ors",
        chat_endpoint: "default",
        internal_api_url_base: `http://gms${unit}:8080`,
        default_poke_message: "Please join",
      },
    },
  };
}

function chatServer(unit: number, standby: string) {
  return {
    release: "8.1.000.20",
    connections: [`InteractionServer${unit}`, `ContactServer${unit}`],
    redundancy: "warm-standby" as const,
    backup: { name: standby },
    options: {
      "endpoints:1": { default: "Chat In" },
      settings: { "session-restoration-mode": "simple", "transcript-auto-save": 2 },
    },
  };
}

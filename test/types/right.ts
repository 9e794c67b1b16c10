import { type Definition } from "../../model";
import { defineDeployment, type ExactDefinition, unlisted } from "../../model/exact";

/** The seed page, everything by default. */
export const pair: Definition = defineDeployment({
  mobileServices: {
    GMS: {
      connections: ["WebAPI"],
      options: { "service.request-chat-poll": { service: "http://ors.example/request-chat-poll.scxml" } },
    },
  },
  webApiServers: { WebAPI: { connections: ["ChatServer1"] } },
  chatServers: { ChatServer1: { connections: ["InteractionServer", "ContactServer"] } },
  interactionServers: { InteractionServer: {} },
  contactServers: { ContactServer: {} },
});

/** Something of everything. */
export const whole: Definition = defineDeployment({
  stage: "production",
  release: "8.1.100.28",
  tenants: { Environment: { dbid: 1 }, Acme: { dbid: 101 } },
  namePrefix: "Acme_",
  network: { subnet: "10.213.0.0/24" },
  delivery: { configurationServer: { host: "cfg.example", templates: { chatServers: "ChatServer_812" } } },
  images: { chatServers: "registry.example/chat@sha256:0" },
  silence: { "production-redundancy": "One Chat Server is enough for this tenant." },
  mobileServices: {
    GMS: {
      release: "8.5.109.05",
      image: "registry.example/gms@sha256:0",
      ports: { default: { port: 8080, protocol: "http", publish: 8080, address: "127.0.0.1" } },
      connections: { WebAPI: { port: "default", addp: { local: 10, remote: 10 } }, Message: {} },
      options: {
        chat: {
          chat_session_request_timeout: "30000",
          enable_notification_mode: "true",
          ixn_server_submit_queue: { secret: "queue" },
          "brought-by-a-later-release": unlisted(1),
        },
        "chat.request-chat": { push_notification_include_payload: false },
        "service.request-chat-poll": { service: { secret: "url" }, ttl: 3600 },
        "service.other": { default_poke_message: "Please join" },
        push: { "an-option": unlisted("of an undocumented section") },
        log: { verbose: "all", segment: 10000, buffering: false },
      },
      annex: { sml: { "suspending-wait-timeout": 30 }, own: { property: unlisted({ secret: "x" }) } },
      commandLine: ["./launcher"],
      health: { command: ["./well"] },
    },
  },
  webApiServers: {
    WebAPI: {
      loadBalancer: "multi-tenant",
      connections: { ChatServer1: { port: "webapi", protocol: "http" }, ChatServer2: { port: "web" } },
    },
  },
  chatServers: {
    ChatServer1: {
      connections: ["InteractionServer", "ContactServer", "Message"],
      backup: {
        name: "Standby",
        ports: { ESP: { publish: 4803 } },
        options: { log: { verbose: "standard" } },
      },
      options: {
        "endpoints:1": { default: "Chat In", sales: "Sales In" },
        settings: { "transcript-auto-save": 1, "session-restoration-mode": "simple" },
        "inactivity-control": { enabled: true, "timeout-close": 60 },
      },
    },
    ChatServer2: {
      redundancy: "none",
      ports: { web: { port: 4900, protocol: "http" } },
      connections: ["InteractionServer", "ContactServer"],
    },
  },
  interactionServers: {
    InteractionServer: { connections: { ChatServer1: { port: "ESP" }, ChatServer2: {} } },
  },
  contactServers: { ContactServer: { reconnect: { timeout: 10, attempts: 1 } } },
  externalServers: { Message: { type: "MessageServer", host: "fw.example", port: 7120 } },
});

/** A server called like a standby there isn't. */
export const alone: Definition = defineDeployment({
  webApiServers: { WebAPI: { connections: ["ChatServer1_B"] } },
  chatServers: { ChatServer1: { redundancy: "none" }, ChatServer1_B: { redundancy: "none" } },
});

const primaries = ["ChatServer1", "ChatServer2"];

/** What only the run knows is left to the rules. */
export const computed: Definition = defineDeployment({
  webApiServers: { WebAPI: { connections: primaries } },
  chatServers: Object.fromEntries(primaries.map((name) => [name, { connections: ["InteractionServer"] }])),
  interactionServers: { InteractionServer: {} },
});

/** The options by themselves. */
export const annotated: ExactDefinition = {
  chatServers: { ChatServer1: { options: { settings: { "flex-disconnect-timeout": 60 } } } },
};

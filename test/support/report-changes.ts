import { repositoryDefinition, type LooseDefinition } from "./test-stack";

/** A change to a stack that a report must describe, made by editing files. */
export interface Change {
  readonly name: string;
  /** Changes the definition in place. */
  readonly edit?: (definition: LooseDefinition) => void;
  /** Changes the profile that it extends. */
  readonly profile?: (profile: LooseDefinition) => void;
  /** Changes the stack file's text. */
  readonly text?: (text: string) => string;
  /** Whether the secret is set again. */
  readonly secret?: boolean;
  /** Other stacks that extend the same profile, beside the one. */
  readonly alike?: number;
  /** Another stack that comes, by its own file. */
  readonly tenant?: boolean;
  /** Whether it is for reading only: an update would lose data. */
  readonly harmful?: boolean;
}

/** The stack that changes are made to: two Chat Servers, one with a standby, and a secret. */
export function changingDefinition(): LooseDefinition {
  const definition = repositoryDefinition("acme");
  definition.extend = "profiles/chat.yaml";
  definition.webApiServers.WebAPI.connections = ["ChatServer1", "ChatServer2"];
  definition.chatServers.ChatServer1.redundancy = "warm-standby";
  definition.chatServers.ChatServer2 = structuredClone(definition.chatServers.ChatServer1);
  return definition;
}

/** What the stacks share. */
export const sharedProfile: LooseDefinition = {
  chatServers: { ChatServer1: { options: { settings: { "session-shutdown-timeout": 40 } } } },
};

const settings = ({ chatServers }: LooseDefinition, server: string) =>
  ((chatServers[server].options ??= {}).settings ??= {});

/** Each by itself is a change to the definition above; one after the other they are a stack's life. */
export const changes: readonly Change[] = [
  { name: "no-change" },
  { name: "only-comments", text: (text) => `# Why it is so.\n${text.replace("config:", "config: # ours")}` },
  {
    name: "immediate-option",
    edit: (definition) => (settings(definition, "ChatServer1")["transcript-auto-save"] = 1),
  },
  {
    name: "option-with-restart",
    edit: (definition) => (settings(definition, "ChatServer2")["session-shutdown-timeout"] = 45),
  },
  {
    name: "both-at-once",
    edit: (definition) => {
      const values = settings(definition, "ChatServer1");
      values["transcript-auto-save"] = values["transcript-auto-save"] === 1 ? 2 : 1;
      values["session-shutdown-timeout"] = 50;
    },
  },
  {
    name: "endpoint-renamed",
    edit: ({ mobileServices, chatServers }) => {
      for (const server of Object.values<LooseDefinition>(chatServers)) {
        (server.options ??= {})["endpoints:101"] = { support: "Chat In" };
      }
      mobileServices.GMS.options["service.request-chat-poll"].chat_endpoint = "support";
    },
  },
  { name: "secret-rotated", secret: true },
  { name: "port-moved", edit: ({ mobileServices: { GMS } }) => (GMS.ports.default.port = 8081) },
  {
    name: "profile-of-forty",
    profile: (profile) => (settings(profile, "ChatServer1")["flex-disconnect-timeout"] = 55),
    alike: 39,
  },
  {
    name: "chat-server-added",
    edit: (definition) => {
      definition.chatServers.ChatServer3 = structuredClone(definition.chatServers.ChatServer2);
      definition.webApiServers.WebAPI.connections.push("ChatServer3");
    },
  },
  {
    name: "chat-server-renamed",
    edit: ({ chatServers, webApiServers: { WebAPI } }) => {
      chatServers.ChatServerSouth = chatServers.ChatServer2;
      delete chatServers.ChatServer2;
      WebAPI.connections = WebAPI.connections.map((name: string) =>
        name === "ChatServer2" ? "ChatServerSouth" : name,
      );
    },
  },
  {
    name: "chat-server-removed",
    edit: ({ chatServers, webApiServers: { WebAPI } }) => {
      const last = Object.keys(chatServers).at(-1)!;
      delete chatServers[last];
      WebAPI.connections = WebAPI.connections.filter((name: string) => name !== last);
    },
  },
  {
    name: "image-bumped",
    edit: ({ interactionServers: { InteractionServer } }) =>
      (InteractionServer.image = "registry.example/ixn:8.5.1"),
  },
  { name: "standby-off", edit: ({ chatServers: { ChatServer1 } }) => (ChatServer1.redundancy = "none") },
  { name: "tenant-added", tenant: true },
  {
    name: "data-lost",
    harmful: true,
    edit: (definition) => {
      definition.contactServers = { Store: {} };
      for (const server of Object.values<{ connections: string[] }>(definition.chatServers))
        server.connections = server.connections.map((name) => (name === "ContactServer" ? "Store" : name));
    },
  },
  { name: "invalid", edit: ({ webApiServers: { WebAPI } }) => WebAPI.connections.push("ChatServr1") },
];

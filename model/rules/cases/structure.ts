import { type Case, chat1, gms, production } from "./case";

/** What there is, and what it is called. */
export const structureCases: readonly Case[] = [
  // The definition as a whole
  {
    rule: "deployment-least",
    name: "nothing at all",
    from: () => ({}),
    edits: [],
    path: "",
    says: /contactServers/,
  },
  { rule: "deployment-least", name: "no GMS", edits: [[["mobileServices"], {}]], path: "/mobileServices" },
  { rule: "tenant-least", name: "no tenant", edits: [[["tenants"], {}]], path: "/tenants" },
  {
    rule: "tenant-dbid-once",
    name: "two tenants of one DBID",
    edits: [[["tenants"], { Environment: { dbid: 1 }, acme: { dbid: 1 } }]],
    path: "/tenants/acme/dbid",
  },
  {
    rule: "secret-set",
    name: "a secret nobody set",
    edits: [[[...gms, "options", "chat", "x"], { secret: "kea" }]],
    secrets: ["key"],
    path: "/mobileServices/GMS/options/chat/x",
    says: /pulumi config set --secret genesys-chat:secrets.kea/,
  },
  {
    rule: "application-used",
    name: "an Interaction Server too many",
    edits: [[["interactionServers", "Spare"], {}]],
    path: "/interactionServers/Spare",
  },

  // Names
  {
    rule: "name-valid",
    name: "a blank in a name",
    edits: [[["contactServers", "Contact Server"], {}]],
    path: "/contactServers/Contact Server",
  },
  {
    rule: "name-valid",
    name: "an empty name",
    edits: [[["contactServers", ""], {}]],
    path: "/contactServers/",
  },
  {
    rule: "name-valid",
    name: "64 characters with the prefix",
    edits: [
      [["namePrefix"], "a".repeat(52)],
      [["contactServers", "ContactServ"], {}],
    ],
    path: "/contactServers/ContactServer",
    also: [
      "name-valid /chatServers/ChatServer1/backup/name",
      "name-valid /chatServers/ChatServer2/backup/name",
      "name-valid /interactionServers/InteractionServer",
    ],
  },
  {
    rule: "name-valid",
    name: "a prefix that can't begin a name",
    edits: [[["namePrefix"], "-x"]],
    path: "/namePrefix",
  },
  {
    rule: "name-valid",
    name: "a slash in a standby's name",
    edits: [[[...chat1, "backup"], { name: "a/b" }]],
    path: "/chatServers/ChatServer1/backup/name",
  },
  {
    rule: "name-unique",
    name: "one name for two types",
    edits: [[["contactServers", "WebAPI"], {}]],
    path: "/contactServers/WebAPI",
  },
  {
    rule: "name-unique",
    name: "an external server with the name of an application",
    edits: [[["externalServers", "GMS"], { type: "MessageServer", host: "h", port: 1 }]],
    path: "/externalServers/GMS",
  },
  {
    rule: "name-distinct",
    name: "names that differ in case only",
    edits: [[["contactServers", "gms"], {}]],
    path: "/contactServers/gms",
  },
  {
    rule: "name-distinct",
    name: "names that differ in dots and dashes only",
    edits: [
      [["contactServers", "a-b"], {}],
      [["contactServers", "a.b"], {}],
    ],
    path: "/contactServers/a.b",
  },

  // Releases
  {
    rule: "release-has-chat",
    name: "GMS before chat",
    edits: [[[...gms, "release"], "8.1.100.13"]],
    path: "/mobileServices/GMS/release",
  },
  {
    rule: "release-has-high-availability",
    name: "a pair before high availability",
    edits: [[[...chat1, "release"], "8.1.000.19"]],
    path: "/chatServers/ChatServer1/release",
  },

  // Production
  {
    rule: "production-image",
    name: "a simulator",
    from: production,
    edits: [[[...gms, "image"], undefined]],
    path: "/mobileServices/GMS/image",
  },
  {
    rule: "production-image-pinned",
    name: "an image by tag",
    from: production,
    edits: [[[...gms, "image"], "registry.example/gms:8.1"]],
    path: "/mobileServices/GMS/image",
  },
  {
    rule: "production-published-address",
    name: "a port open to everybody",
    from: production,
    edits: [
      [[...gms, "ports"], { default: { port: 8080, protocol: "http", publish: 80, address: "0.0.0.0" } }],
    ],
    path: "/mobileServices/GMS/ports/default/address",
  },
  {
    rule: "production-redundancy",
    name: "a Chat Server alone",
    from: production,
    edits: [[[...chat1, "redundancy"], "none"]],
    path: "/chatServers/ChatServer1/redundancy",
  },
];

import { type Case, casesOf, renamed } from "./case";

/** What there is, and what it is called. */
export const structureCases: readonly Case[] = casesOf({
  "deployment-least": [
    ["single", "nothing at all", { "": {} }, { says: /contactServers/ }],
    ["pair", "no GMS", { "/mobileServices": undefined }],
    ["multi-tenant", "every GMS taken out", { "/mobileServices": {} }],
  ],

  "tenant-least": [
    ["pair", "no tenant", { "/tenants": {} }],
    ["multi-tenant", "every tenant taken out", { "/tenants": {} }],
  ],

  "tenant-dbid-once": [
    [
      "pair",
      "Environment's DBID again",
      { "/tenants/Acme": { dbid: 1 } },
      { at: "/tenants/Environment/dbid" },
    ],
    [
      "multi-tenant",
      "a line that was copied and not changed",
      { "/tenants/Cask/dbid": 102 },
      {
        also: [
          "endpoints-of-tenant ChatServer1/options/endpoints:103",
          "endpoints-of-tenant ChatServer2/options/endpoints:103",
        ],
      },
    ],
  ],

  "application-used": [
    ["single", "an Interaction Server too many", { "/interactionServers/Spare": {} }],
    [
      "several-primaries",
      "a second Contact Server without clients",
      { "/contactServers/ContactServer2": { host: "host-a" } },
    ],
    [
      "n-plus-one",
      "a Chat Server that no Web API Server offers",
      { "WebAPI/connections": ["ChatServer1", "ChatServer2"] },
      { at: "/chatServers/ChatServer3" },
    ],
    [
      "multi-tenant",
      "a Web API Server for later",
      {
        "/webApiServers/WebAPI2": {
          loadBalancer: "multi-tenant",
          connections: ["ChatServer1", "ChatServer2"],
        },
      },
    ],
  ],

  "name-valid": [
    [
      "single",
      "a blank",
      { "/contactServers/ContactServer": renamed("Contact Server") },
      { also: ["connection-exists ChatServer/connections/1"] },
    ],
    ["single", "an empty name", { "/contactServers/": {} }],
    ["pair", "a slash in a standby's name", { "ChatServer1/backup/name": "ChatServer1/B" }],
    ["several-primaries", "a dash in front", { "/mobileServices/GMS1": renamed("-GMS1") }],
    ["multi-tenant", "a blank behind the prefix", { "/namePrefix": "Shared " }],
    [
      "multi-tenant",
      "a prefix that makes names too long",
      { "/namePrefix": `Shared_${"a".repeat(42)}_` },
      { at: "/interactionServers/InteractionServer" },
    ],
    ["n-plus-one", "an umlaut", { "/contactServers/Kundenübersicht": {} }],
    [
      "external-servers",
      "an external server with a blank",
      { "/externalServers/Stat Server": { type: "StatServer", host: "fw.example", port: 7105 } },
    ],
  ],

  "tenant-name-valid": [
    [
      "multi-tenant",
      "a second line that looks like a label",
      { "/tenants/Acme\ngenesys-chat.stack=audit": { dbid: 7 } },
      { also: ["endpoint-exists GMS/options/service.request-chat-vip/chat_endpoint"] },
    ],
    ["pair", "a tab", { "/tenants/Acme\tEurope": { dbid: 7 } }, { says: /"Acme\\tEurope"/ }],
    ["pair", "a blank behind it", { "/tenants/Acme ": { dbid: 7 } }],
    ["pair", "nothing at all", { "/tenants/": { dbid: 7 } }],
    ["pair", "256 characters", { [`/tenants/${"a".repeat(256)}`]: { dbid: 7 } }],
  ],

  "name-unique": [
    ["pair", "one name for two types", { "/contactServers/WebAPI": {} }],
    [
      "several-primaries",
      "an external server with an application's name",
      { "/externalServers/ContactServer": { type: "ContactServer", host: "ucs.example", port: 7130 } },
    ],
    [
      "n-plus-one",
      "a Contact Server with the Interaction Server's name",
      { "/contactServers/InteractionServer": {} },
    ],
  ],

  "name-distinct": [
    ["pair", "names that differ in case only", { "/contactServers/gms": {} }, { says: /gms/ }],
    [
      "several-primaries",
      "a dash for an underscore",
      { "/contactServers/ChatServer1-B": { host: "host-c" } },
      { at: "ChatServer1/backup/name" },
    ],
    ["n-plus-one", "capitals", { "/interactionServers/CHATSERVER1": {} }, { at: "/chatServers/ChatServer1" }],
  ],

  "silence-known": [
    [
      "pair",
      "a letter too few",
      { "/silence": { "addp-advise": "The link is short." } },
      { at: "/silence/addp-advise", says: /Did you mean "addp-advised"/ },
    ],
    [
      "several-primaries",
      "a letter too many",
      { "/silence/host-recorded-only": renamed("hosts-recorded-only") },
      { says: /"host-recorded-only"/ },
    ],
  ],

  "silence-allowed": [
    [
      "single",
      "an endpoint that will come",
      { "/silence": { "endpoint-exists": "It comes tomorrow." } },
      { at: "/silence/endpoint-exists" },
    ],
    [
      "external-servers",
      "a simulator in production",
      { "/silence": { "production-image": "For the demonstration." } },
      { at: "/silence/production-image" },
    ],
  ],

  "silence-used": [
    ["several-primaries", "a breach that was fixed", { "/silence/addp-advised": "Not yet." }],
    [
      "n-plus-one",
      "nothing to silence",
      { "/silence": { "transcript-save-on-error": "Ours is different." } },
      { at: "/silence/transcript-save-on-error" },
    ],
  ],

  "secret-set": [
    [
      "single",
      "a letter too few",
      { "GMS/options/service.request-chat-poll/service": { secret: "poll-ur" } },
      { secrets: ["poll-url"], says: /pulumi config set --secret genesys-chat:secrets\.poll-ur\b/ },
    ],
    [
      "multi-tenant",
      "no secret at all",
      { "GMS/options/service.request-chat-vip/service": { secret: "vip-url" } },
      { secrets: [] },
    ],
  ],
});

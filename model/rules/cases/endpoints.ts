import { type Case, casesOf, renamed } from "./case";

const service = "GMS/options/service.request-chat-poll";

/** Where chats are submitted. */
export const endpointCases: readonly Case[] = casesOf({
  "endpoint-exists": [
    [
      "single",
      "a queue's name for an endpoint's",
      { "GMS/options/chat": { ixn_server_submit_queue: "Chat In" } },
      { at: "GMS/options/chat/ixn_server_submit_queue", says: /endpoints:1 of ChatServer\b/ },
    ],
    [
      "pair",
      "an endpoint in another case",
      { [`${service}/chat_endpoint`]: "Default" },
      { says: /Did you mean "default"/ },
    ],
    [
      "pair",
      "a queue's name for a service's endpoint",
      { [`${service}/chat_endpoint`]: "Chat In" },
      { says: /endpoints:1 of ChatServer1, endpoints:1 of ChatServer1_B/ },
    ],
    [
      "several-primaries",
      "one Chat Server lacks it",
      { "ChatServer2/options/endpoints:1/sales": undefined },
      {
        at: "GMS2/options/service.request-chat-poll/chat_endpoint",
        says: /missing in endpoints:1 of ChatServer2, endpoints:1 of ChatServer2_B\./,
      },
    ],
    [
      "multi-tenant",
      "one tenant lacks it on one server",
      { "ChatServer2/options/endpoints:103/vip": undefined },
      { at: "GMS/options/service.request-chat-vip/chat_endpoint", says: /endpoints:103 of ChatServer2/ },
    ],
    [
      "multi-tenant",
      "a tenant that came later",
      { "/tenants/Dune": { dbid: 104 } },
      { at: "GMS/options/service.request-chat-vip/chat_endpoint", says: /endpoints:104 of ChatServer1/ },
    ],
    [
      "multi-tenant",
      "an endpoint in capitals on one server",
      { "ChatServer1/options/endpoints:101/vip": renamed("VIP") },
      { at: "GMS/options/service.request-chat-vip/chat_endpoint" },
    ],
    [
      "n-plus-one",
      "the spelling of 8.5 in an option of 8.1",
      { "GMS/options/chat/ixn_server_submit_queue": "Environment:default" },
    ],
    ["external-servers", "a DBID before an endpoint", { [`${service}/chat_endpoint`]: "1:default" }],
  ],

  "tenant-endpoint-exists": [
    [
      "n-plus-one",
      "an unknown endpoint",
      { "GMS/options/chat/default_chat_endpoint": "Environment:vip" },
      { says: /Environment:default/ },
    ],
    ["n-plus-one", "a DBID for the tenant's name", { "GMS/options/chat/default_chat_endpoint": "1:default" }],
    [
      "n-plus-one",
      "a tenant with another name",
      { "/tenants": { Acme: { dbid: 1 } } },
      { at: "GMS/options/chat/default_chat_endpoint", says: /Acme:default/ },
    ],
    ["n-plus-one", "a service's endpoint of its own", { [`${service}/_chat_endpoint`]: "Environment:sales" }],
    [
      "n-plus-one",
      "a tenant and nothing behind it",
      { [`${service}/_chat_endpoint`]: "Environment:" },
      { says: /no endpoint/ },
    ],
  ],

  "endpoints-of-tenant": [
    [
      "single",
      "the DBID of another stack's tenant",
      { "ChatServer/options": { "endpoints:101": { default: "Chat In" } } },
      { at: "ChatServer/options/endpoints:101", says: /endpoints:1\b/ },
    ],
    [
      "pair",
      "the template's placeholder",
      { "ChatServer1/options/endpoints:1": renamed("endpoints:tenant_dbid") },
    ],
    [
      "pair",
      "a standby for another tenant",
      { "ChatServer1/backup/options/endpoints:2": { default: "Chat In" } },
    ],
    [
      "several-primaries",
      "two digits too many",
      { "ChatServer1/options/endpoints:1": renamed("endpoints:101") },
      { also: ["endpoint-exists GMS2/options/service.request-chat-poll/chat_endpoint"] },
    ],
    [
      "multi-tenant",
      "a DBID that was corrected in one place only",
      { "/tenants/Bolt/dbid": 201 },
      {
        at: "ChatServer1/options/endpoints:102",
        also: [
          "endpoints-of-tenant ChatServer2/options/endpoints:102",
          "endpoint-exists GMS/options/service.request-chat-vip/chat_endpoint",
        ],
      },
    ],
    [
      "multi-tenant",
      "two digits changed about",
      { "ChatServer2/options/endpoints:103": renamed("endpoints:130") },
      { also: ["endpoint-exists GMS/options/service.request-chat-vip/chat_endpoint"] },
    ],
    [
      "external-servers",
      "a tenant's name for its DBID",
      { "ChatServer1/options/endpoints:Environment": { default: "Chat In" } },
    ],
  ],

  "endpoint-queue-of-its-own": [
    [
      "pair",
      "two keys for one queue",
      { "ChatServer1/options/endpoints:1": { default: "Chat In", gms: "Chat In" } },
      { at: "ChatServer1/options/endpoints:1/gms", says: /default and gms .*"Chat In"/ },
    ],
    [
      "several-primaries",
      "on a standby",
      { "ChatServer1/backup/options": { "endpoints:1": { other: "Chat In" } } },
      { at: "ChatServer1/backup/options/endpoints:1/other" },
    ],
  ],
});

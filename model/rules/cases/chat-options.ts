import { type Case, casesOf } from "./case";

const service = "GMS/options/service.request-chat-poll";
const path = "GMS/options/chat/chat_load_balancer_url_path";

/** Options whose right value depends on something else, and what documentation advises. */
export const chatOptionCases: readonly Case[] = casesOf({
  "load-balancer-path-without-blanks": [
    [
      "pair",
      "the path as it is pasted from the page",
      { [path]: "WebAPI812/ SimpleSamples812/ ChatHA/ ChatLBServerInfo.jsp" },
      { says: /"WebAPI812\/SimpleSamples812\/ChatHA\/ChatLBServerInfo\.jsp"/ },
    ],
    [
      "single",
      "with the page's line break",
      { [path]: "WebAPI812/SimpleSamples812/\nChatHA/ChatLBServerInfo.jsp" },
      { also: [`option-text ${path}`] },
    ],
    [
      "n-plus-one",
      "a blank behind it",
      { [path]: "WebAPI812/SimpleSamples812/ChatHA/ChatLBServerInfo.jsp " },
    ],
  ],

  "chat-service-type": [
    ["pair", "in capitals", { [`${service}/type`]: "ORS" }, { says: /ors/ }],
    ["external-servers", "another type of service", { [`${service}/type`]: "builtin" }],
  ],

  "poke-options-together": [
    [
      "pair",
      "no message",
      { [`${service}/default_poke_message`]: undefined },
      { at: `${service}/internal_api_url_base` },
    ],
    [
      "several-primaries",
      "no address on one of two",
      { "GMS1/options/service.request-chat-poll/internal_api_url_base": undefined },
      { at: "GMS1/options/service.request-chat-poll/default_poke_message" },
    ],
    [
      "multi-tenant",
      "a message alone, on another service",
      { "GMS/options/service.request-chat-vip/default_poke_message": "Please join" },
    ],
  ],

  "poke-base-names-gms": [
    [
      "pair",
      "no port",
      { [`${service}/internal_api_url_base`]: "http://gms" },
      { says: /http:\/\/gms:8080/ },
    ],
    [
      "several-primaries",
      "a GMS there isn't",
      { "GMS2/options/service.request-chat-poll/internal_api_url_base": "http://gms3:8080" },
    ],
  ],

  "load-balancer-page-for-tenants": [
    ["pair", "a tenant that came later", { "/tenants/Acme": { dbid: 101 } }, { at: "WebAPI/loadBalancer" }],
    ["multi-tenant", "the page of the first download", { "WebAPI/loadBalancer": "single-tenant" }],
    ["multi-tenant", "the default page", { "WebAPI/loadBalancer": undefined }],
  ],

  "log-network-needs-message-server": [
    ["pair", "a log to nowhere", { "ChatServer1/options/log/standard": "stdout, network" }],
    [
      "external-servers",
      "GMS's connection taken out",
      { "GMS/connections": ["WebAPI"] },
      { at: "GMS/options/log/standard" },
    ],
    [
      "external-servers",
      "Chat Server's connection taken out",
      { "ChatServer1/connections/MessageServer": undefined },
      { at: "ChatServer1/options/log/standard" },
    ],
  ],

  "limits-cause-switchover": [
    [
      "several-primaries",
      "limits switched on",
      { "ChatServer1/options/settings/limits-control-enabled": true },
    ],
  ],

  "transcript-auto-save-notices": [
    ["several-primaries", "the seed's own value", { "ChatServer1/options/settings/transcript-auto-save": 2 }],
    [
      "multi-tenant",
      "left out, so that it is the seed's",
      { "ChatServer2/options/settings/transcript-auto-save": undefined },
    ],
  ],

  "transcript-save-on-error": [
    ["multi-tenant", "left out", { "ChatServer1/options/settings/transcript-save-on-error": undefined }],
    ["n-plus-one", "something else", { "ChatServer1/options/settings/transcript-save-on-error": "continue" }],
  ],

  "gms-http-timeouts": [
    ["single", "left out", { "GMS/options/gms": undefined }],
    [
      "several-primaries",
      "one of the two",
      { "GMS1/options/gms/http.socket_timeout": undefined },
      { at: "GMS1/options/gms" },
    ],
    [
      "n-plus-one",
      "an older GMS",
      { "GMS/release": "8.1.100.28" },
      {
        at: "GMS/options/gms",
        also: [
          "chat/default_chat_endpoint",
          "chat/enable-fast-chat-transcript-refresh",
          "service.request-chat-poll/_client_timeout_notification",
        ].map((option) => `option-release GMS/options/${option}`),
      },
    ],
  ],

  "standby-options-same": [
    [
      "several-primaries",
      "a timeout on the standby only",
      { "ChatServer1/backup/options": { settings: { "flex-disconnect-timeout": 90 } } },
      { at: "ChatServer1/backup/options/settings/flex-disconnect-timeout" },
    ],
    [
      "multi-tenant",
      "another queue on the standby",
      { "ChatServer2/backup": { options: { "endpoints:101": { default: "Other In" } } } },
      { at: "ChatServer2/backup/options/endpoints:101/default" },
    ],
  ],
});

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

  "transcript-save-on-error-value": [
    [
      "pair",
      "a slip",
      { "ChatServer1/options/settings/transcript-save-on-error": "clsoe" },
      { says: /Did you mean "close"/ },
    ],
    ["single", "capitals", { "ChatServer/options/settings/transcript-save-on-error": "Close" }],
    ["multi-tenant", "a boolean", { "ChatServer1/options/settings/transcript-save-on-error": true }],
    [
      "several-primaries",
      "nothing, on a standby",
      { "ChatServer1/backup/options": { settings: { "transcript-save-on-error": "" } } },
      { at: "ChatServer1/backup/options/settings/transcript-save-on-error" },
    ],
  ],

  "restoration-uses-contact-server": [
    ["pair", "false", { "ChatServer1/options/settings/use-contact-server": false }, { says: /warm-standby/ }],
    ["multi-tenant", "off", { "ChatServer1/options/settings/use-contact-server": "off" }],
    [
      "several-primaries",
      "on the standby only",
      { "ChatServer1/backup/options": { settings: { "use-contact-server": "no" } } },
      { at: "ChatServer1/backup/options/settings/use-contact-server" },
    ],
    ["n-plus-one", "among primaries", { "ChatServer2/options/settings/use-contact-server": "0" }],
  ],

  "flex-disconnect-timeout-poll": [
    [
      "pair",
      "as long as a poll",
      { "ChatServer1/options/settings/flex-disconnect-timeout": 2 },
      { says: /45 s/ },
    ],
    ["single", "nothing", { "ChatServer/options/settings/flex-disconnect-timeout": 0 }],
    ["n-plus-one", "just below", { "ChatServer3/options/settings/flex-disconnect-timeout": "9" }],
  ],

  "service-matches-type": [
    [
      "pair",
      "a builtin service with an SCXML application",
      {
        "GMS/options/service.request-chat": {
          _type: "builtin",
          _service: "http://ors.example/request-chat.scxml",
        },
      },
      {
        at: "GMS/options/service.request-chat/_service",
        says: /request-chat, request-interaction|set _type to ors/,
      },
    ],
    [
      "n-plus-one",
      "a service of GMS run by Orchestration Server",
      { "GMS/options/service.request-chat": { _type: "ors", _service: "request-chat", _ttl: 60 } },
      { at: "GMS/options/service.request-chat/_service", says: /set _type to builtin/ },
    ],
    [
      "multi-tenant",
      "in the seed's spelling",
      { "GMS/options/service.other": { type: "builtin", service: "http://ors.example/x.scxml" } },
      { at: "GMS/options/service.other/service" },
    ],
  ],

  "service-complete": [
    [
      "pair",
      "a kind without what it runs",
      { "GMS/options/service.request-chat": { _type: "builtin" } },
      { at: "GMS/options/service.request-chat/_service" },
    ],
    [
      "n-plus-one",
      "what it runs without a kind",
      { "GMS/options/service.request-chat": { _service: "request-chat" } },
      { at: "GMS/options/service.request-chat/_type" },
    ],
    [
      "single",
      "a service misspelt",
      { "GMS/options/service.request-chat": { _type: "builtin", _service: "request-caht" } },
      { at: "GMS/options/service.request-chat/_service", says: /"request-chat"/ },
    ],
  ],

  "password-as-secret": [
    [
      "pair",
      "the server's in clear",
      { "GMS/options/server": { username: "gms", password: "open sesame" } },
      { at: "GMS/options/server/password", says: /--secret/ },
    ],
    ["n-plus-one", "a service's in clear", { [`${service}/password`]: "open sesame" }],
  ],

  "log-output-spelled": [
    ["pair", "a slip", { "ChatServer1/options/log/standard": "stduot" }, { says: /"stdout"/ }],
    [
      "external-servers",
      "one of two",
      { "ChatServer1/options/log/all": "stdout, netwrok" },
      { says: /"network"/ },
    ],
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

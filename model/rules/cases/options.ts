import { type Case, casesOf, renamed } from "./case";

const service = "GMS/options/service.request-chat-poll";

/** What options say, each by itself. */
export const optionCases: readonly Case[] = casesOf({
  "option-required": [
    ["single", "no service", { [service]: undefined }, { at: `${service}/service` }],
    ["pair", "no SCXML application", { [`${service}/service`]: undefined }],
    [
      "several-primaries",
      "the second GMS's forgotten",
      { "GMS2/options/service.request-chat-poll/service": undefined },
    ],
    [
      "multi-tenant",
      "a service by another name",
      { [service]: renamed("service.request-chat") },
      { at: `${service}/service` },
    ],
    ["n-plus-one", "no options", { "GMS/options": undefined }, { at: `${service}/service` }],
    [
      "external-servers",
      "an option in capitals",
      { [`${service}/service`]: renamed("Service") },
      { at: `${service}/service`, also: [`production-option-listed ${service}/Service`] },
    ],
  ],

  "option-value": [
    ["pair", "what the page has for an address", { [`${service}/service`]: "<url to SCXML>" }],
    ["pair", "a time with its unit", { [`${service}/ttl`]: "1h" }, { says: /an integer/ }],
    ["pair", "a time with a fraction", { "GMS/options/chat/chat_session_request_timeout": "30.5" }],
    ["pair", "an address without http", { [`${service}/iws_plugin_url`]: "samples.example/plugin.jsp" }],
    ["pair", "an address with a blank", { [`${service}/internal_api_url_base`]: "http://gms :8080" }],
    [
      "pair",
      "a path with a slash in front",
      {
        "GMS/options/chat/chat_load_balancer_url_path":
          "/WebAPI812/SimpleSamples812/ChatHA/ChatLBServerInfo.jsp",
      },
    ],
    [
      "single",
      "a path with a host",
      {
        "GMS/options/chat": {
          chat_load_balancer_url_path: "http://webapi:8090/WebAPI812/ChatLBServerInfo.jsp",
        },
      },
      { at: "GMS/options/chat/chat_load_balancer_url_path" },
    ],
    ["single", "a word for a number", { "GMS/options/gms/http.connection_timeout": "ten" }],
    [
      "pair",
      "a restoration mode there isn't",
      { "ChatServer1/options/settings/session-restoration-mode": "full" },
      { says: /simple/ },
    ],
    [
      "pair",
      "true for a number",
      { "ChatServer1/options/settings/transcript-auto-save": true },
      { says: /0 1 2/ },
    ],
    ["several-primaries", "a choice there isn't", { "ChatServer2/options/settings/transcript-auto-save": 3 }],
    [
      "several-primaries",
      "a standby's",
      { "ChatServer1/backup/options": { settings: { "transcript-auto-save": 3 } } },
      { at: "ChatServer1/backup/options/settings/transcript-auto-save" },
    ],
    ["multi-tenant", "an endpoint of nothing", { "GMS/options/chat/ixn_server_submit_queue": "" }],
    [
      "multi-tenant",
      "a word that is no boolean",
      { "ChatServer1/options/settings/limits-control-enabled": "enabled" },
      { says: /true/ },
    ],
    [
      "n-plus-one",
      "a number below its range",
      { "ChatServer1/options/settings/flex-disconnect-timeout": 0 },
      { says: /from 1 to 1728000/ },
    ],
    [
      "n-plus-one",
      "an endpoint without its tenant",
      { "GMS/options/chat/default_chat_endpoint": "default" },
      { says: /colon/ },
    ],
    ["n-plus-one", "a number for true", { "GMS/options/chat/enable-fast-chat-transcript-refresh": 2 }],
    [
      "n-plus-one",
      "a session's silence beyond a day",
      { "ChatServer1/options/inactivity-control": { "timeout-close": 90000 } },
      { at: "ChatServer1/options/inactivity-control/timeout-close", says: /from 1 to 86400/ },
    ],
    [
      "pair",
      "a negative time in a release whose range is unknown",
      { "ChatServer1/options/settings/flex-disconnect-timeout": -1 },
      { says: /at least 0/ },
    ],
    [
      "single",
      "a request larger than the release allows",
      { "ChatServer/options/settings/xml-request-max-size": 104857601 },
      { says: /from 200 to 104857600/ },
    ],
    ["pair", "a level misspelt", { "ChatServer1/options/log/verbose": "al" }, { says: /interaction/ }],
    [
      "pair",
      "a segment without its unit's number",
      { "ChatServer1/options/log/segment": "MB" },
      { says: /100 KB/ },
    ],
    [
      "multi-tenant",
      "files beyond the most",
      { "ChatServer1/options/log/expire": 1001 },
      { says: /1 to 1000/ },
    ],
    [
      "n-plus-one",
      "a content of pushes there isn't",
      { "ChatServer1/options/settings/flex-push-content": "session-id, userid" },
      { also: ["option-release ChatServer1/options/settings/flex-push-content"], says: /user-id/ },
    ],
    [
      "n-plus-one",
      "a percentage above all",
      { "ChatServer3/options/settings/limits-restore-threshold": 110 },
    ],
    [
      "external-servers",
      "a time below its range, in the annex",
      { "GMS/annex/sml/suspending-wait-timeout": 4 },
      { says: /from 5 to 600/ },
    ],
    ["external-servers", "nothing for false", { "ChatServer1/options/log/buffering": "" }],
  ],

  "option-release": [
    [
      "pair",
      "an option of 8.5",
      { "GMS/options/chat/enable_notification_mode": true },
      { says: /8\.5\.109\.05/ },
    ],
    [
      "pair",
      "a GMS with chat and without poke",
      { "GMS/release": "8.1.100.14" },
      {
        at: `${service}/chat_endpoint`,
        also: ["internal_api_url_base", "default_poke_message", "iws_plugin_url", "iws_plugin_view_name"].map(
          (name) => `option-release ${service}/${name}`,
        ),
      },
    ],
    [
      "multi-tenant",
      "one release for all, too old for one option",
      { "/release": "8.1.100.20" },
      {
        at: `${service}/chat_endpoint`,
        also: ["option-release GMS/options/service.request-chat-vip/chat_endpoint"],
      },
    ],
    [
      "n-plus-one",
      "8.5, and before the option",
      { "/release": "8.5.101.00" },
      { at: "GMS/options/chat/enable-fast-chat-transcript-refresh" },
    ],
    [
      "n-plus-one",
      "an option that came a release later",
      {
        "GMS/release": "8.5.107.19",
        "GMS/options/chat.request-chat/push_notification_include_payload": true,
      },
      { at: "GMS/options/chat.request-chat/push_notification_include_payload" },
    ],
    [
      "n-plus-one",
      "a value that came with a later release than its option",
      { "ChatServer1/options/settings/async-idle-notices": "major2" },
      { says: /major2 .* 8\.5\.310\.09/ },
    ],
    [
      "external-servers",
      "redirects as 8.5 has them",
      { "GMS/options/gms/http.use_lax_redirect_strategy": true },
    ],
  ],

  "option-listed": [
    [
      "single",
      "a dash for an underscore",
      { "GMS/options/gms/http.socket-timeout": 10 },
      { says: /"http\.socket_timeout"/ },
    ],
    [
      "pair",
      "the section as the seed page misspells it",
      { "ChatServer1/options/endpoints:1": renamed("endpoint:1") },
      { at: "ChatServer1/options/endpoint:1/default", says: /Did you mean "endpoints:1"/ },
    ],
    [
      "several-primaries",
      "a dash too few",
      { "ChatServer1/options/settings/transcript-auto-save": renamed("transcript-autosave") },
      { says: /"transcript-auto-save"/ },
    ],
    [
      "multi-tenant",
      "an option in the wrong section",
      { "ChatServer1/options/log/transcript-auto-save": 1 },
      { says: /section settings/ },
    ],
    [
      "n-plus-one",
      "two letters changed about",
      { "GMS/options/chat/default_chat_endpiont": "Environment:default" },
      { says: /"default_chat_endpoint"/ },
    ],
    [
      "external-servers",
      "a slip that a silence covers in production",
      {
        "ChatServer1/options/settings/transcript-autosave": 2,
        "/silence": {
          "production-option-listed": "It came with 8.1.001.41, which the catalogue does not know.",
        },
      },
    ],
  ],

  "production-option-listed": [
    [
      "external-servers",
      "a dash too few",
      { "ChatServer1/options/settings/transcript-autosave": 2 },
      { says: /"transcript-auto-save"/ },
    ],
    [
      "external-servers",
      "a letter too many in a section",
      { "ChatServer1/options/settingss": { "transcript-auto-save": 2 } },
      { at: "ChatServer1/options/settingss/transcript-auto-save", says: /Did you mean "settings"/ },
    ],
    [
      "external-servers",
      "letters changed about in a service",
      { "GMS/options/service.request-chat-poll/chat_endpiont": "default" },
      { says: /"chat_endpoint"/ },
    ],
    [
      "external-servers",
      "an option of the annex",
      { "GMS/options/sml": { "suspending-wait-timeout": 20 } },
      { at: "GMS/options/sml/suspending-wait-timeout", says: /annex/ },
    ],
    [
      "external-servers",
      "an option in the annex",
      { "ChatServer1/annex": { settings: { "transcript-auto-save": 1 } } },
      { at: "ChatServer1/annex/settings/transcript-auto-save", says: /options/ },
    ],
  ],

  "option-section-listed": [
    [
      "pair",
      "sections of a site's own",
      {
        "ChatServer1/options/site-specific": { a: 1, b: 2 },
        "GMS/options/site-specific": { a: 1 },
        "GMS/options/other": { c: "x" },
      },
      { at: "GMS/options/other", says: /\[other\] of GMS/ },
    ],
    [
      "n-plus-one",
      "a section of another product",
      { "GMS/options/cassandra": { nodes: "c1" } },
      { at: "GMS/options/cassandra", says: /\[cassandra\] of GMS/ },
    ],
  ],
});

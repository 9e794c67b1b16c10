import { casesOf } from "./case";

const service = "GMS/options/service.request-chat-poll";

/** Mistakes in the topology with an Orchestration Server. */
export const orchestrationCases = casesOf({
  "connection-exists": [
    [
      "orchestration",
      "a letter too few",
      { "GMS/connections/1": "OrchestrationServr" },
      { says: /Did you mean "OrchestrationServer"/ },
    ],
  ],
  "orchestration-server-needs-interaction-server": [
    ["orchestration", "an empty list", { "OrchestrationServer/connections": [] }],
  ],
  "chat-service-type": [["orchestration", "the other type", { [`${service}/type`]: "builtin" }]],
  "poke-options-together": [
    ["orchestration", "the message alone", { [`${service}/default_poke_message`]: "Please join" }],
  ],
  "option-value": [
    ["orchestration", "a time limit in words", { "GMS/options/gms/http.socket_timeout": "ten" }],
    ["orchestration", "half a second", { "GMS/options/service.request-chat-agent/ttl": "0.5" }],
  ],
  "option-listed": [
    ["orchestration", "a dash too few", { "ChatServer1/options/settings/transcript-autosave": 1 }],
  ],
  "option-section-listed": [
    [
      "orchestration",
      "a section of a site",
      { "GMS/options/site-specific": { a: 1 } },
      { at: "GMS/options/site-specific" },
    ],
  ],
  "endpoint-exists": [
    ["orchestration", "the queue's name", { "GMS/options/chat/ixn_server_submit_queue": "Chat In" }],
  ],
  "gms-http-timeouts": [
    [
      "orchestration",
      "one of the two",
      { "GMS/options/gms/http.connection_timeout": undefined },
      { at: "GMS/options/gms" },
    ],
  ],
  "addp-advised": [
    [
      "orchestration",
      "one connection without",
      { "ChatServer1/connections/InteractionServer/addp": undefined },
      { at: "ChatServer1/connections" },
    ],
  ],
  "transcript-auto-save-notices": [
    ["orchestration", "the guide's value", { "ChatServer1/options/settings/transcript-auto-save": 2 }],
  ],
  "transcript-save-on-error": [
    ["orchestration", "left out", { "ChatServer1/options/settings/transcript-save-on-error": undefined }],
  ],
  "transcript-save-on-error-value": [
    ["orchestration", "misspelt", { "ChatServer1/options/settings/transcript-save-on-error": "clos" }],
  ],
  "restoration-uses-contact-server": [
    ["orchestration", "off", { "ChatServer1/options/settings/use-contact-server": false }],
  ],
  "flex-disconnect-timeout-poll": [
    ["orchestration", "two polls", { "ChatServer1/options/settings/flex-disconnect-timeout": 4 }],
  ],
  "value-not-allowed": [["orchestration", "a stage", { "/stage": "test" }]],
  "subnet-valid": [["orchestration", "no prefix", { "/network/subnet": "10.213.20.0" }]],
  "limits-cause-switchover": [
    [
      "orchestration",
      "limits that are kept",
      {
        "ChatServer1/options/settings/limits-control-enabled": true,
        "ChatServer1/options/settings/limits-reached-report-scs": true,
      },
    ],
  ],
  "standby-options-same": [
    [
      "orchestration",
      "another value on the standby",
      { "ChatServer1/backup/options": { settings: { "flex-disconnect-timeout": 90 } } },
      { at: "ChatServer1/backup/options/settings/flex-disconnect-timeout" },
    ],
  ],
});

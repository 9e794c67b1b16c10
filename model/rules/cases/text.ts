import { type Case, casesOf } from "./case";

const dbid = "/tenants/Environment/dbid";

/** How a stack file is written. */
export const textCases: readonly Case[] = casesOf({
  "yaml-syntax": [
    ["pair", "a tab", ["    mobileServices:\n      GMS:", "    mobileServices:\n\t  GMS:"], { at: "" }],
    [
      "pair",
      "a brace that isn't closed",
      ["tenants: { Environment: { dbid: 1 } }", "tenants: { Environment: { dbid: 1 }"],
      { at: "" },
    ],
    [
      "several-primaries",
      "a blank too few in front",
      ["      ChatServer2:", "     ChatServer2:"],
      { at: "" },
    ],
    ["external-servers", "a quote that isn't closed", ['user: "500:500"', 'user: "500:500'], { at: "" }],
  ],

  "yaml-duplicate-key": [
    [
      "several-primaries",
      "a block that was copied",
      ["      GMS2:", "      GMS1:"],
      { at: "/mobileServices/GMS1" },
    ],
    [
      "multi-tenant",
      "a section that was copied",
      ['"endpoints:102": { default: Bolt Chat In', '"endpoints:101": { default: Bolt Chat In'],
      { at: "ChatServer1/options/endpoints:101" },
    ],
    [
      "n-plus-one",
      "an option twice",
      [
        "{ transcript-auto-save: 1, transcript-save-on-error: close,",
        "{ transcript-auto-save: 1, transcript-auto-save: 2,",
      ],
      { at: "ChatServer1/options/settings/transcript-auto-save" },
    ],
    [
      "pair",
      "the deployment twice",
      [
        "    contactServers: { ContactServer: {} }",
        "    contactServers: { ContactServer: {} }\n  genesys-chat:deployment: {}",
      ],
      { at: "" },
    ],
  ],

  "yaml-one-document": [
    [
      "pair",
      "a second document",
      [
        "    contactServers: { ContactServer: {} }",
        "    contactServers: { ContactServer: {} }\n---\nconfig: {}",
      ],
      { at: "" },
    ],
  ],

  "yaml-ambiguous": [
    [
      "pair",
      "a number with a zero in front",
      ["dbid: 1 ", "dbid: 010 "],
      { at: dbid, says: /Quote it: "010"/ },
    ],
    [
      "pair",
      "a release without quotes",
      ['release: "8.1.100.28"', "release: 8.10"],
      { at: "GMS/release", says: /fraction/ },
    ],
    [
      "pair",
      "a number in groups",
      ["chat_session_request_timeout: 30000", "chat_session_request_timeout: 30_000"],
      { at: "GMS/options/chat/chat_session_request_timeout" },
    ],
    [
      "pair",
      "yes",
      ["default_poke_message: Please join", "default_poke_message: yes"],
      { at: "GMS/options/service.request-chat-poll/default_poke_message", says: /truth value/ },
    ],
    [
      "several-primaries",
      "off",
      ["transcript-save-on-error: close", "transcript-save-on-error: off"],
      { at: "ChatServer1/options/settings/transcript-save-on-error" },
    ],
    [
      "several-primaries",
      "a time of the day",
      ["host: host-a\n        ports", "host: 12:30\n        ports"],
      { at: "GMS1/host" },
    ],
    [
      "multi-tenant",
      "a number for a tenant's name",
      ["Acme: { dbid: 101 }", "007: { dbid: 101 }"],
      { at: "/tenants/007" },
    ],
    [
      "n-plus-one",
      "a date",
      ["flex-disconnect-timeout: 60", "flex-disconnect-timeout: 2026-01-31"],
      { at: "ChatServer1/options/settings/flex-disconnect-timeout", says: /a date/ },
    ],
    [
      "external-servers",
      "an account without quotes",
      ['user: "500:500"', "user: 500:59"],
      { at: "GMS/user", says: /base 60/ },
    ],
    [
      "external-servers",
      "a number in hexadecimal",
      ["memoryMb: 2048", "memoryMb: 0x800"],
      { at: "GMS/resources/memoryMb" },
    ],
    [
      "pair",
      "the byte order mark of another file in the middle",
      ["Please join", "Please \uFEFFjoin"],
      { at: "" },
    ],
  ],

  "yaml-reference": [
    [
      "several-primaries",
      "an anchor",
      ["addp: { local: 10, remote: 10 }", "addp: &addp { local: 10, remote: 10 }"],
      { at: "GMS1/connections/WebAPI1/addp" },
    ],
    ["multi-tenant", "an alias", ["      Cask: { dbid: 103 }", "      Cask: *bolt"], { at: "/tenants/Cask" }],
    [
      "n-plus-one",
      "a merge key",
      [
        '      ChatServer2:\n        release: "8.5.301.06"',
        '      ChatServer2:\n        <<: {}\n        release: "8.5.301.06"',
      ],
      { at: "ChatServer2/<<" },
    ],
    [
      "external-servers",
      "a tag",
      ["port: 7120", "port: !!int 7120"],
      { at: "/externalServers/InteractionServer/port" },
    ],
  ],

  "stack-file": [
    [
      "pair",
      "a slip in the key",
      ["genesys-chat:deployment:", "genesys-chat:deployement:"],
      { at: "", says: /Write genesys-chat:deployment/ },
    ],
    [
      "multi-tenant",
      "another project's key",
      ["genesys-chat:deployment:", "chat:deployment:"],
      { at: "", says: /instead of chat:deployment/ },
    ],
    ["n-plus-one", "no config", ["config:\n", "configuration:\n"], { at: "" }],
  ],

  "secret-in-clear": [
    [
      "pair",
      "a secret as it is",
      ["config:\n", "config:\n  genesys-chat:secrets.token: abc\n"],
      { at: "", says: /pulumi config set --secret genesys-chat:secrets\.token/ },
    ],
  ],

  "secret-in-definition": [
    [
      "multi-tenant",
      "what `--secret` wrote",
      ["service: http://ors.example/request-chat-vip.scxml", "service: { secure: AAABAMcGtHDZ }"],
      { at: "GMS/options/service.request-chat-vip/service" },
    ],
  ],

  "too-deep": [
    [
      "pair",
      "too many brackets",
      ["connections: [WebAPI]", `connections: ${"[".repeat(40)}WebAPI${"]".repeat(40)}`],
      {
        at: `GMS/connections${"/0".repeat(30)}`,
        also: [`too-deep GMS/connections${"/0".repeat(14)}`, "wrong-type GMS/connections/0"],
      },
    ],
  ],

  "engine-disagrees": [
    [
      "pair",
      "a file that was saved too late",
      { "WebAPI/ports/default/port": 8091 },
      { fromEngine: true, says: /save the file/ },
    ],
    [
      "several-primaries",
      "an application that the file doesn't have",
      { "/contactServers/Other": { host: "host-b" } },
      { fromEngine: true },
    ],
  ],
});

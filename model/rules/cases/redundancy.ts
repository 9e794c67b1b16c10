import { type Case, casesOf } from "./case";

const addp = { local: 10, remote: 10 };
const needed = { InteractionServer: { addp }, ContactServer: { addp } };

/** Pairs, n-plus-one, and what a session needs to survive. */
export const redundancyCases: readonly Case[] = casesOf({
  "standby-of-its-own": [
    [
      "pair",
      "a primary as its own standby",
      { "ChatServer1/backup/name": "ChatServer1" },
      { says: /its own standby/ },
    ],
    ["several-primaries", "one standby for two primaries", { "ChatServer2/backup/name": "ChatServer1_B" }],
    [
      "multi-tenant",
      "another primary",
      { "ChatServer1/backup": { name: "ChatServer2" } },
      { at: "ChatServer1/backup/name" },
    ],
    [
      "multi-tenant",
      "a standby that is declared beside its primary",
      { "/chatServers/ChatServer1_B": { connections: needed } },
      { at: "ChatServer1/backup/name" },
    ],
    [
      "external-servers",
      "an external server",
      { "ChatServer1/backup": { name: "MessageServer" } },
      { at: "ChatServer1/backup/name" },
    ],
  ],

  "standby-without-warm-standby": [
    ["single", "a backup that was added alone", { "ChatServer/backup": { name: "ChatServer_B" } }],
    [
      "pair",
      "redundancy switched off",
      { "ChatServer1/redundancy": "none" },
      { at: "ChatServer1/backup", says: /warm-standby/ },
    ],
    [
      "several-primaries",
      "one of three as n-plus-one",
      { "ChatServer1/redundancy": "n-plus-one" },
      { at: "ChatServer1/backup" },
    ],
    ["n-plus-one", "a backup from an older definition", { "ChatServer2/backup": { name: "ChatServer2_B" } }],
  ],

  "standby-port-of-primary": [
    [
      "several-primaries",
      "ESP in small letters",
      { "ChatServer1/backup/ports": { esp: { port: 4803 } } },
      { at: "ChatServer1/backup/ports/esp", says: /Did you mean "ESP"/ },
    ],
    [
      "multi-tenant",
      "a health port on the standby only",
      { "ChatServer2/backup": { ports: { health: { port: 4810 } } } },
      { at: "ChatServer2/backup/ports/health" },
    ],
  ],

  "standby-on-other-host": [
    ["several-primaries", "a standby beside its primary", { "ChatServer1/backup/host": "host-a" }],
    [
      "several-primaries",
      "a primary that moved to its standby",
      { "ChatServer2/host": "host-c" },
      { at: "ChatServer2/backup/host" },
    ],
  ],

  "restoration-needs-contact-server": [
    [
      "pair",
      "no contact store",
      { "ChatServer1/connections": ["InteractionServer"] },
      { says: /Add ContactServer/ },
    ],
    [
      "several-primaries",
      "one of three",
      { "ChatServer2/connections/ContactServer": undefined },
      { at: "ChatServer2/connections" },
    ],
    [
      "multi-tenant",
      "one of two",
      { "ChatServer1/connections/ContactServer": undefined },
      { at: "ChatServer1/connections" },
    ],
    [
      "n-plus-one",
      "one of three",
      { "ChatServer3/connections/ContactServer": undefined },
      { at: "ChatServer3/connections" },
    ],
    [
      "external-servers",
      "the one that runs elsewhere",
      { "ChatServer1/connections/ContactServer": undefined },
      { at: "ChatServer1/connections", says: /Add ContactServer/ },
    ],
    [
      "single",
      "transcripts stored without a store",
      {
        "ChatServer/connections": ["InteractionServer"],
        "ChatServer/options": { settings: { "transcript-auto-save": 1 } },
      },
    ],
  ],

  "standby-restores-sessions": [
    ["pair", "restoration switched off", { "ChatServer1/options/settings/session-restoration-mode": "none" }],
    [
      "several-primaries",
      "a standby that stores nothing",
      { "ChatServer1/backup/options": { settings: { "transcript-auto-save": 0 } } },
      { at: "ChatServer1/backup/options/settings/transcript-auto-save" },
    ],
    ["n-plus-one", "one of three stores nothing", { "ChatServer2/options/settings/transcript-auto-save": 0 }],
  ],

  "n-plus-one-needs-two": [["multi-tenant", "one alone", { "ChatServer1/redundancy": "n-plus-one" }]],

  "n-plus-one-advised": [
    [
      "pair",
      "a Chat Server of 8.5",
      { "ChatServer1/release": "8.5.301.06" },
      { at: "ChatServer1/redundancy" },
    ],
    [
      "several-primaries",
      "everything of 8.5",
      { "/release": "8.5.201.04" },
      { at: "ChatServer2/redundancy" },
    ],
  ],

  "n-plus-one-release": [["n-plus-one", "one of three of 8.1", { "ChatServer1/release": "8.1.000.20" }]],

  "release-has-high-availability": [
    ["pair", "a pair before it", { "ChatServer1/release": "8.1.000.19" }],
    ["several-primaries", "one of three", { "ChatServer3/release": "8.0.100.01" }],
    ["n-plus-one", "long before it", { "ChatServer3/release": "7.6.000.01" }],
  ],

  "release-has-chat": [
    ["single", "one release for all", { "/release": "8.1.000.20" }, { at: "GMS/release" }],
    ["pair", "the release before", { "GMS/release": "8.1.100.13" }],
    ["several-primaries", "the second GMS", { "GMS2/release": "8.1.000.00" }],
  ],
});

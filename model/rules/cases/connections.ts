import { type Case, casesOf, renamed } from "./case";

const addp = { local: 10, remote: 10 };

/** Who talks to whom. */
export const connectionCases: readonly Case[] = casesOf({
  "connection-exists": [
    [
      "single",
      "the name that another stack has",
      { "WebAPI/connections/0": "ChatServer1" },
      { says: /"ChatServer"/ },
    ],
    ["pair", "a name in another case", { "GMS/connections/0": "WebApi" }, { says: /Did you mean "WebAPI"/ }],
    [
      "pair",
      "a letter too few",
      { "ChatServer1/connections/1": "ContactServr" },
      { says: /"ContactServer"/ },
    ],
    [
      "several-primaries",
      "a Chat Server that is gone, and still named",
      { "/chatServers/ChatServer3": undefined },
      {
        at: "WebAPI1/connections/ChatServer3",
        also: [
          "connection-exists WebAPI2/connections/ChatServer3",
          "connection-exists InteractionServer2/connections/ChatServer3",
        ],
      },
    ],
    [
      "multi-tenant",
      "a server that was given a new name",
      { "/webApiServers/WebAPI": renamed("WebAPI1") },
      { at: "GMS/connections/0" },
    ],
    ["multi-tenant", "a name with its prefix", { "GMS/connections/0": "Shared_WebAPI" }],
    [
      "n-plus-one",
      "a Contact Server by its other name",
      { "/contactServers/ContactServer": renamed("UCS") },
      {
        at: "ChatServer1/connections/ContactServer",
        also: [
          "connection-exists ChatServer2/connections/ContactServer",
          "connection-exists ChatServer3/connections/ContactServer",
        ],
      },
    ],
    [
      "external-servers",
      "a blank in a name",
      { "GMS/connections/1": "Message Server" },
      { says: /"MessageServer"/ },
    ],
    [
      "external-servers",
      "an external server that is gone",
      { "/externalServers/MessageServer": undefined },
      { at: "GMS/connections/1", also: ["connection-exists ChatServer1/connections/MessageServer"] },
    ],
  ],

  "connection-type": [
    ["single", "a GMS straight to a Chat Server", { "GMS/connections/0": "ChatServer" }],
    ["pair", "a Chat Server back to the Web API Server", { "ChatServer1/connections/-": "WebAPI" }],
    ["several-primaries", "a GMS to a Chat Server besides", { "GMS1/connections/ChatServer1": {} }],
    ["multi-tenant", "a Web API Server back to GMS", { "WebAPI/connections/-": "GMS" }],
    ["n-plus-one", "one primary to another", { "ChatServer1/connections/ChatServer2": { addp } }],
    ["external-servers", "a GMS to the Contact Server", { "GMS/connections/-": "ContactServer" }],
    [
      "external-servers",
      "an external server of the wrong type",
      { "/externalServers/InteractionServer/type": "StatServer" },
      { at: "ChatServer1/connections/InteractionServer" },
    ],
  ],

  "connection-port-exists": [
    [
      "single",
      "a port's id in another case",
      { "WebAPI/connections": { ChatServer: { port: "WebApi" } } },
      { at: "WebAPI/connections/ChatServer/port", says: /Did you mean "webapi"/ },
    ],
    ["pair", "half of a port's id", { "WebAPI/connections/ChatServer1/port": "web" }],
    [
      "several-primaries",
      "ESP in small letters",
      { "InteractionServer1/connections/ChatServer2/port": "esp" },
      { says: /Did you mean "ESP"/ },
    ],
    [
      "n-plus-one",
      "a port's number for its id",
      { "ChatServer2/connections/InteractionServer/port": "7120" },
      { says: /default/ },
    ],
    [
      "pair",
      "a port that has a new id",
      {
        "ChatServer1/ports/webapi": renamed("web-api"),
        "ChatServer1/ports/web-api/port": 4804,
        "WebAPI/connections/ChatServer1/port": "webAPI",
      },
      { at: "WebAPI/connections/ChatServer1/port" },
    ],
  ],

  "connection-protocol-agrees": [
    [
      "pair",
      "https to a port of http",
      { "WebAPI/connections/ChatServer1/protocol": "https" },
      { says: /http/ },
    ],
    [
      "pair",
      "https on the listening port only",
      { "ChatServer1/ports/webapi/protocol": "https" },
      {
        at: "WebAPI/connections/ChatServer1/protocol",
        also: ["web-api-over-http WebAPI/connections/ChatServer1"],
      },
    ],
    [
      "several-primaries",
      "keep-alive taken for the protocol",
      { "InteractionServer1/connections/ChatServer1/protocol": "addp" },
    ],
    ["n-plus-one", "http to a Contact Server", { "ChatServer1/connections/ContactServer/protocol": "http" }],
    [
      "external-servers",
      "http to an external server of its own protocol",
      { "ChatServer1/connections/InteractionServer/protocol": "http" },
    ],
  ],

  "connection-to-primary": [
    [
      "pair",
      "a Web API Server to both members",
      { "WebAPI/connections/ChatServer1_B": {} },
      { says: /ChatServer1\b/ },
    ],
    [
      "several-primaries",
      "an Interaction Server to a standby too",
      { "InteractionServer1/connections/ChatServer1_B": { port: "ESP" } },
    ],
    ["multi-tenant", "a standby behind the primaries", { "WebAPI/connections/-": "ChatServer2_B" }],
    ["external-servers", "a standby in its primary's place", { "WebAPI/connections/0": "ChatServer1_B" }],
  ],

  "connection-to-itself": [
    ["single", "a Web API Server", { "WebAPI/connections/-": "WebAPI" }],
    [
      "pair",
      "a Contact Server",
      { "ContactServer/connections": ["ContactServer"] },
      { at: "ContactServer/connections/0" },
    ],
    [
      "several-primaries",
      "an Interaction Server",
      { "InteractionServer1/connections/InteractionServer1": {} },
    ],
    ["n-plus-one", "a Chat Server", { "ChatServer1/connections/ChatServer1": { addp } }],
  ],

  "connection-once": [
    ["single", "one Contact Server twice", { "ChatServer/connections/-": "ContactServer" }],
    ["multi-tenant", "one Chat Server twice", { "WebAPI/connections/-": "ChatServer1" }],
    ["n-plus-one", "a line that was copied and not changed", { "WebAPI/connections/2": "ChatServer2" }],
    ["external-servers", "one Message Server twice", { "GMS/connections/-": "MessageServer" }],
  ],

  "mobile-services-need-web-api": [
    ["single", "no connections", { "GMS/connections": undefined }, { says: /Add WebAPI/ }],
    ["pair", "an empty list", { "GMS/connections": [] }],
    ["several-primaries", "the second GMS forgotten", { "GMS2/connections": {} }, { says: /Add WebAPI1/ }],
    ["external-servers", "a Message Server only", { "GMS/connections": ["MessageServer"] }],
  ],

  "web-api-needs-chat-server": [
    ["pair", "no connections", { "WebAPI/connections": undefined }, { says: /Add ChatServer1/ }],
    ["several-primaries", "the second Web API Server forgotten", { "WebAPI2/connections": {} }],
    ["multi-tenant", "an empty list", { "WebAPI/connections": [] }],
    [
      "external-servers",
      "a Solution Control Server only",
      { "WebAPI/connections": ["SolutionControlServer"] },
    ],
  ],

  "chat-server-needs-interaction-server": [
    [
      "single",
      "a Contact Server only",
      { "ChatServer/connections": ["ContactServer"] },
      { says: /Add InteractionServer/ },
    ],
    [
      "several-primaries",
      "one of three",
      { "ChatServer3/connections/InteractionServer2": undefined },
      { at: "ChatServer3/connections" },
    ],
    [
      "n-plus-one",
      "one of three",
      { "ChatServer2/connections/InteractionServer": undefined },
      { at: "ChatServer2/connections" },
    ],
    [
      "external-servers",
      "the one that runs elsewhere",
      { "ChatServer1/connections/InteractionServer": undefined },
      { at: "ChatServer1/connections" },
    ],
  ],

  "web-api-over-http": [
    [
      "several-primaries",
      "a webapi port with its number only",
      { "ChatServer2/ports": { webapi: { port: 4902 } } },
      { at: "WebAPI1/connections/ChatServer2", also: ["web-api-over-http WebAPI2/connections/ChatServer2"] },
    ],
    [
      "multi-tenant",
      "a webapi port of https",
      { "ChatServer1/ports": { webapi: { port: 4802, protocol: "https" } } },
      { at: "WebAPI/connections/0" },
    ],
    [
      "n-plus-one",
      "over the agents' port",
      { "WebAPI/connections": { ChatServer1: { port: "default" }, ChatServer2: {}, ChatServer3: {} } },
      { at: "WebAPI/connections/ChatServer1" },
    ],
    ["pair", "over ESP", { "WebAPI/connections/ChatServer1": { port: "ESP" } }],
  ],

  "interaction-server-links-back": [
    ["pair", "nothing links back", { "InteractionServer/connections": {} }, { says: /ChatServer1/ }],
    ["pair", "not over ESP", { "InteractionServer/connections/ChatServer1/port": "default" }],
    [
      "several-primaries",
      "one primary forgotten",
      { "InteractionServer1/connections/ChatServer2": undefined },
      { at: "InteractionServer1/connections", says: /ChatServer2/ },
    ],
    [
      "several-primaries",
      "a Chat Server moved to the other one",
      { "ChatServer3/connections": { InteractionServer1: { addp }, ContactServer: { addp } } },
      { at: "InteractionServer1/connections" },
    ],
    [
      "n-plus-one",
      "the third primary forgotten",
      { "InteractionServer/connections": ["ChatServer1", "ChatServer2"] },
    ],
  ],

  "addp-advised": [
    [
      "several-primaries",
      "one connection without",
      { "ChatServer1/connections/ContactServer/addp": undefined },
      { at: "ChatServer1/connections" },
    ],
    [
      "external-servers",
      "a list of names",
      { "ChatServer1/connections": ["InteractionServer", "ContactServer", "MessageServer"] },
    ],
  ],

  "orchestration-server-needs-interaction-server": [
    [
      "pair",
      "an Orchestration Server by itself",
      { "/orchestrationServers": { Orchestration: {} }, "GMS/connections/-": "Orchestration" },
      { at: "/orchestrationServers/Orchestration/connections", says: /InteractionServer/ },
    ],
  ],
});

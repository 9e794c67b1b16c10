import { type Case, chat1, chat2, gms, ixn, service, webApi } from "./case";

/** Who talks to whom. */
export const connectionCases: readonly Case[] = [
  // Connections
  {
    rule: "connection-exists",
    name: "a slip in a connection",
    edits: [[[...gms, "connections"], ["WebAP"]]],
    path: "/mobileServices/GMS/connections/0",
    says: /Did you mean "WebAPI"/,
  },
  {
    rule: "connection-exists",
    name: "a Web API Server's Chat Server is gone",
    edits: [[["chatServers", "ChatServer2"], undefined]],
    path: "/webApiServers/WebAPI/connections/1",
  },
  {
    rule: "connection-type",
    name: "a GMS straight to a Chat Server",
    edits: [[[...gms, "connections"], ["ChatServer1"]]],
    path: "/mobileServices/GMS/connections/0",
  },
  {
    rule: "connection-type",
    name: "a Chat Server back to the Web API Server",
    edits: [
      [
        [...chat1, "connections"],
        ["InteractionServer", "ContactServer", "WebAPI"],
      ],
    ],
    path: "/chatServers/ChatServer1/connections/2",
  },
  {
    rule: "connection-port-exists",
    name: "a port id in the wrong case",
    edits: [[[...webApi, "connections"], { ChatServer1: { port: "WebApi" }, ChatServer2: {} }]],
    path: "/webApiServers/WebAPI/connections/ChatServer1/port",
    says: /Did you mean "webapi"/,
  },
  {
    rule: "connection-protocol-agrees",
    name: "https to a port of http",
    edits: [[[...webApi, "connections"], { ChatServer1: { protocol: "https" }, ChatServer2: {} }]],
    path: "/webApiServers/WebAPI/connections/ChatServer1/protocol",
  },
  {
    rule: "connection-to-primary",
    name: "a Web API Server to a standby",
    edits: [
      [
        [...webApi, "connections"],
        ["ChatServer1_B", "ChatServer2"],
      ],
    ],
    path: "/webApiServers/WebAPI/connections/0",
    says: /ChatServer1\b/,
  },
  {
    rule: "connection-to-primary",
    name: "an Interaction Server to both members",
    edits: [
      [
        [...ixn, "connections"],
        ["ChatServer1", "ChatServer1_B", "ChatServer2"],
      ],
    ],
    path: "/interactionServers/InteractionServer/connections/1",
  },
  {
    rule: "connection-to-itself",
    name: "a Contact Server to itself",
    edits: [[["contactServers", "ContactServer", "connections"], ["ContactServer"]]],
    path: "/contactServers/ContactServer/connections/0",
  },
  {
    rule: "connection-once",
    name: "one Chat Server twice",
    edits: [
      [
        [...webApi, "connections"],
        ["ChatServer1", "ChatServer2", "ChatServer1"],
      ],
    ],
    path: "/webApiServers/WebAPI/connections/2",
  },
  {
    rule: "mobile-services-need-web-api",
    name: "a GMS without connections",
    edits: [[[...gms, "connections"], undefined]],
    path: "/mobileServices/GMS/connections",
    says: /Add WebAPI/,
  },
  {
    rule: "web-api-needs-chat-server",
    name: "a Web API Server without Chat Servers",
    edits: [[[...webApi, "connections"], []]],
    path: "/webApiServers/WebAPI/connections",
  },
  {
    rule: "chat-server-needs-interaction-server",
    name: "a Chat Server without an Interaction Server",
    edits: [[[...chat1, "connections"], ["ContactServer"]]],
    path: "/chatServers/ChatServer1/connections",
  },
  {
    rule: "web-api-over-http",
    name: "a webapi port without http",
    edits: [[[...chat1, "ports"], { webapi: { port: 4802 } }]],
    path: "/webApiServers/WebAPI/connections/0",
  },
  {
    rule: "web-api-over-http",
    name: "over the agents' port",
    edits: [[[...webApi, "connections"], { ChatServer1: { port: "default" }, ChatServer2: {} }]],
    path: "/webApiServers/WebAPI/connections/ChatServer1",
  },
  {
    rule: "interaction-server-links-back",
    name: "a primary left out",
    edits: [[[...ixn, "connections"], ["ChatServer1"]]],
    path: "/interactionServers/InteractionServer/connections",
    says: /ChatServer2/,
  },
  {
    rule: "interaction-server-links-back",
    name: "not over ESP",
    edits: [[[...ixn, "connections"], { ChatServer1: { port: "default" }, ChatServer2: {} }]],
    path: "/interactionServers/InteractionServer/connections/ChatServer1/port",
  },

  // Endpoints
  {
    rule: "endpoint-exists",
    name: "a queue's name instead of an endpoint's",
    edits: [[[...gms, "options", "chat"], { ixn_server_submit_queue: "Chat In" }]],
    path: "/mobileServices/GMS/options/chat/ixn_server_submit_queue",
    says: /endpoints:1 of ChatServer1, endpoints:1 of ChatServer1_B, endpoints:1 of ChatServer2/,
  },
  {
    rule: "endpoint-exists",
    name: "an endpoint that the second Chat Server lacks",
    edits: [
      [[...service, "chat_endpoint"], "sales"],
      [[...chat1, "options", "endpoints:1"], { sales: "Sales In" }],
    ],
    path: "/mobileServices/GMS/options/service.request-chat-poll/chat_endpoint",
    says: /missing in endpoints:1 of ChatServer2, endpoints:1 of ChatServer2_B\./,
  },
  {
    rule: "endpoint-exists",
    name: "an endpoint that a tenant lacks",
    edits: [
      [["tenants"], { Environment: { dbid: 1 }, acme: { dbid: 101 } }],
      [[...webApi, "loadBalancer"], "multi-tenant"],
      [[...service, "chat_endpoint"], "sales"],
      [[...chat1, "options", "endpoints:1"], { sales: "Sales In" }],
      [[...chat2, "options", "endpoints:1"], { sales: "Sales In" }],
    ],
    path: "/mobileServices/GMS/options/service.request-chat-poll/chat_endpoint",
    says: /endpoints:101 of ChatServer1/,
  },
  {
    rule: "endpoints-of-tenant",
    name: "the template's placeholder",
    edits: [[[...chat1, "options", "endpoints:tenant_dbid"], { default: "Chat In" }]],
    path: "/chatServers/ChatServer1/options/endpoints:tenant_dbid",
  },
];

import { twoPairs } from "../../fixtures/pairs";
import { type Case, chat1, chat2, gms, webApi } from "./case";

/** What containers, hosts and pairs need. */
export const runningCases: readonly Case[] = [
  // Ports
  {
    rule: "port-number-once",
    name: "two ids with one number",
    edits: [[[...chat1, "ports"], { ESP: { port: 4801 } }]],
    path: "/chatServers/ChatServer1/ports/default/port",
  },
  {
    rule: "port-number-once",
    name: "a standby's port on another one's number",
    edits: [[[...chat1, "backup"], { ports: { ESP: { port: 4802 } } }]],
    path: "/chatServers/ChatServer1/ports/webapi/port",
  },
  {
    rule: "port-reserved",
    name: "the control agent's port",
    edits: [[[...chat1, "ports"], { ESP: { port: 4999 } }]],
    path: "/chatServers/ChatServer1/ports/ESP/port",
  },
  {
    rule: "published-port-once",
    name: "two GMS on one published port",
    edits: [[[...webApi, "ports"], { default: { port: 8090, protocol: "http", publish: 8080 } }]],
    path: "/webApiServers/WebAPI/ports/default/publish",
  },
  {
    rule: "published-port-once",
    name: "on every address, and on one",
    edits: [
      [
        [...webApi, "ports"],
        { default: { port: 8090, protocol: "http", publish: 8080, address: "0.0.0.0" } },
      ],
    ],
    path: "/webApiServers/WebAPI/ports/default/publish",
  },
  {
    rule: "address-without-publish",
    name: "an address that opens nothing",
    edits: [[[...webApi, "ports"], { default: { port: 8090, protocol: "http", address: "0.0.0.0" } }]],
    path: "/webApiServers/WebAPI/ports/default/address",
  },

  // Other stack files
  {
    rule: "subnet-valid",
    name: "no network",
    edits: [[["network"], { subnet: "10.213.0.1/24" }]],
    path: "/network/subnet",
  },
  {
    rule: "subnet-room",
    name: "a network too small",
    edits: [[["network"], { subnet: "10.213.0.0/29" }]],
    path: "/network/subnet",
  },
  {
    rule: "subnet-of-its-own",
    name: "the same network as another stack",
    edits: [[[...gms, "ports"], { default: { port: 8080, protocol: "http", publish: 8081 } }]],
    others: { "Pulumi.acme.yaml": twoPairs() },
    path: "/network/subnet",
    says: /Pulumi\.acme\.yaml/,
  },
  {
    rule: "published-port-of-other-stack",
    name: "the same published port as another stack",
    edits: [[["network"], { subnet: "10.214.0.0/24" }]],
    others: { "Pulumi.acme.yaml": twoPairs() },
    path: "/mobileServices/GMS/ports/default/publish",
    says: /GMS of Pulumi\.acme\.yaml/,
  },

  // Redundancy
  {
    rule: "standby-of-its-own",
    name: "one standby for two primaries",
    edits: [
      [[...chat1, "backup"], { name: "Standby" }],
      [[...chat2, "backup"], { name: "Standby" }],
    ],
    path: "/chatServers/ChatServer2/backup/name",
  },
  {
    rule: "standby-of-its-own",
    name: "a primary as its own standby",
    edits: [[[...chat1, "backup"], { name: "ChatServer1" }]],
    path: "/chatServers/ChatServer1/backup/name",
  },
  {
    rule: "standby-of-its-own",
    name: "another primary as standby",
    edits: [[[...chat1, "backup"], { name: "ChatServer2" }]],
    path: "/chatServers/ChatServer1/backup/name",
  },
  {
    rule: "standby-without-warm-standby",
    name: "a backup without redundancy",
    edits: [
      [[...chat1, "redundancy"], "none"],
      [[...chat1, "backup"], { name: "B" }],
    ],
    path: "/chatServers/ChatServer1/backup",
  },
  {
    rule: "standby-port-of-primary",
    name: "a standby's port of its own",
    edits: [[[...chat1, "backup"], { ports: { esp: { port: 4803 } } }]],
    path: "/chatServers/ChatServer1/backup/ports/esp",
    says: /Did you mean "ESP"/,
  },
  {
    rule: "standby-on-other-host",
    name: "a pair on one host",
    edits: [
      [[...chat1, "host"], "a"],
      [[...chat1, "backup"], { host: "a" }],
    ],
    path: "/chatServers/ChatServer1/backup/host",
  },
  {
    rule: "restoration-needs-contact-server",
    name: "a pair without a contact store",
    edits: [[[...chat1, "connections"], ["InteractionServer"]]],
    path: "/chatServers/ChatServer1/connections",
    says: /Add ContactServer/,
  },
  {
    rule: "standby-restores-sessions",
    name: "a pair that restores nothing",
    edits: [[[...chat1, "options", "settings"], { "session-restoration-mode": "none" }]],
    path: "/chatServers/ChatServer1/options/settings/session-restoration-mode",
  },
  {
    rule: "n-plus-one-needs-two",
    name: "one alone",
    edits: [[[...chat1, "redundancy"], "n-plus-one"]],
    path: "/chatServers/ChatServer1/redundancy",
  },
];

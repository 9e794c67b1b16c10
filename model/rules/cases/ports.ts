import { type Case, casesOf } from "./case";

const everywhere = { port: 8090, protocol: "http", address: "0.0.0.0" };

/** Listening ports, published ones, and what stacks of one Docker host share. */
export const portCases: readonly Case[] = casesOf({
  "port-number-once": [
    [
      "single",
      "a port for administrators on GMS's own",
      { "GMS/ports/admin": { port: 8080, protocol: "http" } },
      { at: "GMS/ports/default/port" },
    ],
    [
      "pair",
      "a number that was copied",
      { "ChatServer1/ports/ESP/port": 4801 },
      { at: "ChatServer1/ports/default/port" },
    ],
    [
      "pair",
      "a standby's number on another one's",
      { "ChatServer1/backup/ports": { ESP: { port: 4802 } } },
      { at: "ChatServer1/ports/webapi/port" },
    ],
    [
      "several-primaries",
      "a number that a default has",
      { "ChatServer1/ports": { ESP: { port: 4802 } } },
      { at: "ChatServer1/ports/webapi/port" },
    ],
    [
      "n-plus-one",
      "a health port on the server's own",
      { "InteractionServer/ports": { health: { port: 7120 } } },
      { at: "InteractionServer/ports/health/port" },
    ],
  ],

  "port-reserved": [
    [
      "single",
      "a Contact Server",
      { "ContactServer/ports": { default: { port: 4999 } } },
      { at: "ContactServer/ports/default/port" },
    ],
    [
      "multi-tenant",
      "a standby",
      { "ChatServer1/backup": { ports: { default: { port: 4999 } } } },
      { at: "ChatServer1/backup/ports/default/port" },
    ],
    [
      "external-servers",
      "ESP",
      { "ChatServer1/ports": { ESP: { port: 4999 } } },
      { at: "ChatServer1/ports/ESP/port" },
    ],
  ],

  "published-port-once": [
    [
      "single",
      "on every address, and on one",
      { "WebAPI/ports": { default: { ...everywhere, publish: 8281 } } },
      { at: "WebAPI/ports/default/publish" },
    ],
    ["pair", "GMS's number for the Web API Server", { "WebAPI/ports/default/publish": 8282 }],
    ["several-primaries", "a GMS that was copied", { "GMS2/ports/default/publish": 8283 }, { says: /GMS1/ }],
    [
      "multi-tenant",
      "a Chat Server's port on GMS's",
      { "ChatServer1/ports": { webapi: { port: 4802, protocol: "http", publish: 8285 } } },
      { at: "GMS/ports/default/publish" },
    ],
  ],

  "address-without-publish": [
    [
      "single",
      "for a port that is not published",
      { "WebAPI/ports": { default: everywhere } },
      { at: "WebAPI/ports/default/address" },
    ],
    ["pair", "for every address", { "WebAPI/ports/default/address": "0.0.0.0" }],
    [
      "external-servers",
      "the number left out",
      { "GMS/ports/default": { ...everywhere, port: 8080 } },
      { at: "GMS/ports/default/address" },
    ],
  ],

  "subnet-valid": [
    ["single", "a host's address", { "/network/subnet": "10.213.10.1/24" }],
    ["pair", "no prefix", { "/network/subnet": "10.213.11.0" }],
    ["several-primaries", "a prefix there isn't", { "/network/subnet": "10.213.12.0/33" }],
    ["multi-tenant", "a number above 255", { "/network/subnet": "10.213.300.0/24" }],
    ["n-plus-one", "a netmask", { "/network/subnet": "10.213.14.0/255.255.255.0" }],
  ],

  "subnet-room": [
    ["single", "six addresses for five applications", { "/network/subnet": "10.213.10.0/30" }],
    [
      "several-primaries",
      "a small network for thirteen",
      { "/network/subnet": "10.213.12.0/29" },
      { says: /13/ },
    ],
  ],

  "subnet-of-its-own": [
    [
      "single",
      "another example's",
      { "/network/subnet": "10.213.11.0/24" },
      { others: { "Pulumi.pair.yaml": ["pair", {}] }, says: /Pulumi\.pair\.yaml/ },
    ],
    [
      "pair",
      "left out here and there",
      { "/network": undefined },
      { at: "/network/subnet", others: { "Pulumi.dev.yaml": ["single", { "/network": undefined }] } },
    ],
    [
      "n-plus-one",
      "one that holds another",
      { "/network/subnet": "10.213.8.0/21" },
      { others: { "Pulumi.single.yaml": ["single", {}] } },
    ],
  ],

  "masquerade-needed": [
    [
      "pair",
      "a Message Server elsewhere",
      {
        "/network/masquerade": false,
        "/externalServers": { MessageServer: { type: "MessageServer", host: "fw.example", port: 7120 } },
      },
      { says: /^MessageServer runs elsewhere/ },
    ],
  ],

  "published-port-of-other-stack": [
    [
      "single",
      "left out here and there",
      { "GMS/ports": undefined },
      {
        at: "GMS/ports/default/publish",
        others: { "Pulumi.dev.yaml": ["pair", { "GMS/ports/default/publish": 8080 }] },
      },
    ],
    [
      "several-primaries",
      "a number that another stack has",
      { "GMS2/ports/default/publish": 8285 },
      {
        others: { "Pulumi.multi-tenant.yaml": ["multi-tenant", {}] },
        says: /GMS of Pulumi\.multi-tenant\.yaml/,
      },
    ],
    [
      "multi-tenant",
      "on every address",
      { "GMS/ports/default": { ...everywhere, publish: 8282 } },
      { at: "GMS/ports/default/publish", others: { "Pulumi.pair.yaml": ["pair", {}] } },
    ],
  ],
});

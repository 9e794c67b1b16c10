import { type Case, casesOf, type Edits } from "./case";

const shared = { subnet: "10.217.0.0/24", applications: ["InteractionServer"] };
const sharing: Edits = { "/sharedNetwork": shared };
const using = (stack: string, application?: string): Edits => ({
  "/interactionServers": undefined,
  "/sharedServers": { InteractionServer: { stack, ...(application !== undefined && { application }) } },
});

export const sharingCases: readonly Case[] = casesOf({
  "shared-application-exists": [
    [
      "pair",
      "a name misspelled",
      { "/sharedNetwork": { ...shared, applications: ["InteractionServr"] } },
      { at: "/sharedNetwork/applications/0", says: /Did you mean "InteractionServer"/ },
    ],
    [
      "multi-tenant",
      "a server of another type",
      { "/sharedNetwork": { ...shared, applications: ["InteractionServer", "ContactServer"] } },
      { at: "/sharedNetwork/applications/1" },
    ],
    [
      "n-plus-one",
      "none at all",
      { "/sharedNetwork": { ...shared, applications: [] } },
      { at: "/sharedNetwork/applications", says: /No Interaction Server is named/ },
    ],
  ],

  "shared-server-known": [
    [
      "pair",
      "a stack that there is none of",
      using("huub"),
      {
        at: "/sharedServers/InteractionServer/stack",
        others: { "Pulumi.hub.yaml": ["single", sharing] },
        says: /Did you mean "hub".*hub\/InteractionServer/,
      },
    ],
    [
      "multi-tenant",
      "a stack that shares nothing",
      using("hub"),
      {
        at: "/sharedServers/InteractionServer/stack",
        others: { "Pulumi.hub.yaml": ["single", {}] },
        says: /sharedNetwork into Pulumi\.hub\.yaml/,
      },
    ],
    [
      "n-plus-one",
      "a server that is not shared",
      using("hub", "Interactions"),
      {
        at: "/sharedServers/InteractionServer/application",
        others: { "Pulumi.hub.yaml": ["single", sharing] },
        says: /does not share Interactions.*sharedNetwork\/applications/,
      },
    ],
    [
      "pair",
      "the stack itself",
      { ...using("pair"), ...sharing },
      {
        at: "/sharedServers/InteractionServer/stack",
        also: ["shared-application-exists /sharedNetwork/applications/0"],
      },
    ],
  ],

  "shared-server-users-sound": [
    [
      "pair",
      "a user with a mistake",
      sharing,
      {
        at: "/sharedNetwork/applications",
        faulty: { "Pulumi.west.yaml": ["single", { ...using("pair"), "GMS/connections": ["WebApi"] }] },
        says: /Pulumi\.west\.yaml/,
      },
    ],
  ],

  "shared-server-user-names": [
    [
      "multi-tenant",
      "two users with the same names",
      using("hub"),
      {
        at: "/chatServers/ChatServer1",
        also: ["shared-server-user-names /chatServers/ChatServer2"],
        others: {
          "Pulumi.hub.yaml": ["pair", { ...sharing, "/namePrefix": "Hub_" }],
          "Pulumi.west.yaml": [
            "multi-tenant",
            { ...using("hub"), "/network/subnet": "10.218.0.0/24", "GMS/ports/default/publish": 8499 },
          ],
        },
        says: /Pulumi\.west\.yaml.*namePrefix/,
      },
    ],
    [
      "pair",
      "a user with the names of the stack's own",
      sharing,
      {
        at: "/chatServers/ChatServer1",
        others: { "Pulumi.west.yaml": ["n-plus-one", using("pair")] },
      },
    ],
  ],

  "subnet-of-its-own": [
    [
      "multi-tenant",
      "a shared network in the stack's own",
      { "/sharedNetwork": { ...shared, subnet: "10.213.0.0/16" } },
      { at: "/sharedNetwork/subnet" },
    ],
    [
      "n-plus-one",
      "a shared network that another stack has",
      { "/sharedNetwork": { ...shared, subnet: "10.217.0.128/25" } },
      {
        at: "/sharedNetwork/subnet",
        others: { "Pulumi.hub.yaml": ["pair", sharing] },
        says: /10\.217\.0\.0\/24 of Pulumi\.hub\.yaml/,
      },
    ],
  ],

  "subnet-room": [
    [
      "pair",
      "no room for a user's pair",
      { "/sharedNetwork": { ...shared, subnet: "10.217.0.0/30" } },
      {
        at: "/sharedNetwork/subnet",
        others: { "Pulumi.west.yaml": ["n-plus-one", { ...using("pair"), "/namePrefix": "West_" }] },
      },
    ],
  ],

  "subnet-valid": [
    [
      "n-plus-one",
      "a shared network by an address in it",
      { "/sharedNetwork": { ...shared, subnet: "10.217.0.1/24" } },
      { at: "/sharedNetwork/subnet" },
    ],
  ],
});

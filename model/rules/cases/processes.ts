import { type Case, casesOf } from "./case";

const page = "examples/external-servers/ChatLBServerInfo.jsp";
const inside =
  "WebAPI/files/~1opt~1tomcat~1webapps~1WebAPI812~1SimpleSamples812~1ChatHA~1ChatLBServerInfo.jsp";
const configurationServer = { host: "config.example" };
const withoutImage = (rule: string, ...names: string[]) => names.map((name) => `${rule} ${name}/image`);
const fiveSingle = ["WebAPI", "ChatServer", "InteractionServer", "ContactServer"];
const fivePair = ["WebAPI", "ChatServer1", "InteractionServer", "ContactServer"];

/** Processes, images, and the stage. */
export const processCases: readonly Case[] = casesOf({
  "image-settings-need-image": [
    ["single", "a command line", { "ChatServer/commandLine": ["./run.sh"] }],
    ["single", "arguments", { "ChatServer/commandLineArguments": ["-nolog"] }],
    ["pair", "writable paths", { "WebAPI/writablePaths": ["/opt/tomcat/logs"] }],
    ["pair", "a working directory", { "WebAPI/workingDirectory": "/opt/tomcat" }],
    ["several-primaries", "a health check", { "ChatServer1/health": { command: ["/is-well.sh"] } }],
    [
      "multi-tenant",
      "the page that one downloads",
      { "WebAPI/files": { "/opt/tomcat/webapps/page.jsp": "page.jsp" } },
      { at: "WebAPI/files" },
    ],
    ["n-plus-one", "an account", { "InteractionServer/user": "500:500" }, { says: /Name its image/ }],
  ],

  "configuration-server-needs-image": [
    [
      "single",
      "delivery changed, and no images",
      { "/delivery": { configurationServer } },
      { at: "GMS/image", also: withoutImage("configuration-server-needs-image", ...fiveSingle) },
    ],
    [
      "pair",
      "images for Chat Servers only",
      { "/delivery": { configurationServer }, "/images": { chatServers: "registry.example/chat:1" } },
      {
        at: "GMS/image",
        also: withoutImage(
          "configuration-server-needs-image",
          "WebAPI",
          "InteractionServer",
          "ContactServer",
        ),
      },
    ],
    [
      "external-servers",
      "an Interaction Server of one's own",
      { "/interactionServers/InteractionServer2": {} },
      {
        at: "/interactionServers/InteractionServer2/image",
        also: ["production-image /interactionServers/InteractionServer2/image"],
      },
    ],
  ],

  "path-reserved": [
    [
      "external-servers",
      "the memory file system",
      { "GMS/writablePaths/0": "/tmp" },
      { at: "GMS/writablePaths" },
    ],
    [
      "external-servers",
      "a folder that holds the configuration",
      { "GMS/writablePaths/0": "/etc" },
      { at: "GMS/writablePaths" },
    ],
    [
      "external-servers",
      "a file beside the configuration",
      { "WebAPI/files/~1etc~1genesys~1page.jsp": page },
    ],
    [
      "external-servers",
      "the data folder",
      { "ChatServer1/writablePaths/-": "/var/lib/genesys/chat" },
      { at: "ChatServer1/writablePaths" },
    ],
  ],

  "own-file-folder": [
    ["external-servers", "a name without its folder", { "WebAPI/files/ChatLBServerInfo.jsp": page }],
    ["external-servers", "a file of the root", { "WebAPI/files/~1ChatLBServerInfo.jsp": page }],
    ["external-servers", "a folder", { "WebAPI/files/~1opt~1tomcat~1webapps~1": page }],
    [
      "external-servers",
      "a writable folder around it",
      { "WebAPI/writablePaths/1": "/opt/tomcat/webapps" },
      { at: inside, says: /\/opt\/tomcat\/webapps\./ },
    ],
  ],

  "own-file-readable": [
    [
      "external-servers",
      "a file that does not exist",
      { [inside]: "pages/ChatLBServerInfo.jsp" },
      { noFiles: true, says: /no such file/ },
    ],
  ],

  "pair-without-health": [
    [
      "several-primaries",
      "an image without a check",
      { "ChatServer2/image": "registry.example/chat-server:8.1" },
      { at: "ChatServer2/health" },
    ],
    ["external-servers", "a check taken out", { "ChatServer1/health": undefined }],
  ],

  "shutdown-covers-suspension": [
    ["pair", "the default suspension", { "GMS/shutdownTimeout": 10 }],
    [
      "external-servers",
      "a suspension that grew",
      { "GMS/annex/sml/suspending-wait-timeout": 60 },
      { at: "GMS/shutdownTimeout" },
    ],
  ],

  "host-recorded-only": [
    ["several-primaries", "a silence taken out", { "/silence": undefined }, { at: "ChatServer1/host" }],
    ["pair", "a pair on two hosts", { "ChatServer1/host": "host-a", "ChatServer1/backup/host": "host-b" }],
  ],

  "name-of-other-stack": [
    [
      "external-servers",
      "a stack that was copied",
      { "/network/subnet": "10.213.20.0/24" },
      {
        at: "/mobileServices/GMS",
        also: [
          "/webApiServers/WebAPI",
          "/chatServers/ChatServer1",
          "/chatServers/ChatServer1/backup/name",
        ].map((place) => `name-of-other-stack ${place}`),
        others: { "Pulumi.b.yaml": ["external-servers", { "GMS/ports/default/publish": 8399 }] },
        says: /namePrefix/,
      },
    ],
    [
      "external-servers",
      "a standby with another stack's name",
      { "ChatServer1/backup": { name: "B_GMS" } },
      {
        at: "ChatServer1/backup/name",
        others: {
          "Pulumi.b.yaml": [
            "external-servers",
            { "/namePrefix": "B_", "/network/subnet": "10.213.20.0/24", "GMS/ports/default/publish": 8399 },
          ],
        },
      },
    ],
  ],

  "tenant-of-other-stack": [
    [
      "external-servers",
      "another DBID",
      { "/tenants": { Environment: { dbid: 101 } } },
      {
        at: "/tenants/Environment/dbid",
        others: {
          "Pulumi.b.yaml": [
            "external-servers",
            { "/namePrefix": "B_", "/network/subnet": "10.213.20.0/24", "GMS/ports/default/publish": 8399 },
          ],
        },
      },
    ],
    [
      "external-servers",
      "another name",
      { "/tenants": { Acme: { dbid: 1 } } },
      {
        at: "/tenants/Acme/dbid",
        others: {
          "Pulumi.b.yaml": [
            "external-servers",
            { "/namePrefix": "B_", "/network/subnet": "10.213.20.0/24", "GMS/ports/default/publish": 8399 },
          ],
        },
      },
    ],
  ],

  "web-api-needs-solution-control-server": [
    [
      "external-servers",
      "a connection taken out",
      { "WebAPI/connections": ["ChatServer1"] },
      { says: /SolutionControlServer/ },
    ],
  ],

  "production-image": [
    [
      "pair",
      "a lab that goes live",
      { "/stage": "production" },
      { at: "GMS/image", also: withoutImage("production-image", ...fivePair) },
    ],
    [
      "single",
      "a lab without redundancy that goes live",
      { "/stage": "production" },
      {
        at: "GMS/image",
        also: [
          ...withoutImage("production-image", ...fiveSingle),
          "production-redundancy ChatServer/redundancy",
        ],
      },
    ],
    [
      "external-servers",
      "a Web API Server's image taken out",
      { "WebAPI/image": undefined },
      {
        also: [
          "configuration-server-needs-image WebAPI/image",
          ...["workingDirectory", "writablePaths", "files"].map(
            (name) => `image-settings-need-image WebAPI/${name}`,
          ),
        ],
      },
    ],
  ],

  "production-image-pinned": [
    ["external-servers", "the newest one", { "GMS/image": "registry.example/gms:latest" }],
    [
      "external-servers",
      "a release's tag for all Chat Servers",
      { "/images/chatServers": "registry.example/chat-server:8.1" },
    ],
    [
      "external-servers",
      "half a digest",
      { "WebAPI/image": "registry.example/web-api@sha256:3333333333333333" },
    ],
  ],

  "production-published-address": [
    ["external-servers", "open to everybody", { "GMS/ports/default/address": "0.0.0.0" }],
    ["external-servers", "on the office network", { "GMS/ports/default/address": "192.168.1.10" }],
  ],

  "production-passphrase": [
    [
      "external-servers",
      "a lab's seal",
      { "/rollout": { chatServersAtOnce: 1 } },
      { sealedPublicly: true, at: "/stage", says: /lab\.passphrase/ },
    ],
    [
      "external-servers",
      "a lab's seal, and a reason for it",
      { "/silence": { "production-passphrase": "For now." } },
      { sealedPublicly: true, at: "/stage", also: ["silence-allowed /silence/production-passphrase"] },
    ],
  ],

  "production-redundancy": [
    ["external-servers", "a Chat Server alone", { "ChatServer1/redundancy": "none" }],
  ],
});

import { defineDeployment } from "../../model/exact";

/** What the connections lead to. */
const others = {
  chatServers: {
    ChatServer1: { connections: ["InteractionServer"] },
    ChatServer2: { backup: { name: "Standby" } },
    ChatServer3: { redundancy: "none", ports: { web: { port: 4900, protocol: "http" } } },
  },
  interactionServers: { InteractionServer: {} },
  contactServers: { ContactServer: {} },
  externalServers: { Stat: { type: "StatServer", host: "stat.example", port: 7200 } },
} as const;

/** Each is wrong in one place. The text after the mark is part of the compiler's message. */
export const wrongConnections = [
  defineDeployment({
    ...others,
    // @ts-expect-error ChatServer9 is no application and no external server of this definition
    webApiServers: { WebAPI: { connections: ["ChatServer1", "ChatServer9"] } },
  }),
  defineDeployment({
    ...others,
    // @ts-expect-error ChatServer3_B is no application and no external server of this definition
    webApiServers: { WebAPI: { connections: ["ChatServer3_B"] } },
  }),
  defineDeployment({
    ...others,
    // @ts-expect-error ChatServer9 is no application and no external server of this definition
    webApiServers: { WebAPI: { connections: { ChatServer9: {} } } },
  }),
  defineDeployment({
    ...others,
    // @ts-expect-error ChatServer1_B is a warm standby: connect to its primary", "ChatServer1"
    webApiServers: { WebAPI: { connections: ["ChatServer1_B"] } },
  }),
  defineDeployment({
    ...others,
    // @ts-expect-error Standby is a warm standby: connect to its primary", "ChatServer2"
    webApiServers: { WebAPI: { connections: ["Standby"] } },
  }),
  defineDeployment({
    ...others,
    // @ts-expect-error ChatServer1_B is a warm standby
    webApiServers: { WebAPI: { connections: { ChatServer1_B: { port: "webapi" } } } },
  }),
  defineDeployment({
    ...others,
    // @ts-expect-error WebAPI is connected to itself
    webApiServers: { WebAPI: { connections: ["WebAPI"] } },
  }),
  defineDeployment({
    ...others,
    // @ts-expect-error A GenesysMobileServices can't be connected to ChatServer1, a ChatServer
    mobileServices: { GMS: { connections: ["ChatServer1"] } },
  }),
  defineDeployment({
    ...others,
    // @ts-expect-error A ContactServer can't be connected to ChatServer1, a ChatServer
    contactServers: { ContactServer: { connections: { ChatServer1: {} } } },
  }),
  defineDeployment({
    // @ts-expect-error A ChatServer can't be connected to Stat, a StatServer
    chatServers: { ChatServer1: { connections: ["Stat"] } },
    externalServers: { Stat: { type: "StatServer", host: "stat.example", port: 7200 } },
  }),
  defineDeployment({
    ...others,
    // @ts-expect-error ChatServer1 has no listening port with the id Webapi
    webApiServers: { WebAPI: { connections: { ChatServer1: { port: "Webapi" } } } },
  }),
  defineDeployment({
    ...others,
    // @ts-expect-error with the id wep", "default" | "webapi" | "web" | "ESP"
    webApiServers: { WebAPI: { connections: { ChatServer3: { port: "wep" } } } },
  }),
  defineDeployment({
    ...others,
    // @ts-expect-error prt is not a key that is known here
    webApiServers: { WebAPI: { connections: { ChatServer1: { prt: "webapi", protocol: "http" } } } },
  }),
  defineDeployment({
    ...others,
    // @ts-expect-error Property 'remote' is missing in type
    webApiServers: { WebAPI: { connections: { ChatServer1: { addp: { local: 10 } } } } },
  }),
];

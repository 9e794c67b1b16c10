import { defineDeployment } from "genesys-chat";

/** One of each type, without a standby: the compiler rejects a wrong name or value here. */
export const definition = defineDeployment({
  network: { subnet: "10.213.10.0/24" },
  mobileServices: {
    GMS: {
      ports: { default: { port: 8080, protocol: "http", publish: 8281 } },
      connections: ["WebAPI"],
      options: {
        gms: { "http.connection_timeout": 10, "http.socket_timeout": 10 },
        "service.request-chat-poll": { service: "http://ors.example/request-chat-poll.scxml" },
      },
    },
  },
  webApiServers: { WebAPI: { connections: ["ChatServer"] } },
  chatServers: {
    ChatServer: { redundancy: "none", connections: ["InteractionServer", "ContactServer"] },
  },
  interactionServers: { InteractionServer: {} },
  contactServers: { ContactServer: {} },
});

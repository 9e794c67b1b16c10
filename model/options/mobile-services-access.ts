import { type Option } from "./option";

/** The user name and password that GMS asks its clients for. */
export const accessOptions = [
  {
    section: "server",
    name: "username",
    type: "string",
    takesEffect: "immediately",
    description: "The user name of every service; it counts only together with a password.",
    source: "GMS-BasicAuthentication-851",
  },
  {
    section: "server",
    name: "password",
    type: "string",
    takesEffect: "immediately",
    description: "The password of every service; if it is set, services need HTTP basic authentication.",
    source: "GMS-BasicAuthentication-851",
  },
  {
    section: "server",
    name: "realm",
    type: "string",
    default: "Genesys Application Configuration Needed",
    takesEffect: "immediately",
    description: "The realm that a client without credentials is shown.",
    source: "GMS-BasicAuthentication-851",
  },
  {
    section: "service.<service>",
    name: "username",
    type: "string",
    takesEffect: "immediately",
    description: "The user name of one service, instead of the server's.",
    source: "GMS-BasicAuthentication-851",
  },
  {
    section: "service.<service>",
    name: "password",
    type: "string",
    takesEffect: "immediately",
    description: "The password of one service, instead of the server's.",
    source: "GMS-BasicAuthentication-851",
  },
] as const satisfies readonly Option[];

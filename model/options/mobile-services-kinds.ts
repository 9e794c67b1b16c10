import { type Option } from "./option";

/** An option that both a service and the section `server` may have. */
function twice<const Rest extends object>(rest: Rest) {
  return [
    { ...rest, section: "service.<service>" },
    { ...rest, section: "server" },
  ] as const;
}

/** An option of which only the name, or a value in use, is known. */
function named<const Section extends string, const Name extends string>(
  section: Section,
  name: Name,
  description: string,
) {
  return { section, name, type: "string", description, source: "GMS-tests", inferred: ["type"] } as const;
}

const filter = {
  type: "pattern",
  pattern: {
    matches: "^(?:copy|hide|skip|(?:un)?hide-(?:first|last),\\d+|tag\\(.*\\))$",
    words: "copy, hide, skip, hide-first,n, hide-last,n, unhide-first,n, unhide-last,n or tag(…)",
  },
  takesEffect: "immediately",
  source: "GMS-log-filter, GMS-tests",
} as const;

/** How a service is run, who may use it, and what GMS logs of requests: the names of the 8.5 template. */
export const kindOptions = [
  {
    section: "service.<service>",
    name: "_type",
    type: "choice",
    values: ["builtin", "ors"],
    otherName: "type",
    takesEffect: "immediately",
    description:
      "The kind of service: run by GMS (`builtin`) or by Orchestration Server (`ors`); mandatory for a service.",
    source: "GMS-service-opts",
  },
  {
    section: "service.<service>",
    name: "_service",
    type: "string",
    otherName: "service",
    takesEffect: "immediately",
    description:
      "The SCXML application's URL of an `ors` service, or the name of the `builtin` one; mandatory for a service.",
    source: "GMS-service-opts",
  },
  {
    section: "service.<service>",
    name: "_ttl",
    type: "integer",
    unit: "s",
    range: { min: 1 },
    otherName: "ttl",
    takesEffect: "immediately",
    description: "How long the service lives; 30 s unless stated for request-interaction.",
    source: "GMS-service-opts",
  },
  ...twice({
    name: "_ors",
    type: "pattern",
    pattern: {
      matches:
        "^\\s*[Hh][Tt][Tt][Pp][Ss]?://[^\\s/,][^\\s,]*(?:\\s*,\\s*[Hh][Tt][Tt][Pp][Ss]?://[^\\s/,][^\\s,]*)*\\s*$",
      words: "a list of http or https addresses, separated by commas",
    },
    takesEffect: "immediately",
    description:
      "The Orchestration Servers' addresses; a service's own come before those of the section server.",
    source: "GMS-LB",
  } as const),
  ...twice({
    name: "_ors_lb_strategy",
    type: "choice",
    values: ["circular", "linear"],
    default: "circular",
    takesEffect: "immediately",
    description: "The order in which the Orchestration Servers are used.",
    source: "GMS-LB",
  } as const),
  {
    section: "ors",
    name: "max_ors_request_attempts",
    type: "integer",
    default: "3",
    range: { min: 1 },
    since: "8.5.112.05",
    takesEffect: "immediately",
    description: "How many attempts a request to Orchestration Server has.",
    source: "GMS-LB",
  },
  named("service.<service>", "_client_timeout", "Seen as `120`; not documented."),
  named("service.<service>", "_media_type", "Seen as `chat` and `voice`; not documented."),
  ...twice({
    name: "username",
    type: "string",
    takesEffect: "immediately",
    description:
      "The user of basic authentication; a service's own replaces the server's. Without a password it does nothing.",
    source: "GMS-BasicAuthentication-851",
  } as const),
  ...twice({
    name: "password",
    type: "string",
    secret: true,
    takesEffect: "immediately",
    description:
      "The password of basic authentication, which it switches on; a service's own replaces the server's.",
    source: "GMS-BasicAuthentication-851",
  } as const),
  {
    section: "server",
    name: "realm",
    type: "string",
    default: "Genesys Application Configuration Needed",
    takesEffect: "immediately",
    description: "The realm that basic authentication names.",
    source: "GMS-BasicAuthentication-851",
  },
  {
    section: "server",
    name: "external_url_base",
    type: "url",
    takesEffect: "immediately",
    description: "GMS as others reach it, `http(s)://host:port/`; with the port of its own Jetty, GMS stops.",
    source: "GMS-callback",
  },
  named("server", "node_id", "Only the name is documented."),
  named("server", "web_port", "Only the name is documented."),
  named("server", "relative_url", "Only the name is documented."),
  named("server", "access_code_prefix", "Only the name is documented."),
  {
    ...filter,
    section: "log-filter",
    name: "default-filter-type",
    default: "copy",
    description:
      "How the parts of a request are logged that have no filter of their own; a wrong value counts as copy.",
    inferred: ["takesEffect"],
  },
  {
    ...filter,
    section: "log-filter-data",
    name: "<key>",
    default: "copy",
    description: "How this part of a request is logged; a wrong value counts as copy.",
    inferred: ["takesEffect"],
  },
] as const satisfies readonly Option[];

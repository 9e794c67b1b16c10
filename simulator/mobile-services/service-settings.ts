import type { Configuration } from "../configuration";

/** What a `service.<name>` section and the `chat` section say together about one service. */
export interface ServiceSettings {
  readonly name: string;
  /** The tenant of its chats. */
  readonly tenant: { readonly name: string; readonly dbid: number };
  /** The endpoint key that the Chat Server is given. */
  readonly endpoint: string;
  /** A service that nobody asks for is deleted after this, in milliseconds. */
  readonly timeoutMs: number;
  /** A service is deleted after this, in milliseconds. */
  readonly lifetimeMs: number;
}

/**
 * Reads a service's settings; undefined where there is no such service of type `ors`.
 *
 * The endpoint is the service's `chat_endpoint`, else `chat/ixn_server_submit_queue`. Which tenant a GMS 8.1 works for is
 * not documented; here it is the one with the lowest DBID, unless the endpoint is written `<tenant name>:<key>`, as 8.5 has
 * it.
 */
export function serviceSettings(configuration: Configuration, name: string): ServiceSettings | undefined {
  const section = `service.${name}`;
  if (configuration.option(section, "type") !== "ors") return undefined;
  const endpoint =
    configuration.option(section, "chat_endpoint") ??
    configuration.option("chat", "ixn_server_submit_queue") ??
    "default";
  const tenants = [...configuration.current.tenants].sort((a, b) => a.dbid - b.dbid);
  const [prefix = "", ...rest] = endpoint.split(":");
  const named = rest.length > 0 ? tenants.find((tenant) => tenant.name === prefix) : undefined;
  return {
    name,
    tenant: named ?? tenants[0] ?? { name: "Environment", dbid: 1 },
    endpoint: named ? rest.join(":") : endpoint,
    timeoutMs: configuration.number("chat", "chat_session_request_timeout", 30_000),
    lifetimeMs: configuration.number(section, "ttl", 3600) * 1000,
  };
}

import type { Configuration } from "../configuration";

/** Poke as a service's options describe it. */
export interface PokeSettings {
  /** GMS as the agent's desktop reaches it, without a slash at its end. */
  readonly urlBase: string;
  readonly defaultMessage: string;
}

/** What a `service.<name>` section and the `chat` section say together about one service. */
export interface ServiceSettings {
  readonly name: string;
  /** The section's name. */
  readonly section: string;
  /** `ors`: run by an Orchestration Server; `builtin`: by GMS itself. */
  readonly type: "ors" | "builtin";
  /** The SCXML's address of an `ors` service, the name of a `builtin` one; undefined if the section has none. */
  readonly service?: string;
  /** The tenant of its chats. */
  readonly tenant: { readonly name: string; readonly dbid: number };
  /** The endpoint key that the Chat Server is given. */
  readonly endpoint: string;
  /** A service without requests is deleted after this, in milliseconds; one whose chat has ended is kept for its lifetime. */
  readonly timeoutMs: number;
  /** A service is deleted after this, in milliseconds. */
  readonly lifetimeMs: number;
  /** A request after the chat's end is answered with 400 instead of 200. */
  readonly refusesEnded: boolean;
  /** Undefined unless both poke options are set. */
  readonly poke?: PokeSettings;
  /** User data for the agent's desktop: the plug-in's page and the name of its view, as far as they are set. */
  readonly plugin: Readonly<Record<string, string>>;
}

/** Truth values as Genesys options spell them. */
const trueValues = new Set(["true", "yes", "on", "1"]);

/**
 * Reads a service's settings; undefined if there is no such service of type `ors` or `builtin`. `type`, `ttl`, `service`
 * and `chat_endpoint` may be spelled with the underscore that 8.5 puts before them; the spelling without counts first.
 *
 * The endpoint is the service's own, else `chat/ixn_server_submit_queue`, else 8.5's `chat/default_chat_endpoint`. Which
 * tenant a GMS 8.1 works for is not documented; here it is the one with the lowest DBID, unless the endpoint is written
 * `<tenant name>:<key>`, as 8.5 has it.
 */
export function serviceSettings(configuration: Configuration, name: string): ServiceSettings | undefined {
  const section = `service.${name}`;
  const option = (option: string): string | undefined => configuration.option(section, option) || undefined;
  const either = (plain: string): string | undefined => option(plain) ?? option(`_${plain}`);
  const type = either("type")?.toLowerCase();
  if (type !== "ors" && type !== "builtin") return undefined;
  const service = either("service");
  const poke = pokeSettings(option("internal_api_url_base"), option("default_poke_message"));
  return {
    name,
    section,
    type,
    ...(service !== undefined && { service }),
    ...placeOf(
      configuration,
      either("chat_endpoint") ??
        configuration.option("chat", "ixn_server_submit_queue") ??
        configuration.option("chat", "default_chat_endpoint") ??
        "default",
    ),
    timeoutMs: configuration.number("chat", "chat_session_request_timeout", 30_000),
    lifetimeMs: wholeSeconds(either("ttl"), 3600) * 1000,
    refusesEnded: trueValues.has(option("_chat_400_response_on_disconnected")?.toLowerCase() ?? ""),
    ...(poke && { poke }),
    plugin: Object.fromEntries(
      ["iws_plugin_url", "iws_plugin_view_name"].flatMap((name) => {
        const value = option(name);
        return value === undefined ? [] : [[name, value]];
      }),
    ),
  };
}

function placeOf(
  configuration: Configuration,
  endpoint: string,
): Pick<ServiceSettings, "tenant" | "endpoint"> {
  const tenants = [...configuration.current.tenants].sort((a, b) => a.dbid - b.dbid);
  const [prefix = "", ...rest] = endpoint.split(":");
  const named = rest.length > 0 ? tenants.find((tenant) => tenant.name === prefix) : undefined;
  return {
    tenant: named ?? tenants[0] ?? { name: "Environment", dbid: 1 },
    endpoint: named ? rest.join(":") : endpoint,
  };
}

function pokeSettings(
  urlBase: string | undefined,
  defaultMessage: string | undefined,
): PokeSettings | undefined {
  if (urlBase === undefined || defaultMessage === undefined) return undefined;
  return { urlBase: urlBase.replace(/\/+$/, ""), defaultMessage };
}

function wholeSeconds(value: string | undefined, otherwise: number): number {
  return value !== undefined && /^\d{1,9}$/.test(value) ? Number(value) : otherwise;
}

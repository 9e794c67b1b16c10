import { canonical, type Document } from "./application-file";

/** Options of which every change is taken at once; `*` stands for the rest of a name. */
const immediate: Readonly<Record<string, readonly string[]>> = {
  ChatServer: [
    "endpoints:*/*",
    "settings/session-restoration-mode",
    "settings/transcript-auto-save",
    "settings/flex-disconnect-timeout",
    "settings/xml-request-max-size",
    "settings/stop-abandoned-interaction",
    "settings/attach-session-statistics",
    "settings/limits-control-enabled",
    "settings/limit-for-sessions",
    "settings/limit-for-flex-users",
    "settings/limits-restore-threshold",
    "settings/limits-reached-report-scs",
    "settings/message-log-print-size",
    "settings/hide-attached-data",
    "settings/async-idle-*",
    "settings/session-restore-*",
    "settings/flex-push-on-join",
    "settings/flex-push-content",
    "settings/flex-push-resend-delay",
    "inactivity-control/*",
    "health-service/*",
    "log-filter-data/*",
    "transcript-cleanup/*",
  ],
  GenesysMobileServices: [
    "gms/*",
    // Documented for 8.5; a stack may have them, and nothing here depends on them.
    "chat/default_chat_endpoint",
    "chat/enable-fast-chat-transcript-refresh",
    "chat.*/push_notification_include_payload",
    "service.*/_chat_endpoint",
    "service.*/_chat_400_response_on_disconnected",
    "service.*/_client_timeout_notification",
    "service.*/_agent_timeout_notification_message",
    "service.*/_type",
    "service.*/_service",
    "service.*/_ttl",
    "service.*/_ors",
    "service.*/_ors_lb_strategy",
    "service.*/username",
    "service.*/password",
    "server/_ors",
    "server/_ors_lb_strategy",
    "server/username",
    "server/password",
    "server/realm",
    "server/external_url_base",
    "ors/max_ors_request_attempts",
    "log-filter/default-filter-type",
    "log-filter-data/*",
    // The simulator's own: a poke's address is that of the next chat, its message that of the next poke.
    "service.*/internal_api_url_base",
    "service.*/default_poke_message",
    "service.*/iws_plugin_url",
    "service.*/iws_plugin_view_name",
  ],
};

/** On every server. */
const everywhere: readonly string[] = [
  "log/verbose",
  "log/buffering",
  "log/enable-thread",
  "log/segment",
  "log/expire",
  "log/check-point",
  "log/time-format",
];

function matches(pattern: string, name: string): boolean {
  const parts = pattern.split("*").map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`).test(name);
}

/**
 * Whether a running process takes an option's new value at once. The table is the product's "takes effect" as far as
 * Genesys documents it; an option that is not in it waits for a restart, like everything that is not an option.
 */
export function takesEffectAtOnce(type: string, section: string, option: string): boolean {
  const name = `${section}/${option}`;
  return [...(immediate[type] ?? []), ...everywhere].some((pattern) => matches(pattern, name));
}

/** What a process does with a new file. */
export interface Application {
  /** The document whose values are in force from now on. */
  readonly inForce: Document;
  /** What was taken at once, as `section/option`. */
  readonly applied: readonly string[];
  /** What waits for a restart: `section/option`, or the key of another part of the file such as `listeningPorts`. */
  readonly pending: readonly string[];
}

type Options = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** Compares what is in force with a new file: immediate options come from the new one, all else stays as it is. */
export function apply(type: string, inForce: Document, next: Document): Application {
  const applied: string[] = [];
  const pending: string[] = [];
  const merged: Record<string, unknown> = {};
  for (const key of union(inForce, next)) {
    if (key === "options" || canonical(inForce[key]) === canonical(next[key])) {
      if (key in next) merged[key] = next[key];
      continue;
    }
    pending.push(key);
    if (key in inForce) merged[key] = inForce[key];
  }
  const options = mergeOptions(type, optionsOf(inForce), optionsOf(next), applied, pending);
  if ("options" in next || Object.keys(options).length > 0) merged.options = options;
  return { inForce: merged, applied: applied.sort(), pending: pending.sort() };
}

function mergeOptions(
  type: string,
  old: Options,
  next: Options,
  applied: string[],
  pending: string[],
): Options {
  const merged: Record<string, Record<string, string>> = {};
  for (const section of union(old, next)) {
    const values: Record<string, string> = {};
    for (const option of union(old[section] ?? {}, next[section] ?? {})) {
      const [before, after] = [old[section]?.[option], next[section]?.[option]];
      const atOnce = before === after || takesEffectAtOnce(type, section, option);
      if (before !== after) (atOnce ? applied : pending).push(`${section}/${option}`);
      const value = atOnce ? after : before;
      if (value !== undefined) values[option] = value;
    }
    // A section without options means nothing; it follows the new file, so that equal files have equal hashes.
    if (Object.keys(values).length > 0 || section in next) merged[section] = values;
  }
  return merged;
}

function optionsOf(document: Document): Options {
  return (document.options ?? {}) as Options;
}

function union(a: object, b: object): string[] {
  return [...new Set([...Object.keys(a), ...Object.keys(b)])];
}

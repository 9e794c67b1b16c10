import { type Option } from "./option";
import { noticeChoice } from "./chat-watch";

/** An option of which only the name is documented. */
function named<const Name extends string>(name: Name, source: string, description: string) {
  return { section: "settings", name, type: "string", description, source, inferred: ["type"] } as const;
}

/** How long a session with asynchronous participants may be idle. */
function idle<const Name extends string, const Value extends string>(
  name: Name,
  value: Value,
  description: string,
) {
  return {
    section: "settings",
    name,
    type: "integer",
    unit: "s",
    default: value,
    range: { min: 1, max: 1728000 },
    since: "8.5.301.06",
    takesEffect: "immediately",
    description,
    source: "ACHAT",
  } as const;
}

/** Asynchronous chat, and pushed events for web clients. */
export const asyncOptions = [
  idle("async-idle-alert", "86400", "How long an asynchronous session may be idle until a warning is sent."),
  idle("async-idle-close", "3600", "How long after the warning an idle asynchronous session is closed."),
  {
    ...noticeChoice,
    section: "settings",
    name: "async-idle-notices",
    since: "8.5.301.06",
    takesEffect: "immediately",
    description: "Which notices count as activity of an asynchronous session.",
    source: "ACHAT",
  },
  {
    section: "settings",
    name: "session-restore-extend-by",
    type: "choice",
    values: ["none", "agent", "esp", "both"],
    default: "none",
    since: "8.5.312.10",
    takesEffect: "immediately",
    description: "Who extends a session that is restored.",
    source: "ACHAT",
  },
  {
    section: "settings",
    name: "session-restore-do-purge",
    type: "boolean",
    default: "false",
    since: "8.5.312.10",
    takesEffect: "immediately",
    description: "Whether a restored session is purged.",
    source: "ACHAT",
  },
  {
    section: "settings",
    name: "session-restore-push-send",
    type: "boolean",
    default: "false",
    since: "8.5.315.05",
    takesEffect: "immediately",
    description: "Whether push notifications are sent when a session is restored.",
    source: "ACHAT",
  },
  {
    section: "settings",
    name: "flex-push-on-join",
    type: "boolean",
    default: "false",
    since: "8.5.315.05",
    takesEffect: "immediately",
    description: "Whether a push notification is sent at a join.",
    source: "ACHAT",
  },
  {
    section: "settings",
    name: "flex-push-content",
    type: "list",
    values: ["app-dbid", "secure-key", "session-id", "user-id"],
    default: "session-id, user-id",
    since: "8.5.311.06",
    takesEffect: "immediately",
    description: "What a push notification to a web client contains.",
    source: "ACHAT",
  },
  {
    section: "settings",
    name: "flex-push-resend-delay",
    type: "integer",
    unit: "s",
    default: "15",
    range: { min: 1, max: 86400 },
    since: "8.5.308.06",
    takesEffect: "immediately",
    description: "How long to wait until a push notification is sent again.",
    source: "ACHAT",
  },
  named("flex-push-enabled", "ACHAT", "Push notifications to web clients; only the name is documented."),
  named("flex-push-timeout", "ACHAT", "A time limit of push notifications; only the name is documented."),
  named(
    "flex-push-resend-attempts",
    "ACHAT",
    "How often a push notification is sent again; only the name is documented.",
  ),
  {
    section: "settings",
    name: "ixn-submittedby-name",
    type: "string",
    default: "",
    since: "8.5.316.02",
    takesEffect: "after-restart",
    description: "The name of the submitter that an interaction carries.",
    source: "DeployHA-853",
  },
  named("allow-duplicated-kvp", "template-853", "Seen as `true` in a template of 8.5.3; not documented."),
  named(
    "connection-down-report-scs",
    "template-853",
    "Seen as `true` in a template of 8.5.3; not documented.",
  ),
] as const satisfies readonly Option[];

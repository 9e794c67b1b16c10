import { type Option } from "./option";

/** How long something may be silent; the page gives no unit. */
function silence<const Name extends string, const Value extends string>(
  name: Name,
  value: Value,
  description: string,
) {
  return {
    section: "inactivity-control",
    name,
    type: "integer",
    unit: "s",
    default: value,
    range: { min: 0 },
    description,
    source: "ESC-inactivity",
    inferred: ["unit", "range"],
  } as const;
}

/** What participants are told when a session has been silent. */
function told<const Name extends string>(name: Name) {
  return {
    section: "inactivity-control",
    name,
    type: "string",
    description: "What the participants are told then.",
    source: "ESC-inactivity",
  } as const;
}

/** Silent sessions, and what the server tells of its health; when these take effect is not documented. */
export const watchOptions = [
  {
    section: "inactivity-control",
    name: "enabled",
    type: "boolean",
    default: "false",
    description: "Whether silent sessions are warned and closed.",
    source: "ESC-inactivity",
  },
  silence("timeout-alert", "255", "How long a session may be silent until it is warned."),
  silence("timeout-alert2", "0", "How long until it is warned again; 0 is never."),
  silence("timeout-close", "45", "How long after the warning it is closed."),
  {
    section: "inactivity-control",
    name: "include-notices",
    type: "string",
    default: "major",
    description: "Which notices count as activity.",
    source: "ESC-inactivity",
    inferred: ["type"],
  },
  told("message-alert"),
  told("message-alert2"),
  told("message-close"),
  {
    section: "health-service",
    name: "log-output-timeout",
    type: "integer",
    default: "0",
    range: { min: 0, max: 86400 },
    description: "How often the health figures are logged; 0 is never.",
    source: "ChatSizing",
  },
  {
    section: "health-service",
    name: "log-output-proviso",
    type: "choice",
    values: ["update", "always"],
    description: "Whether they are logged only when they changed.",
    source: "ChatSizing",
  },
  {
    section: "health-service",
    name: "log-output-content",
    type: "choice",
    values: ["set", "new", "all"],
    description: "Which of them are logged.",
    source: "ChatSizing",
  },
] as const satisfies readonly Option[];

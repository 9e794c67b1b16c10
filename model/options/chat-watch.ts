import { type Option } from "./option";

/** The release that changed the time limits of silent sessions; what they were before is not documented. */
const changed = { before: "8.5.301.06", range: "not documented" } as const;

/** The notices that count as activity of a session. */
export const noticeChoice = {
  type: "choice",
  values: ["none", "major", "major2", "typing", "all"],
  valuesSince: { major2: "8.5.310.09" },
  default: "major",
} as const;

/** A time limit of silent sessions. */
function silence<const Name extends string, const Value extends string, const Least extends 0 | 1>(
  name: Name,
  value: Value,
  min: Least,
  description: string,
) {
  return {
    section: "inactivity-control",
    name,
    type: "integer",
    unit: "s",
    default: value,
    range: { min, max: 86400 },
    earlier: [changed],
    takesEffect: "immediately",
    description,
    source: "ESC-inactivity",
  } as const;
}

/** A message to the participants of a silent session. */
function told<const Name extends string, const Value extends string>(name: Name, value: Value, when: string) {
  return {
    section: "inactivity-control",
    name,
    type: "string",
    default: value,
    takesEffect: "immediately",
    description: `The message to the participants ${when}; empty sends none.`,
    source: "ESC-inactivity",
  } as const;
}

/** Silent sessions, and the reports of the server's health. */
export const watchOptions = [
  {
    section: "inactivity-control",
    name: "enabled",
    type: "boolean",
    default: "false",
    takesEffect: "immediately",
    description:
      "Whether silent sessions are warned and closed; a running session follows from its next activity or timeout on.",
    source: "ESC-inactivity",
  },
  silence("timeout-alert", "255", 1, "How long a session may be silent until its participants are warned."),
  silence("timeout-alert2", "0", 0, "How long until they are warned again; 0 is never."),
  silence("timeout-close", "45", 1, "How long after the warning a silent session is closed."),
  {
    ...noticeChoice,
    section: "inactivity-control",
    name: "include-notices",
    takesEffect: "immediately",
    description: "Which notices count as activity.",
    source: "ESC-inactivity",
  },
  told(
    "message-alert",
    "Chat session will be closed soon due to inactivity of chat participants.",
    "with the first warning",
  ),
  told(
    "message-alert2",
    "Chat session will be closed very soon due to inactivity of chat participants.",
    "with the second warning",
  ),
  told(
    "message-close",
    "Chat session closed due to inactivity of chat participants.",
    "when a silent session is closed",
  ),
  {
    section: "health-service",
    name: "log-output-timeout",
    type: "integer",
    default: "0",
    range: { min: 0, max: 86400 },
    takesEffect: "immediately",
    description: "How often the health figures are logged; 0 is never.",
    source: "ChatSrv-850, ChatSizing",
  },
  {
    section: "health-service",
    name: "log-output-proviso",
    type: "choice",
    values: ["always", "update"],
    default: "update",
    takesEffect: "immediately",
    description: "Whether the health figures are logged always, or only after they changed.",
    source: "ChatSrv-850, ChatSizing",
  },
  {
    section: "health-service",
    name: "log-output-content",
    type: "choice",
    values: ["all", "new", "set"],
    default: "set",
    takesEffect: "immediately",
    description: "Which of the health figures are logged.",
    source: "ChatSrv-850, ChatSizing",
  },
] as const satisfies readonly Option[];

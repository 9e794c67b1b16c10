import { type Option, type ValueType } from "./option";

/** Names and what they are for; values are not documented in what we could read, and the effect of few. */
const known: readonly [name: string, type: ValueType, description: string][] = [
  ["verbose", "string", "Which messages are made at all, such as `all` or `standard`."],
  [
    "all",
    "string",
    "Where every message goes: `stdout`, `stderr`, `network`, `syslog` or a file, commas between.",
  ],
  ["standard", "string", "Where messages of the Standard level go."],
  ["trace", "string", "Where messages of the Trace level and above go."],
  ["segment", "string", "How big a log file becomes until the next one is begun."],
  ["expire", "string", "How many log files, or for how long, are kept."],
  ["buffering", "boolean", "Whether the operating system may hold messages back."],
  ["keep-startup-file", "string", "Whether the messages of the start are kept in a file of their own."],
  ["enable-thread", "boolean", "Whether a thread of its own writes the log."],
];

/** Those of which the Framework's page on common log options, as far as it could be read, says so. */
const immediate: readonly string[] = ["buffering", "enable-thread"];

/** The Framework's `log` section, which every server has. */
export const logOptions: readonly Option[] = known.map(([name, type, description]) => ({
  section: "log",
  name,
  type,
  description,
  ...(immediate.includes(name)
    ? { takesEffect: "immediately", source: "Documentation:FR:CORM:CommLogOpts:8.5.1" }
    : { source: "file:27365839040, file:17441370486, GAX-script" }),
  inferred: ["type"],
}));

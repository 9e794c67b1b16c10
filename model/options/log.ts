import { type Option } from "./option";

/** Names and what they are for are known from files that are in use; of types and values no page could be read. */
const seen = "file:27365839040, file:17441370486, GAX-script";

/** The Framework's page on common log options, as far as it could be read. */
const page = "Documentation:FR:CORM:CommLogOpts:8.5.1";

/** The Framework's `log` section, which every server has. */
export const logOptions = [
  {
    section: "log",
    name: "verbose",
    type: "string",
    description: "Which messages are made at all, such as `all` or `standard`.",
    source: seen,
    inferred: ["type"],
  },
  {
    section: "log",
    name: "all",
    type: "string",
    description:
      "Where every message goes: `stdout`, `stderr`, `network`, `syslog` or a file, commas between.",
    source: seen,
    inferred: ["type"],
  },
  {
    section: "log",
    name: "standard",
    type: "string",
    description: "Where messages of the Standard level go.",
    source: seen,
    inferred: ["type"],
  },
  {
    section: "log",
    name: "trace",
    type: "string",
    description: "Where messages of the Trace level and above go.",
    source: seen,
    inferred: ["type"],
  },
  {
    section: "log",
    name: "segment",
    type: "string",
    description: "How big a log file becomes until the next one is begun.",
    source: seen,
    inferred: ["type"],
  },
  {
    section: "log",
    name: "expire",
    type: "string",
    description: "How many log files, or for how long, are kept.",
    source: seen,
    inferred: ["type"],
  },
  {
    section: "log",
    name: "buffering",
    type: "boolean",
    takesEffect: "immediately",
    description: "Whether the operating system may hold messages back.",
    source: page,
    inferred: ["type"],
  },
  {
    section: "log",
    name: "keep-startup-file",
    type: "string",
    description: "Whether the messages of the start are kept in a file of their own.",
    source: seen,
    inferred: ["type"],
  },
  {
    section: "log",
    name: "enable-thread",
    type: "boolean",
    takesEffect: "immediately",
    description: "Whether a thread of its own writes the log.",
    source: page,
    inferred: ["type"],
  },
] as const satisfies readonly Option[];

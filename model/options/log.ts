import { type Option } from "./option";

/** Names and what they are for are known from files that are in use; of types and values no page could be read. */
const seen = "file:27365839040, file:17441370486, GAX-script";

/** The Framework's page on common log options. */
const page = "Documentation:FR:CORM:CommLogOpts:8.5.1";

/** The Framework's `log` section, which every server has. */
export const logOptions = [
  {
    section: "log",
    name: "verbose",
    type: "choice",
    values: ["all", "debug", "trace", "interaction", "standard", "none"],
    default: "all",
    takesEffect: "immediately",
    description: "The lowest level of the messages that are generated.",
    source: page,
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
    type: "pattern",
    pattern: {
      matches: "^(?:false|off|no|0|[1-9]\\d{2,}(?: ?[Kk][Bb])?|[1-9]\\d* ?(?:[Mm][Bb]|[Hh][Rr]))$",
      words: "false, a size such as 100 KB (at least 100) or 1 MB, or a time such as 1 hr",
    },
    default: "100 MB",
    takesEffect: "immediately",
    description:
      "The size or the time after which a new log file is begun; a number without a unit is in KB.",
    source: page,
  },
  {
    section: "log",
    name: "expire",
    type: "pattern",
    pattern: {
      matches:
        "^(?:false|off|no|0|(?:[1-9]\\d{0,2}|1000)(?: ?[Ff][Ii][Ll][Ee])?|(?:[1-9]\\d?|100) ?[Dd][Aa][Yy])$",
      words:
        "false, a number of files from 1 to 1000 such as 10 file, or of days from 1 to 100 such as 7 day",
    },
    default: "10",
    takesEffect: "immediately",
    description: "How many log files, or for how many days, are kept; an invalid value counts as 10.",
    source: page,
  },
  {
    section: "log",
    name: "buffering",
    type: "boolean",
    default: "true",
    takesEffect: "immediately",
    description: "Whether the operating system may hold messages back.",
    source: page,
  },
  {
    section: "log",
    name: "keep-startup-file",
    type: "pattern",
    pattern: {
      matches: "^(?:false|off|no|0|true|on|yes|[1-9]\\d* ?(?:[Kk]|[Mm])[Bb])$",
      words: "true, false, or a size such as 100 KB or 1 MB",
    },
    default: "false",
    takesEffect: "after-restart",
    description: "Whether the messages of the start are kept in a file of their own, and up to which size.",
    source: page,
  },
  {
    section: "log",
    name: "enable-thread",
    type: "boolean",
    default: "false",
    takesEffect: "immediately",
    description: "Whether a thread of its own writes the log.",
    source: page,
  },
  {
    section: "log",
    name: "check-point",
    type: "integer",
    unit: "h",
    default: "1",
    range: { min: 0, max: 24 },
    takesEffect: "immediately",
    description: "How often a check point is logged; 0 is never.",
    source: page,
    inferred: ["unit"],
  },
  {
    section: "log",
    name: "time-format",
    type: "choice",
    values: ["time", "locale", "ISO8601"],
    default: "time",
    takesEffect: "immediately",
    description: "How the time of a message is written.",
    source: page,
  },
  {
    section: "log",
    name: "messagefile",
    type: "pattern",
    pattern: { matches: "^.*[^/\\\\]\\.[Ll][Mm][Ss]$", words: "the name of a file that ends with .lms" },
    takesEffect: "after-restart",
    description:
      "The file with the application's log messages; it takes effect immediately only if none was found at the start.",
    source: page,
  },
] as const satisfies readonly Option[];

/** The subjects of findings, in the order in which findings are printed. */
export const checks = [
  "state",
  "network",
  "container",
  "image",
  "volume",
  "file",
  "configuration",
  "listening-port",
  "published-port",
  "connection",
  "pair",
  "conversation",
  "leftover",
] as const;

export type Check = (typeof checks)[number];

/** Something that runs, or does not, otherwise than declared. */
export interface Finding {
  readonly check: Check;
  /** `error`: customers notice it, or will with the next failure. `warning`: they don't. */
  readonly severity: "error" | "warning";
  /** The Application object's name; null if it is about the stack itself. */
  readonly application: string | null;
  /** What it was seen on: a container, a volume, a network, a listening port, a connection. */
  readonly object: string;
  /** One sentence: what is so. */
  readonly message: string;
  /** What customers notice of it. */
  readonly impact: string;
  /** The command that fixes it. */
  readonly remedy: string;
}

/** How much was looked at. */
export interface Checked {
  readonly containers: number;
  readonly volumes: number;
  readonly networks: number;
  /** Application files read from their volumes. */
  readonly files: number;
  /** Processes that told what they have in force. */
  readonly processes: number;
  readonly listeningPorts: number;
  readonly publishedPorts: number;
  readonly connections: number;
  readonly pairs: number;
  readonly conversations: number;
}

/** What `./chatstack verify --json` prints. */
export interface Verification {
  readonly version: 1;
  readonly stack: string;
  readonly findings: readonly Finding[];
  /** What is no finding and worth knowing: roles that were swapped, and what can't be seen. */
  readonly notes: readonly string[];
  readonly checked: Checked;
}

/** Sorts findings: by check, and within one by application and object. */
export function inOrder(findings: readonly Finding[]): Finding[] {
  const key = ({ check, application, object }: Finding) =>
    [String(checks.indexOf(check)).padStart(2, "0"), application ?? "", object].join("\n");
  return [...findings].sort((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0));
}

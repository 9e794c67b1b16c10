/** How bad a problem is: an error stops everything, a warning stops `--strict` runs, advice stops nothing. */
export type Severity = "error" | "warning" | "advice";

/** Position of a value in a text; lines and columns count from 1. */
export interface Position {
  /** The file's path as the caller gave it. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** What a problem is about, by which problems with one cause are counted and listed. */
export interface ProblemSubject {
  /** The name as the message has it, such as `ChatServer1`. */
  readonly name: string;
  /** What several of them are called, such as `Chat Servers`. */
  readonly kind: string;
}

/** One thing wrong with a definition, as data; render/ and cli/ print it. */
export interface Problem {
  /** The rule's id, stable across releases, such as `endpoint-exists`. */
  readonly rule: string;
  readonly severity: Severity;
  /** A JSON Pointer from the definition's root; empty for the definition itself. */
  readonly path: string;
  /** What is wrong, in one sentence. */
  readonly message: string;
  /** The values that would have been accepted, where they can be listed. */
  readonly allowed?: readonly string[];
  /** What to do next; a "did you mean" where a known name is near. */
  readonly hint?: string;
  /** The application, tenant, external server, option or section concerned; undefined if the problem is about the definition. */
  readonly subject?: ProblemSubject;
  /**
   * True for advice on a value that the definition has from the deployment guide, in a lab stack: every such stack gets it, so text
   * output shows it only on request.
   */
  readonly onGuideValue?: true;
  /** The file of the value; null if the definition did not come from a text. */
  readonly file: string | null;
  readonly line: number | null;
  readonly column: number | null;
}

/** Returns true if any of the problems is an error. */
export function hasErrors(problems: readonly Problem[]): boolean {
  return problems.some((problem) => problem.severity === "error");
}

/** Writes a path as a JSON Pointer (RFC 6901). */
export function pointer(path: readonly PropertyKey[]): string {
  return path.map((part) => `/${String(part).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
}

import type { ConfigurationObjects } from "./configuration-objects";

/** A part of a file that breaks its format, or a rule of Configuration Server that the format doesn't check. */
export interface StructureProblem {
  readonly rule:
    | "unknown-element"
    | "unknown-attribute"
    | "missing-attribute"
    | "wrong-value"
    | "wrong-namespace"
    | "duplicate-id"
    | "duplicate-key"
    | "duplicate-name"
    | "dangling-reference"
    | "backup-has-own-links"
    | "backup-mismatch";
  /** An error leaves it open what the file means; a warning doesn't. */
  readonly severity: "error" | "warning";
  readonly message: string;
  readonly line: number;
}

/** What a file says that configuration objects have no place for. */
export interface LeftOutPart {
  /** The name of the server that has it. */
  readonly server: string;
  /** Such as `ChatServer1` or `WebAPI -> ChatServer1 (webapi)`. */
  readonly object: string;
  readonly reason: string;
}

/** What a file means. */
export interface ObjectsReading {
  readonly objects: ConfigurationObjects;
  /** What breaks the format, or a rule that Configuration Server checks. */
  readonly problems: readonly StructureProblem[];
  /** Objects of other kinds, by the format's word, such as CfgPerson -> 12. */
  readonly others: ReadonlyMap<string, number>;
  readonly leftOut: readonly LeftOutPart[];
}

/** A file that can't be read at all; the message is a sentence with the place. */
export class UnreadableObjects extends Error {}

/** The parts of a server that are left out, in one line; nothing if there are none. Values may be secret: names only. */
export function leftOutParts(server: string, names: readonly string[], object = server): LeftOutPart[] {
  if (names.length === 0) return [];
  return [{ server, object, reason: `a definition has no place for its ${names.join(", ")}` }];
}

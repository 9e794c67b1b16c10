/** What an import found that the definition doesn't say. */
export interface ImportNotes {
  /** Objects that were left out, each with the reason. */
  readonly leftOut: LeftOut[];
  /** What was taken otherwise than it was written, one sentence each. */
  readonly changed: string[];
  /** Secrets that were found in options: the values never leave this list but by standard input. */
  readonly secrets: FoundSecret[];
}

/** An object or a part of one that the definition doesn't have. */
export interface LeftOut {
  /** Such as `StatServer1` or `CfgPerson (12)`. */
  readonly object: string;
  readonly reason: string;
}

/** A value that is taken for a secret. */
export interface FoundSecret {
  /** The secret's name in the definition. */
  readonly name: string;
  readonly application: string;
  readonly section: string;
  readonly option: string;
  readonly value: string;
}

/** Notes with nothing in them yet. */
export function emptyNotes(): ImportNotes {
  return { leftOut: [], changed: [], secrets: [] };
}

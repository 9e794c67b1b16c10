/** What a CfgData document says, element by element, before its ids are resolved. */

/** Attributes by name. */
export type Attributes = Readonly<Record<string, string>>;

/** A part of a document that breaks the import schema, or a rule of Configuration Server that the schema doesn't check. */
export interface CfgDataProblem {
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
  /** An error leaves it open what the document means; a warning doesn't. */
  readonly severity: "error" | "warning";
  readonly message: string;
  readonly line: number;
}

/** An element of a list: a tenant, a connection or a port. */
export interface CfgDataItem {
  readonly attributes: Attributes;
  readonly line: number;
}

/** A section of options, or a part of one in an update. */
export interface CfgDataSection {
  /** Option name -> value. */
  readonly values: Map<string, string>;
  /** Names of options that an update takes out. */
  readonly deleted: Set<string>;
  /** What an update does with the section itself. */
  action?: string;
}

/** Sections by name. */
export type CfgDataSections = Map<string, CfgDataSection>;

/** An object of a document: a reference, or one to create, update or remove. */
export interface CfgDataRecord {
  readonly part: string;
  /** The element's name, such as CfgServer. */
  readonly element: string;
  readonly attributes: Attributes;
  readonly line: number;
  readonly tenants: CfgDataItem[];
  readonly connections: CfgDataItem[];
  readonly ports: CfgDataItem[];
  readonly options: CfgDataSections;
  readonly userProperties: CfgDataSections;
}

/** A document as it was read. */
export interface CfgDataDocument {
  readonly records: readonly CfgDataRecord[];
  readonly problems: readonly CfgDataProblem[];
  /** The text of the `genesys-chat` instruction; undefined if another tool wrote the file. */
  readonly settings?: string;
}

/** A document that can't be read at all; the message is a sentence with the place. */
export class CfgDataError extends Error {}

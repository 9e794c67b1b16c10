/** What a CfgData document says, element by element, before its ids are resolved. */
import { type StructureProblem, UnreadableObjects } from "../configuration-objects/reading";

/** A part of a document that breaks the import schema, or a rule of Configuration Server that the schema doesn't check. */
export type CfgDataProblem = StructureProblem;

/** Attributes by name. */
export type Attributes = Readonly<Record<string, string>>;

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
  /** Names of parts that no configuration object of this project has a place for. */
  readonly leftOut: Set<string>;
}

/** A document as it was read. */
export interface CfgDataDocument {
  readonly records: readonly CfgDataRecord[];
  readonly problems: readonly CfgDataProblem[];
  /** The text of the `genesys-chat` instruction; undefined if another tool wrote the file. */
  readonly settings?: string;
}

/** A document that can't be read at all; the message is a sentence with the place. */
export class CfgDataError extends UnreadableObjects {}

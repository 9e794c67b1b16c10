import { type Topology } from "../../fixtures/topology";

/**
 * Values set at places, or taken out where undefined. A place is a JSON Pointer; without a slash in front it begins with the name of
 * an application or an external server, whose group is looked up. `-` is the end of a list.
 */
export type Edits = Readonly<Record<string, unknown>>;

/** A text that is put in the place of another, of which the stack file has one at least. */
export type TextEdit = readonly [written: string, instead: string];

/** Says of an edit that a key is spelled otherwise, its value kept. */
export class Renamed {
  constructor(readonly to: string) {}
}

/** The same value under another key. */
export const renamed = (to: string) => new Renamed(to);

/** What is special about a mistake. */
export interface Circumstances {
  /** Where the problem is; default the place of the first edit. */
  readonly at?: string;
  /** Other errors that the same mistake rightly is, as "rule place". */
  readonly also?: readonly string[];
  /** What the message, the hint or the allowed values have to hold. */
  readonly says?: RegExp;
  /** Other stack files: the topology they have, and what differs in it. */
  readonly others?: Readonly<Record<string, readonly [Topology, Edits]>>;
  /** Other stack files that have errors, likewise. */
  readonly faulty?: Readonly<Record<string, readonly [Topology, Edits]>>;
  /** The secrets that are set; default unknown. */
  readonly secrets?: readonly string[];
  /** Whether own files are looked for, of which there are none. */
  readonly noFiles?: true;
  /** Whether the stack's secrets are sealed with the lab's passphrase. */
  readonly sealedPublicly?: true;
  /** Whether Pulumi's engine returns the edited definition while the stack file is unchanged. */
  readonly fromEngine?: true;
}

/** One mistake in a topology that is right otherwise. */
export interface Case extends Circumstances {
  readonly rule: string;
  readonly topology: Topology;
  readonly name: string;
  readonly mistake: Edits | TextEdit;
}

export type Line = readonly [
  topology: Topology,
  name: string,
  mistake: Edits | TextEdit,
  circumstances?: Circumstances,
];

/** The cases of rules, a line each, under the rule that has to find them. */
export function casesOf(lines: Readonly<Record<string, readonly Line[]>>): Case[] {
  return Object.entries(lines).flatMap(([rule, list]) =>
    list.map(([topology, name, mistake, circumstances]) => ({
      rule,
      topology,
      name,
      mistake,
      ...circumstances,
    })),
  );
}

/** Whether a mistake is one in the text. */
export function isTextEdit(mistake: Edits | TextEdit): mistake is TextEdit {
  return Array.isArray(mistake);
}

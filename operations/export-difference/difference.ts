/** How a declared part and an exported one differ: `missing` is in the definition only, `extra` in the export only. */
export type DifferenceKind = "missing" | "extra" | "different";

/** An application that only one side has. */
export interface ApplicationDifference {
  /** The Application object's name. */
  readonly application: string;
  readonly type: string;
  readonly difference: Exclude<DifferenceKind, "different">;
  /** Such as `Pulumi.acme.yaml:12`; undefined if the definition doesn't have it. */
  readonly declaredIn?: string;
  /** The file of the export; undefined if the export doesn't have it. */
  readonly exportedIn?: string;
}

/** An option, a port, a connection or an attribute that differs. */
export interface ValueDifference {
  /** The Application object's name. */
  readonly application: string;
  /** Such as `settings/transcript-auto-save`, `ports/webapi` or `connections/ContactServer`. */
  readonly option: string;
  readonly difference: DifferenceKind;
  readonly declared?: string;
  /** Such as `Pulumi.acme.yaml:12`, or `default`; undefined if the definition doesn't have it. */
  readonly declaredIn?: string;
  readonly exported?: string;
  /** The file of the export; undefined if the export doesn't have it. */
  readonly exportedIn?: string;
  readonly unit?: string;
  /** When the declared value would apply, such as `immediately`. */
  readonly takesEffect: string;
}

/** Options of one application that only the export has, such as those that an Application Template brings. */
export interface ExtraOptions {
  readonly application: string;
  readonly exportedIn: string;
  readonly reason: "not in the catalogue" | "the product's default" | "left to the export";
  /** Whether they are differences. */
  readonly counts: boolean;
  readonly options: readonly { readonly option: string; readonly exported: string }[];
}

/** In what a stack's definition and an export of a Configuration Server differ. */
export interface ExportDifference {
  readonly stack: string;
  /** The export, in the order in which its files are put over each other. */
  readonly files: readonly string[];
  /** The tenant that extra applications were looked for in; undefined is all. */
  readonly tenant?: string;
  /** How many applications both sides have. */
  readonly compared: number;
  readonly applications: readonly ApplicationDifference[];
  readonly values: readonly ValueDifference[];
  readonly extraOptions: readonly ExtraOptions[];
  /** What was left out of the comparison, one sentence each. */
  readonly notCompared: readonly string[];
  /** The number of differences; 0 if the two are the same. */
  readonly differences: number;
}

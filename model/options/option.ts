/** When a changed value is in force: at once, for sessions begun later, after the operator's restart, or read only while starting. */
export type TakesEffect = "immediately" | "next-session" | "after-restart" | "at-start";

/** The type of an option's text. Every value is kept as a string; this says which strings are right. */
export type ValueType =
  | "string"
  | "integer"
  | "boolean"
  /** One of `values`. */
  | "choice"
  /** Several of `values`, separated by commas. */
  | "list"
  /** A text that matches `pattern`. */
  | "pattern"
  /** An absolute http or https address. */
  | "url"
  /** A path on another server: no scheme, no host, no slash in front. */
  | "relative-path"
  /** The key of an endpoint, not the name of a queue. */
  | "endpoint"
  /** A tenant's name and the key of an endpoint, with a colon between. */
  | "tenant-endpoint";

/** The smallest and largest integer, inclusive; an open end is left out. */
export interface Range {
  readonly min?: number;
  readonly max?: number;
}

/** The form of a text. */
export interface TextPattern {
  /** A regular expression for the complete text, in the syntax that JavaScript and JSON Schema share. */
  readonly matches: string;
  /** The same in words, to be put behind "is not". */
  readonly words: string;
}

/** What an option was in earlier releases, as far as it differs. */
export interface Earlier {
  /** The first release that is as the option says; left out where the documentation names none. */
  readonly before?: string;
  /** The product's default in those releases. */
  readonly default?: string;
  /** The range in those releases. */
  readonly range?: Range | "not documented";
}

/** One option of an application type, as its documentation has it; what no page says is left out. */
export interface Option {
  /** The section; a part in angle brackets varies, as in `endpoints:<tenant DBID>` and `service.<service>`. */
  readonly section: string;
  /** The option's name; in angle brackets where the operator invents it, as in `<endpoint>`. */
  readonly name: string;
  readonly type: ValueType;
  /** The value's unit, such as `s`; see `inferred` where no page says it. */
  readonly unit?: string;
  /** What the product does where the option is absent. */
  readonly default?: string;
  /** The value of the seed page, which a definition has unless it says otherwise. */
  readonly guideValue?: string;
  /** Whether the seed's value is for every application, or for those that are highly available only; default "always". */
  readonly guideValueFor?: "always" | "high-availability";
  /** The values of a choice or a list. */
  readonly values?: readonly string[];
  /** The first release that knows a value of `values`; default that of the option. */
  readonly valuesSince?: Readonly<Record<string, string>>;
  /** What a text of type `pattern` looks like. */
  readonly pattern?: TextPattern;
  /** The allowed integers; default any. */
  readonly range?: Range;
  /** What earlier releases had instead, newest first. */
  readonly earlier?: readonly Earlier[];
  /** The first release that knows the option; default any. */
  readonly since?: string;
  /** The last release that knows the option; default none. */
  readonly until?: string;
  /** Undefined is not documented, and then taken to need a restart. */
  readonly takesEffect?: TakesEffect;
  /** Whether chat doesn't work without it. */
  readonly required?: boolean;
  /** The option's other name in the same section: where that is stated, this one is neither required nor set by default. */
  readonly otherName?: string;
  /** Whether the value is a credential, to be stated as a secret. */
  readonly secret?: boolean;
  /** Where the section varies: the one section that `required` and `seed` are about. */
  readonly in?: string;
  /** Whether it belongs to the object's Annex (user properties), where `options` can't put it. */
  readonly annex?: boolean;
  /** What it does, in our own words. */
  readonly description: string;
  /** The seed or the tag of a documentation page, by whose name the reference of options lists it. */
  readonly source: string;
  /** What the source doesn't say in so many words. */
  readonly inferred?: readonly ("name" | "section" | "unit" | "since" | "type" | "range" | "takesEffect")[];
}

import { type ApplicationType, type SecretReference } from "../deployment";
import { type chatServerOptions } from "../options/chat-server";
import { type logOptions } from "../options/log";
import { type mobileServicesOptions } from "../options/mobile-services";
import { type Option } from "../options/option";

type Log = (typeof logOptions)[number];

/** The catalogue's entries of each application type, each with the very names and values it has. */
interface Entries {
  readonly GenesysMobileServices: (typeof mobileServicesOptions)[number] | Log;
  readonly ChatServer: (typeof chatServerOptions)[number] | Log;
  readonly WebApiServer: Log;
  readonly InteractionServer: Log;
  readonly OrchestrationServer: Log;
  readonly ContactServer: Log;
}

/** Where an application keeps values: its options, or the user properties that Genesys Administrator shows as its Annex. */
export type Place = "options" | "annex";

/** The entries of an application type in one place. */
export type EntriesOf<Type extends ApplicationType, In extends Place> = In extends "annex"
  ? Extract<Entries[Type], { readonly annex: true }>
  : Exclude<Entries[Type], { readonly annex: true }>;

/** A catalogue's name with its variable part as a pattern: `endpoints:<tenant DBID>` is `endpoints:${number}`. */
export type Spelled<Name extends string> = Name extends `${infer Begin}<${infer Part}>${infer End}`
  ? `${Begin}${Part extends `${string}DBID` ? number : string}${End}`
  : Name;

/** A text, and what YAML and TypeScript would rather write for it: a number of all digits, a truth value. */
type Written<Text extends string> =
  | Text
  | (Text extends `${infer Digits extends number}` ? Digits : never)
  | (Text extends "true" ? true : Text extends "false" ? false : never);

/** One of the values that the documentation lists. */
type OneOf<Value extends string> = Written<Value> | SecretReference;

/** A number; in a text it has all its digits. */
type WholeNumber = number | `${number}` | SecretReference;

type Text = string | SecretReference;

/** Any value that an option can have. */
export type AnyValue = string | number | boolean | SecretReference;

/** The values of an option; one whose type is not documented takes any. Named types, since the compiler names them in its messages. */
type ExactValue<Entry extends Option> = Entry["type"] extends "integer"
  ? WholeNumber
  : Entry["type"] extends "boolean"
    ? OneOf<"true" | "false">
    : Entry["type"] extends "pattern"
      ? AnyValue
      : Entry["type"] extends "list"
        ? Text
        : Entry extends { readonly values: readonly (infer Value extends string)[] }
          ? OneOf<Value>
          : Entry extends { readonly inferred: readonly (infer Guess)[] }
            ? "type" extends Guess
              ? AnyValue
              : Text
            : Text;

/** The options of one section. */
type ExactSection<Entry extends Option> = {
  readonly [One in Entry as Spelled<One["name"]>]?: ExactValue<One>;
};

/** The sections and options of an application type, as the catalogue has them; no others. */
export type ExactOptions<Type extends ApplicationType, In extends Place = "options"> = {
  readonly [Section in EntriesOf<Type, In>["section"] as Spelled<Section>]?: ExactSection<
    Extract<EntriesOf<Type, In>, { readonly section: Section }>
  >;
};

interface AnySection {
  readonly [option: string]: AnyValue | undefined;
}

/** The same, open for unknown options, which are evaluated afterwards. */
export type OpenOptions<Type extends ApplicationType, In extends Place = "options"> = {
  readonly [Section in keyof ExactOptions<Type, In>]: ExactOptions<Type, In>[Section] & AnySection;
} & { readonly [section: string]: AnySection | undefined };

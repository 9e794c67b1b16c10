import { type Definition } from "../definition/definition";
import { type ApplicationGroup, type ApplicationType, type applicationTypes } from "../deployment";
import { type Option } from "../options/option";
import { type CheckedConnections } from "./connections";
import { type Declared, type ExactDefinition } from "./definition";
import { type KnownKeys } from "./keys";
import { type Marked, type Mistake } from "./mistake";
import { type EntriesOf, type Place, type Spelled } from "./options";

/** The catalogue's entries of a section, which may be spelled with a number or a name in its variable part. */
type EntriesAt<Entry, Section> = Entry extends Option
  ? Section extends Spelled<Entry["section"]>
    ? Entry
    : never
  : never;

type NamesAt<Entry> = Entry extends Option ? Spelled<Entry["name"]> : never;

type SectionsAt<Entry> = Entry extends Option ? Spelled<Entry["section"]> : never;

/** A section with a mistake in the place of every option that neither the catalogue lists nor `unlisted` marks. */
type CheckedSection<Entry, Section, Options> = {
  readonly [Name in keyof Options]: string extends Name
    ? unknown
    : Name extends NamesAt<Entry>
      ? unknown
      : Options[Name] extends Marked
        ? unknown
        : Mistake<
            `${Name & string} is no option of [${Section & string}] that is known; write unlisted(...) if it is one`,
            NamesAt<Entry>
          >;
};

type CheckedOptions<Type extends ApplicationType, In extends Place, Options> = {
  readonly [Section in keyof Options]: string extends Section
    ? unknown
    : [EntriesAt<EntriesOf<Type, In>, Section>] extends [never]
      ? Options[Section] extends Readonly<Record<string, Marked>>
        ? unknown
        : Mistake<
            `[${Section & string}] is no section of ${Type} ${In} that is known; write unlisted(...) around its values if it is one`,
            SectionsAt<EntriesOf<Type, In>>
          >
      : CheckedSection<EntriesAt<EntriesOf<Type, In>, Section>, Section, Options[Section]>;
};

type CheckedApplication<
  All,
  Group extends ApplicationGroup,
  Self,
  Application,
  Shape = Declared<Group>,
> = KnownKeys<Omit<Application, Place | "connections" | "backup">, Shape> & {
  readonly [Key in keyof Application]: Key extends Place
    ? CheckedOptions<(typeof applicationTypes)[Group], Key, Application[Key]>
    : Key extends "connections"
      ? Key extends keyof Shape
        ? CheckedConnections<All, Group, Self, Application[Key]>
        : Mistake<"A warm standby has its primary's connections">
      : Key extends "backup"
        ? Key extends keyof Shape
          ? CheckedApplication<All, Group, Self, Application[Key], NonNullable<Shape[Key]>>
          : Mistake<"Only a Chat Server can have a warm standby">
        : unknown;
};

/** A definition with a mistake in place of everything that its types show to be wrong. */
export type Checked<All> = {
  readonly [Key in keyof All]: Key extends ApplicationGroup
    ? { readonly [Self in keyof All[Key]]: CheckedApplication<All, Key, Self, All[Key][Self]> }
    : Key extends keyof ExactDefinition
      ? KnownKeys<All[Key], Definition[Key]>
      : Mistake<`${Key & string} is not a key that is known here`, keyof ExactDefinition>;
};

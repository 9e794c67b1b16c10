import { type Definition } from "../definition/definition";
import { type ApplicationGroup, type ApplicationType, type applicationTypes } from "../deployment";
import { type ExactOptions, type OpenOptions, type Place } from "./options";

/** The same data, with nothing in it that can be written to. */
export type Frozen<Data> = Data extends readonly (infer Item)[]
  ? readonly Frozen<Item>[]
  : Data extends object
    ? { readonly [Key in keyof Data]: Frozen<Data[Key]> }
    : Data;

/** Whether unlisted options have a place. */
export type Room = "closed" | "open";

type OptionsIn<Type extends ApplicationType, In extends Place, Has extends Room> = Has extends "open"
  ? OpenOptions<Type, In>
  : ExactOptions<Type, In>;

type ExactApplication<Declared, Type extends ApplicationType, Has extends Room> = {
  readonly [Key in keyof Declared]: Key extends Place
    ? OptionsIn<Type, Key, Has>
    : Key extends "backup"
      ? ExactApplication<NonNullable<Declared[Key]>, Type, Has>
      : Frozen<Declared[Key]>;
};

/** A group of the definition as it is written: its applications by name. */
export type Declared<Group extends ApplicationGroup> = NonNullable<Definition[Group]>[string];

/**
 * A definition whose options are those of the catalogue, for writing it in TypeScript. `extend` is for files: in TypeScript a
 * definition is put over another one by spreading it.
 */
export type ExactDefinition<Has extends Room = "closed"> = {
  readonly [Key in keyof Definition as Exclude<Key, "extend">]: Key extends ApplicationGroup
    ? Readonly<Record<string, ExactApplication<Declared<Key>, (typeof applicationTypes)[Key], Has>>>
    : Frozen<Definition[Key]>;
};

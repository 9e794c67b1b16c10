import { type Mistake } from "./mistake";

/** Of a key's values the one that is a map; a list or a scalar has no keys to choose. */
type MapIn<Value> = Value extends readonly unknown[] ? never : Value extends object ? Value : never;

/** Every key of every branch. */
type KeysOf<Shape> = Shape extends unknown ? keyof Shape : never;

type ValueAt<Shape, Key> = Shape extends unknown ? (Key extends keyof Shape ? Shape[Key] : never) : never;

/** Data with a mistake in the place of every key that its shape doesn't have, at any depth. */
export type KnownKeys<Data, Shape> = Data extends readonly unknown[]
  ? unknown
  : Data extends object
    ? {
        readonly [Key in keyof Data]: Key extends KeysOf<MapIn<Shape>>
          ? KnownKeys<Data[Key], ValueAt<MapIn<Shape>, Key>>
          : Mistake<`${Key & string} is not a key that is known here`, KeysOf<MapIn<Shape>>>;
      }
    : unknown;

/** Never a value: what the compiler names where a definition is wrong, so that its message says what to do. */
export interface Mistake<Says extends string, Instead = never> {
  /** What is wrong. */
  readonly mistake: Says;
  /** What would be right, where that can be listed. */
  readonly instead: Instead;
}

declare const mark: unique symbol;

/** The mark of a value whose option is unknown; there is no such property at run time. */
export interface Marked {
  readonly [mark]: "unlisted";
}

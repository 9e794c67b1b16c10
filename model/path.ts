/** Where a value stands in a definition, as keys and list positions from its root. */
export type Path = readonly (string | number)[];

/** Whether the first path is the second one or holds it. */
export function holds(outer: Path, inner: Path): boolean {
  return outer.length <= inner.length && outer.every((part, index) => String(part) === String(inner[index]));
}

/** Orders texts by code point: what `sort` does unasked, spelled out because locales must not matter. */
export function byCodePoint(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

/** The entries of a map of the definition in an order that doesn't depend on how it was written. */
export function sortedEntries<T>(map: Readonly<Record<string, T>> | undefined): [string, T][] {
  return Object.entries(map ?? {}).sort(([left], [right]) => byCodePoint(left, right));
}

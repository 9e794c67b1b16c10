/** Position of a value in a definition: keys and list positions from its root. */
export type Path = readonly (string | number)[];

/** Whether the first path is the second one or holds it. */
export function holds(outer: Path, inner: Path): boolean {
  return outer.length <= inner.length && outer.every((part, index) => String(part) === String(inner[index]));
}

/**
 * A set of paths that answers in the time of one path's length: a definition can have as many faults as it has values, and comparing
 * each with all others takes minutes for a file of a megabyte.
 */
export class PathSet {
  private readonly members = new Set<string>();
  private readonly around = new Set<string>();

  constructor(paths: Iterable<Path> = []) {
    for (const path of paths) this.add(path);
  }

  add(path: Path): void {
    const prefixes = prefixesOf(path);
    this.members.add(prefixes.at(-1)!);
    for (const prefix of prefixes) this.around.add(prefix);
  }

  /** Returns true if the path itself is a member. */
  has(path: Path): boolean {
    return this.members.has(keyOf(path));
  }

  /** Returns true if a member is the path or holds it. */
  covers(path: Path): boolean {
    return prefixesOf(path).some((prefix) => this.members.has(prefix));
  }

  /** Returns true if a member is the path or lies inside it. */
  reaches(path: Path): boolean {
    return this.around.has(keyOf(path));
  }

  /** The members that are the path or hold it, the outermost first. */
  outerOf(path: Path): Path[] {
    return prefixesOf(path).flatMap((prefix, length) =>
      this.members.has(prefix) ? [path.slice(0, length)] : [],
    );
  }
}

/** The keys of a path's beginnings, from the root's to its own. */
function prefixesOf(path: Path): string[] {
  const prefixes = [""];
  for (const part of path) prefixes.push(`${prefixes.at(-1)}${partKey(part)}`);
  return prefixes;
}

const keyOf = (path: Path): string => path.map(partKey).join("");

/** The length in front keeps parts apart whatever they hold. */
const partKey = (part: string | number): string => `${String(part).length}:${part}`;

/** Orders texts by code point: what `sort` does unasked, spelled out because locales must not matter. */
export function byCodePoint(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

/** The entries of a map of the definition in an order that doesn't depend on how it was written. */
export function sortedEntries<T>(map: Readonly<Record<string, T>> | undefined): [string, T][] {
  return Object.entries(map ?? {}).sort(([left], [right]) => byCodePoint(left, right));
}

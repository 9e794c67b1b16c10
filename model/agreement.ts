import { type Path } from "./path";

/** Where two readings of one definition differ first, by sorted keys; undefined where they agree. */
export function firstDifference(left: unknown, right: unknown, path: Path = []): Path | undefined {
  if (Object.is(left, right)) return undefined;
  if (Array.isArray(left) && Array.isArray(right)) {
    for (let index = 0; index < Math.max(left.length, right.length); index++) {
      const found = firstDifference(left[index], right[index], [...path, index]);
      if (found) return found;
    }
    return undefined;
  }
  const maps = [left, right].every(
    (side) => typeof side === "object" && side !== null && !Array.isArray(side),
  );
  // A list or a map that is as deep as this is refused elsewhere.
  if (!maps || path.length > 32) return path;
  const [a, b] = [left as Record<string, unknown>, right as Record<string, unknown>];
  for (const key of [...new Set([...Object.keys(a), ...Object.keys(b)])].sort()) {
    const [inA, inB] = [own(a, key), own(b, key)];
    const found = firstDifference(inA, inB, [...path, key]);
    if (found) return found;
  }
  return undefined;
}

function own(map: Record<string, unknown>, key: string): unknown {
  return Object.hasOwn(map, key) ? map[key] : undefined;
}

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

/**
 * The definition in the text that the engine has for its config key: a list or a map as JSON, a scalar as it is. Which of the two
 * a text such as `{}` was is not visible in it, so the written text decides.
 */
export function engineValue(text: string, written: unknown): unknown {
  if (text === written) return text;
  // What the engine has for a key without a value.
  if (text === "") return null;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

function own(map: Record<string, unknown>, key: string): unknown {
  return Object.hasOwn(map, key) ? map[key] : undefined;
}

/** The same value with the keys of every map in another order; lists keep theirs, since it means something. */
export function shuffled<T>(value: T, random: () => number): T {
  if (Array.isArray(value)) return value.map((item: unknown) => shuffled(item, random)) as T;
  if (value === null || typeof value !== "object") return value;
  const entries = Object.entries(value).map(
    ([key, item]) => [random(), key, shuffled(item, random)] as const,
  );
  entries.sort(([left], [right]) => left - right);
  return Object.fromEntries(entries.map(([, key, item]) => [key, item])) as T;
}

/** Numbers from 0 to 1 that are the same in every run, so that a failure can be seen again. */
export function sequence(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

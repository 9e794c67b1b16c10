import { byCodePoint } from "./path";

/** Longer names are no slip of the finger, and the distance costs their product. */
const longest = 100;

/**
 * The known name that was probably meant, for a "did you mean"; undefined where none is near.
 * Near is at most one slip in three letters: a letter wrong, missing, added, or swapped with its neighbour.
 */
export function nearest(name: string, known: Iterable<string>): string | undefined {
  if (name.length > longest) return undefined;
  const wanted = name.toLowerCase();
  let best: string | undefined;
  let bestDistance = Math.max(1, Math.floor(name.length / 3)) + 1;
  for (const candidate of [...known].sort(byCodePoint)) {
    // A name in the wrong case is nearer than any slip.
    const lower = candidate.toLowerCase();
    // Each letter more or less is a slip: most names need no comparison.
    if (Math.abs(lower.length - wanted.length) >= bestDistance) continue;
    const distance = lower === wanted ? 0 : slips(wanted, lower);
    if (distance < bestDistance && candidate !== name && distance < candidate.length) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

/** A sentence to put behind a problem; undefined where no known name is near. */
export function didYouMean(name: string, known: Iterable<string>): string | undefined {
  const best = nearest(name, known);
  return best === undefined ? undefined : `Did you mean "${best}"?`;
}

/** Most comparisons of names for one list: seconds, and far more than a definition with slips needs. */
const mostComparisons = 100_000;

/**
 * Suggestions from one list of known names. A definition can have as many wrong names as right ones, and comparing each with all others
 * takes minutes for a file of a megabyte: after so many comparisons there are no more suggestions.
 */
export class Suggestions {
  private compared = 0;

  constructor(private readonly known: readonly string[]) {}

  /** A sentence to put behind a problem; undefined if no known name is near, or too many were asked for. */
  didYouMean(name: string): string | undefined {
    if (this.compared > mostComparisons) return undefined;
    this.compared += this.known.length;
    return didYouMean(name, this.known);
  }
}

/** The optimal string alignment distance of two texts. */
function slips(left: string, right: string): number {
  if (Math.abs(left.length - right.length) > left.length || right.length > longest) return Infinity;
  let before: number[] = [];
  let last = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let i = 1; i <= left.length; i++) {
    const row = [i];
    for (let j = 1; j <= right.length; j++) {
      const same = left[i - 1] === right[j - 1];
      let cost = Math.min(last[j]! + 1, row[j - 1]! + 1, last[j - 1]! + (same ? 0 : 1));
      const swapped = i > 1 && j > 1 && left[i - 1] === right[j - 2] && left[i - 2] === right[j - 1];
      if (swapped) cost = Math.min(cost, before[j - 2]! + 1);
      row.push(cost);
    }
    before = last;
    last = row;
  }
  return last[right.length]!;
}

import type { Problem } from "../../model/problem";
import { byCodePoint } from "../../render";

/** What became of problems between two definitions. */
export interface ProblemChanges {
  /** Undefined where nothing is known of before; then all are remaining. */
  readonly fresh?: readonly Problem[];
  readonly mended?: readonly Problem[];
  readonly remaining: readonly Problem[];
}

/** Compares problems by what they say, wherever they have moved in their files. */
export function problemChanges(
  before: readonly Problem[] | undefined,
  after: readonly Problem[],
): ProblemChanges {
  const sorted = [...after].sort(bySeverity);
  if (!before) return { remaining: sorted };
  const [old, now] = [before, after].map((problems) => new Set(problems.map(identity))) as [
    Set<string>,
    Set<string>,
  ];
  return {
    fresh: sorted.filter((problem) => !old.has(identity(problem))),
    mended: [...before].sort(bySeverity).filter((problem) => !now.has(identity(problem))),
    remaining: sorted.filter((problem) => old.has(identity(problem))),
  };
}

const identity = ({ rule, path, message }: Problem) => JSON.stringify([rule, path, message]);

const ranks = { error: 0, warning: 1, advice: 2 } as const;

function bySeverity(a: Problem, b: Problem): number {
  return ranks[a.severity] - ranks[b.severity] || byCodePoint(a.path, b.path);
}

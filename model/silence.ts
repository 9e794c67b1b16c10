import { byCodePoint } from "./path";
import { type Problem } from "./problem";
import { isSilenceable, type Rule } from "./rules/rule";

/** A problem that is not reported, and why. */
export interface SilencedProblem {
  readonly problem: Problem;
  /** What the definition says about it. */
  readonly reason: string;
}

/** Parts what the rules found into what is reported and what the definition silences; a rule that can't be silenced is reported. */
export function silence(
  found: readonly Problem[],
  reasons: Readonly<Record<string, string>> | undefined,
  rules: readonly Rule[],
): { readonly reported: readonly Problem[]; readonly silenced: readonly SilencedProblem[] } {
  const silent = new Map(
    Object.entries(reasons ?? {}).filter(([id]) =>
      rules.some((rule) => rule.id === id && isSilenceable(rule)),
    ),
  );
  return {
    reported: found.filter(({ rule }) => !silent.has(rule)),
    silenced: found
      .flatMap((problem) => {
        const reason = silent.get(problem.rule);
        return reason === undefined ? [] : [{ problem, reason }];
      })
      .sort((a, b) => byCodePoint(a.problem.rule + a.problem.path, b.problem.rule + b.problem.path)),
  };
}

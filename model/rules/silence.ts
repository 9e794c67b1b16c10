import { didYouMean } from "../nearest";
import { sortedEntries } from "../path";
import { type SilencedProblem } from "../silence";
import { type Finding, isSilenceable, type Rule } from "./rule";

/** What a definition may keep quiet about. These rules are handed all others. */
export function silenceRules(rules: readonly Rule[]): readonly Rule[] {
  return [known(rules), allowed(rules), silenceUsed];
}

function known(rules: readonly Rule[]): Rule {
  return {
    id: "silence-known",
    severity: "error",
    sentence: "A silence names a rule.",
    reason: "One that names none silences nothing, although it looks as if it did.",
    source: "design",
    *check({ definition }) {
      const ids = rules.map(({ id }) => id);
      for (const [id] of sortedEntries(definition.silence)) {
        if (ids.includes(id)) continue;
        const hint = didYouMean(id, ids) ?? "docs/reference/rules.md lists them.";
        yield { path: ["silence", id], message: `There is no rule ${id} that could be silenced.`, hint };
      }
    },
  };
}

function allowed(rules: readonly Rule[]): Rule {
  return {
    id: "silence-allowed",
    severity: "error",
    sentence: "A rule whose breach would break the deployment is not silenced.",
    reason: "Silencing it would only move the failure to run time, when it costs chats.",
    source: "design",
    *check({ definition }) {
      for (const [id] of sortedEntries(definition.silence)) {
        const rule = rules.find((other) => other.id === id);
        if (!rule || isSilenceable(rule)) continue;
        const message = `${id} can't be silenced: ${rule.reason.charAt(0).toLowerCase()}${rule.reason.slice(1)}`;
        yield { path: ["silence", id], message, hint: "Fix its breach instead." };
      }
    },
  };
}

/** Found by the evaluation itself, which alone knows what was silenced. */
export const silenceUsed: Rule = {
  id: "silence-used",
  severity: "warning",
  sentence: "A silence has something to silence.",
  reason: "An obsolete one would hide the next breach.",
  source: "design",
  check: () => [],
};

/** The silences that nothing was found for; those that silence nothing anyway have their own rules. */
export function idleSilences(
  reasons: Readonly<Record<string, string>> | undefined,
  silenced: readonly SilencedProblem[],
  rules: readonly Rule[],
): Finding[] {
  const used = new Set(silenced.map(({ problem }) => problem.rule));
  const can = new Set(rules.filter(isSilenceable).map(({ id }) => id));
  return sortedEntries(reasons)
    .filter(([id]) => can.has(id) && !used.has(id))
    .map(([id]) => ({
      path: ["silence", id],
      message: `Nothing in this definition breaks ${id}.`,
      hint: "Take the silence out.",
    }));
}

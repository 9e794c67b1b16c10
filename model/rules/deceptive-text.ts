import { codePointName, deceptiveCharacter } from "../deceptive-text";
import { type Path, sortedEntries } from "../path";
import { type Finding, type Rule } from "./rule";

const visible: Rule = {
  id: "text-visible",
  severity: "warning",
  sentence: "Keys and values hold no character that is invisible or turns the direction of writing.",
  reason: "The text looks like another one: a reviewer approves what is not deployed.",
  source: "Unicode TR 36, 2.10; CVE-2021-42574",
  *check({ definition }) {
    yield* findings(definition, []);
  },
};

function* findings(value: unknown, path: Path): Generator<Finding> {
  if (typeof value === "string") {
    const found = deceptiveCharacter(value);
    if (found === undefined) return;
    const message = `The value holds the character ${codePointName(found)}, which can't be seen and changes how the text looks.`;
    yield { path, message, hint: "Remove the character." };
  } else if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) yield* findings(item, [...path, index]);
  } else if (typeof value === "object" && value !== null) {
    for (const [key, item] of sortedEntries(value as Record<string, unknown>)) {
      const found = deceptiveCharacter(key);
      if (found !== undefined) {
        const message = `The key holds the character ${codePointName(found)}, which can't be seen and changes how the text looks.`;
        yield { path: [...path, key], message, hint: "Remove the character." };
      }
      yield* findings(item, [...path, key]);
    }
  }
}

/** Texts that look like others. */
export const deceptiveTextRules: readonly Rule[] = [visible];

// @ts-check
"use strict";

/*
 * The lint rule for docs/glossary.md: refuses words of the private vocabulary that this project once had, in comments, strings
 * and documents. cspell's flagWords and vale were considered: the first splits a text into words, so it can't find phrases; the
 * second is a program that npm does not install.
 */

/** Each phrase to avoid (a space also matches a line break in a comment), as a regular expression without groups, and what to write instead. @type {[string, string][]} */
const phrases = [
  ["nobody", "name the subject: the operator, no process, no stack"],
  ["somebody|whoever", "name the subject: the operator, another process, the active member"],
  ["anew", "again; for a container: recreated"],
  ["at hand", "available"],
  ["for good", "permanently"],
  ["mend(?:s|ed|ing)?", "fix, repair"],
  ["(?:is|are|was|were|be|been|being) told", "is reported, gets, knows"],
  ["tells? of|told of", "reports"],
  ["stands(?! (?:in for|for)\\b)", "is, runs"],
  ["go(?:es)? on|going on|went on", "continue"],
  ["wholes?|unwhole", "healthy, complete, all of; for a number: integer"],
  ["in life", "at run time"],
  ["by its name", "by name"],
  ["of (?:ours|yours)", "of this project; custom, your own"],
  ["what is there", "name the objects"],
  ["puts? right", "repairs"],
  ["takes? in", "applies, contains"],
  ["gives(?! (?:up|each|this)\\b)", "returns, grants"],
  ["(?:has|have|had) to be", "must be"],
  ["not to be had", "not available"],
  ["as it is now", "unchanged, the current"],
  ["where it", "if it; for a place: name the place"],
  ["that there isn['’]t", "unknown, missing"],
  ["of a kind", "of the same type"],
];

const pattern = new RegExp(
  phrases
    .map(([phrase]) => `\\b(${phrase})\\b`)
    .join("|")
    .replaceAll(" ", "[\\s*/]+"),
  "gi",
);

/** The phrases to avoid in a text, with the offset of each. @param {string} text */
function findPhrases(text) {
  return [...text.matchAll(pattern)].map((match) => {
    const instead = phrases.find((_, at) => match[at + 1] !== undefined)?.[1];
    return {
      index: match.index,
      message: `Don't write "${match[0]}". Write: ${instead} (docs/glossary.md).`,
    };
  });
}

/** For JavaScript and TypeScript: comments, strings, templates and regular expressions. @type {import("eslint").Rule.RuleModule} */
const rule = {
  meta: { type: "suggestion", schema: [] },
  create(context) {
    const { sourceCode } = context;
    /** @param {{ range?: [number, number] }} part */
    const check = ({ range: [start, end] = [0, 0] }) => {
      for (const { index, message } of findPhrases(sourceCode.text.slice(start, end))) {
        context.report({ loc: sourceCode.getLocFromIndex(start + index), message });
      }
    };
    return {
      Program: () => sourceCode.getAllComments().forEach(check),
      TemplateElement: check,
      Literal: (node) => {
        if (typeof node.value === "string" || "regex" in node) check(node);
      },
    };
  },
};

/**
 * The texts in work. For documents, YAML, Go and shell, the complete text is checked, by a processor: ESLint needs no parser for them.
 *
 * @type {Map<string, string>}
 */
const texts = new Map();

/** @type {import("eslint").Linter.Processor} */
const processor = {
  meta: { name: "plain-words" },
  preprocess(text, file) {
    texts.set(file, text);
    return [];
  },
  postprocess(_, file) {
    const text = texts.get(file) ?? "";
    texts.delete(file);
    return findPhrases(text).map(({ index, message }) => {
      const lines = text.slice(0, index).split("\n");
      return {
        ruleId: "house/plain-words",
        severity: 2,
        message,
        line: lines.length,
        column: (lines.at(-1) ?? "").length + 1,
      };
    });
  },
};

module.exports = { rules: { "plain-words": rule }, processors: { text: processor }, findPhrases };

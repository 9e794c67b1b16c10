import { twoPairs } from "../fixtures/pairs";
import { resolve } from "../resolve";
import { type Source } from "../source";
import { type Case, cases, mistaken, production } from "./cases";
import { rules } from "./registry";
import { type Rule } from "./rule";
import { readingRules } from "./text";

function problemsOf(wrong: Case, kept: readonly Rule[] = rules) {
  const others = Object.entries(wrong.others ?? {}).map(([file, definition]) => ({
    file,
    deployment: resolve(definition).deployment!,
  }));
  const source: Source | undefined = wrong.secrets && {
    file: "x",
    problems: [],
    unsure: [],
    secrets: new Set(wrong.secrets),
    positionOf: () => undefined,
  };
  return resolve(mistaken(wrong), source, { others, rules: kept }).problems;
}

test.each([
  ["two pairs", twoPairs()],
  ["two pairs in production", production()],
])("%s are right", (_, definition) => {
  const { deployment, problems } = resolve(definition);
  expect(problems.filter(({ severity }) => severity !== "advice")).toEqual([]);
  expect(deployment).toBeDefined();
});

describe.each(cases.map((wrong) => [wrong.rule, wrong.name, wrong] as const))("%s: %s", (id, _, wrong) => {
  test("is found, and nothing else is called an error", () => {
    const problems = problemsOf(wrong);
    const found = problems.find(({ rule, path }) => rule === id && path === wrong.path);
    expect(problems.map(({ rule, path }) => `${rule} ${path}`)).toContain(`${id} ${wrong.path}`);
    const errors = problems
      .filter(({ severity }) => severity === "error")
      .map(({ rule, path }) => `${rule} ${path}`);
    const expected = found!.severity === "error" ? [`${id} ${wrong.path}`, ...(wrong.also ?? [])] : [];
    expect(errors.sort()).toEqual(expected.sort());
    if (wrong.says)
      expect(`${found!.message} ${found!.hint} ${found!.allowed?.join(" ")}`).toMatch(wrong.says);
  });

  test("is not found with the rule switched off", () => {
    const without = rules.filter((rule) => rule.id !== id);
    expect(problemsOf(wrong, without).filter(({ rule }) => rule === id)).toEqual([]);
  });
});

test("every rule is tripped by some case", () => {
  const tripped = new Set(cases.map(({ rule }) => rule));
  expect(rules.map(({ id }) => id).filter((id) => !tripped.has(id))).toEqual([]);
});

test("every rule says what has to hold, why, and who says so, under an id of its own", () => {
  const all = [...rules, ...readingRules];
  expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
  for (const { id, sentence, reason, source } of all) {
    expect(id).toMatch(/^[a-z]+(?:-[a-z]+)*$/);
    expect([sentence, reason].every((text) => /\.$/.test(text))).toBe(true);
    expect(source).not.toBe("");
  }
});

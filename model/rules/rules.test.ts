import { exampleDefinition } from "../../test/support/topologies";
import { expectedBesides, expectedPath, problemsOf } from "../../test/support/mistakes";
import { topologies } from "../fixtures/topology";
import { resolve } from "../resolve";
import { type Case, cases } from "./cases";
import { rules } from "./registry";
import { readingRules } from "./text";

const ids = new Set(rules.map(({ id }) => id));

test.each(topologies)("%s is right before a mistake is made in it", (topology) => {
  const { deployment, problems } = resolve(exampleDefinition(topology));
  expect(problems.filter(({ severity }) => severity !== "advice")).toEqual([]);
  expect(deployment).toBeDefined();
});

const named = (wrong: Case) => [wrong.rule, wrong.topology, wrong.name, wrong] as const;

describe.each(cases.map(named))("%s in %s: %s", (id, _topology, _name, wrong) => {
  test("is found in its place, and nothing else is called an error", () => {
    const problems = problemsOf(wrong);
    const path = expectedPath(wrong);
    const all = problems.map((problem) => `${problem.rule} ${problem.path}`);
    expect(all).toContain(`${id} ${path}`);
    const found = problems.find((problem) => problem.rule === id && problem.path === path)!;
    const errors = problems
      .filter(({ severity }) => severity === "error")
      .map((problem) => `${problem.rule} ${problem.path}`);
    const own = found.severity === "error" ? [`${id} ${path}`] : [];
    expect(errors.sort()).toEqual([...own, ...expectedBesides(wrong)].sort());
    if (wrong.says) expect(said(found)).toMatch(wrong.says);
  });

  // A rule of reading is not one that can be left out: without it there is no definition to judge.
  if (ids.has(id)) {
    test("is not found with the rule switched off", () => {
      const found = problemsOf(
        wrong,
        rules.filter((rule) => rule.id !== id),
      );
      expect(found.filter(({ rule }) => rule === id)).toEqual([]);
    });
  }
});

function said({
  message,
  hint = "",
  allowed = [],
}: {
  message: string;
  hint?: string;
  allowed?: readonly string[];
}) {
  return [message, hint, ...allowed].join(" ");
}

test("every rule is tripped by some case, those of reading included", () => {
  const tripped = new Set(cases.map(({ rule }) => rule));
  // What a definition extends is looked for before it is judged: those rules have their tests beside the merging.
  const judging = [...rules, ...readingRules].map(({ id }) => id).filter((id) => !id.startsWith("extend-"));
  expect(judging.filter((id) => !tripped.has(id))).toEqual([]);
});

test("there are at least 200 mistakes, and at least 20 in each topology", () => {
  expect(cases.length).toBeGreaterThanOrEqual(200);
  const counts = topologies.map((topology) => cases.filter((wrong) => wrong.topology === topology).length);
  expect(Math.min(...counts)).toBeGreaterThanOrEqual(20);
});

test("no two cases are the same mistake in the same topology", () => {
  const written = cases.map(({ topology, mistake, others, secrets, noFiles, sealedPublicly, fromEngine }) =>
    JSON.stringify(
      [topology, mistake, others, secrets, noFiles, sealedPublicly, fromEngine],
      (_, value: unknown) => (value === undefined ? "(taken out)" : value),
    ),
  );
  expect(written.filter((text, index) => written.indexOf(text) !== index)).toEqual([]);
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

import { problem } from "../../test/support/reports";
import type { Problem } from "../../model/problem";
import { problemChanges } from "./problem-changes";

test("problems are new, fixed or remaining by their message, wherever they moved", () => {
  const moved = { ...problem, line: 30 };
  const other: Problem = { ...problem, rule: "other", severity: "advice" };
  expect(problemChanges([problem], [moved])).toMatchObject({ fresh: [], mended: [], remaining: [moved] });
  expect(problemChanges([problem], [other])).toEqual({ fresh: [other], mended: [problem], remaining: [] });
});

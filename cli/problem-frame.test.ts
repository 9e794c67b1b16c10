import type { Problem } from "../model/problem";
import { groupProblems } from "../model/problem-groups";
import { ansi } from "./colours";
import { framedProblems } from "./problem-frame";

const file = "Pulumi.dev.yaml";
const problem = (line: number, column: number, severity: Problem["severity"] = "error"): Problem => ({
  rule: "endpoint-exists",
  severity,
  path: "/x",
  message: "It is not there.",
  file,
  line,
  column,
});

/** The frame of a place in a text, without the problem's own line. */
function frame(text: string, line: number, column: number, width?: number): string[] {
  const written = framedProblems(
    groupProblems([problem(line, column)]),
    new Map([[file, text]]),
    width === undefined ? {} : { width },
  );
  const [head, ...rows] = written.trimEnd().split("\n");
  expect(head).toBe(`${file}:${line}:${column}: error [endpoint-exists] /x: It is not there.`);
  return rows;
}

test("the line before, the line, and marks below the value", () => {
  expect(frame("a:\n  chat:\n    queue: nowhere  # why\n", 3, 12)).toEqual([
    "   2 |   chat:",
    "   3 |     queue: nowhere  # why",
    "     |            ^^^^^^^",
  ]);
});

test.each([
  ["a key", "  chat: x", 3, "^^^^"],
  ["a key without a value", "chat:", 1, "^^^^"],
  ["a text of several words, with a comma", "k: Please, join me # now", 4, "^^^^^^^^^^^^^^^"],
  ["a text in braces", "k: { a: Chat In, b: c }", 9, "^^^^^^^"],
  ["an item in brackets", "k: [WebAPI, b]", 5, "^^^^^^"],
  ["a text behind braces that are closed", "k: {} # {\nk: a, b", 4, "^^"],
  ["double quotes", 'k: "a: \\" # b", x', 4, "^^^^^^^^^^^"],
  ["single quotes", "k: 'it''s, so' # b", 4, "^^^^^^^^^^^"],
  ["braces in quotes are none", 'k: "{", l: a, b', 12, "^^^^"],
  ["an address", "k: http://x.example:80/y", 4, "^^^^^^^^^^^^^^^^^^^^^"],
  ["the end of a line", "k: a", 5, "^"],
  ["an empty line", "", 1, "^"],
])("%s", (_, text, column, marks) => {
  const [, below] = frame(text, 1, column);
  expect(below).toBe(`     | ${" ".repeat(column - 1)}${marks}`);
});

test("tabs, wide and invisible characters keep the marks where they belong", () => {
  expect(frame("\ta: 聊天: x", 1, 5)).toEqual(["   1 |     a: 聊天: x", "     |        ^^^^"]);
  expect(frame('"é😀e\u0301": bad', 1, 10)).toEqual(['   1 | "é😀e\u0301": bad', "     |         ^^^"]);
  expect(frame("\uFEFFa: bad", 1, 5)).toEqual(["   1 | a: bad", "     |    ^^^"]);
});

test("a carriage return at the end of a line is none of it", () => {
  expect(frame("a:\r\n  b: bad\r\n", 2, 6)).toEqual(["   1 | a:", "   2 |   b: bad", "     |      ^^^"]);
});

test("what a terminal would obey is shown instead", () => {
  expect(frame("a: \u001B[31m\u0007 \u202Ex", 1, 4)[0]).toBe("   1 | a: ␛[31m␇ <U+202E>x");
});

test("a long line is cut around the place, and the line before it at the same columns", () => {
  const text = `${"x".repeat(100)}\n${"a".repeat(60)}: bad ${"b".repeat(60)}\nc: d`;
  expect(frame(text, 2, 63, 47)).toEqual([
    "   1 | …" + "x".repeat(38) + "…",
    "   2 | …" + "a".repeat(10) + ": bad " + "b".repeat(22) + "…",
    "     | " + " ".repeat(13) + "^".repeat(27),
  ]);
  expect(frame(text, 2, 1, 47)[1]).toBe("   2 | " + "a".repeat(39) + "…");
  // The end of a line takes all the room there is before it.
  expect(frame(text, 2, 127, 47)[1]).toBe("   2 | …" + "b".repeat(39));
});

test("a wide character that the cut goes through keeps its room", () => {
  const rows = frame(`${"聊".repeat(60)}: bad`, 1, 63, 47);
  expect(rows[0]).toMatch(/^ {3}1 \| …聊+: bad$/);
  expect(rows[1]).toBe("     | " + " ".repeat(37) + "^^^");
});

test("a line as long as a file costs no time", () => {
  const text = `a: [${"x, ".repeat(300_000)}bad]`;
  const began = process.hrtime.bigint();
  const [line, marks] = frame(text, 1, text.length - 3);
  expect(Number(process.hrtime.bigint() - began) / 1e9).toBeLessThan(1);
  expect(line).toMatch(/x, bad]$/);
  expect(marks).toMatch(/\^\^\^$/);
});

test("without a position, or a line that there is none of, there is no frame", () => {
  const texts = new Map([[file, "a: b"]]);
  const nowhere = { ...problem(1, 1), file: null, line: null, column: null };
  for (const odd of [problem(7, 1), nowhere, { ...problem(1, 1), file: "other.yaml" }]) {
    expect(
      framedProblems(groupProblems([odd]), texts)
        .trimEnd()
        .split("\n"),
    ).toHaveLength(1);
  }
});

test("colours are for the severity, the gutter and the marks, and change nothing else", () => {
  const texts = new Map([[file, "a: b"]]);
  const colour = framedProblems(groupProblems([problem(1, 4, "warning")]), texts, { paint: ansi });
  expect(colour).toContain("\u001B[33mwarning [endpoint-exists]\u001B[0m");
  expect(colour).toContain("\u001B[33m^\u001B[0m");
  expect(colour.replace(/\u001B\[\d+m/g, "")).toBe(
    framedProblems(groupProblems([problem(1, 4, "warning")]), texts).replaceAll("|\n", "| \n"),
  );
});

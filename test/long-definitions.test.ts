import { readSource, resolve } from "../model";
import { longTexts } from "./support/long-texts";

/** Seconds of processor time, which neighbours on a busy machine do not take, for a text of up to 300 KB. */
const most = 4;

/* bench/growth.ts measures the growth; what took minutes before takes less than this. */
test.each([
  ["lines of blanks in a text", 40_000],
  ["tenants with endpoints", 8_000],
  ["external servers that lack a key", 6_000],
  ["connections to nothing", 5_000],
  ["options that can be read two ways", 12_000],
  ["unknown keys", 20_000],
])("a definition with many %s is judged in seconds", (kind, size) => {
  const text = longTexts[kind]!(size);
  const before = process.cpuUsage();
  const { definition, source } = readSource(text, "long.yaml");
  resolve(definition, source);
  const { user, system } = process.cpuUsage(before);
  expect((user + system) / 1e6).toBeLessThan(most);
});

test.each(["brackets", "braces", "dashes"])(
  "a text of many nested %s is refused before it is parsed",
  (kind) => {
    for (const size of [101, 1_000, 10_000, 200_000]) {
      const { definition, problems } = readSource(longTexts[kind]!(size), "deep.yaml");
      expect(definition).toBeUndefined();
      expect(problems).toMatchObject([
        {
          rule: "yaml-syntax",
          message: expect.stringMatching(/nested deeper than 100 levels/),
          line: kind === "dashes" ? 2 : 1,
        },
      ]);
    }
  },
);

test.each([
  [
    "brackets that are text",
    `a: "${"[{".repeat(500)}"\nb: '${"[".repeat(500)}'\nc: x${"[".repeat(500)}\n# ${"{".repeat(500)}\n`,
  ],
  ["many short lists", `a: [${"[], ".repeat(500)}]\n`],
  ["many lines that begin with dashes", `a:\n${"  - - x\n".repeat(500)}`],
])("%s are not nested", (_, text) => {
  expect(readSource(text, "flat.yaml").problems).toEqual([]);
});

test("a text of 64 levels is read as deep as it is", () => {
  const levels = Array.from({ length: 64 }, (_, level) => `${"  ".repeat(level)}k:`).join("\n");
  expect(readSource(`${levels} x\n`, "deep.yaml").problems.map(({ rule }) => rule)).toEqual(["too-deep"]);
});

// @ts-check
const fc = require("fast-check");
const LongestFirst = require("./support/longest-first.js");
/** @type {Record<string, number>} */
const known = require("./support/test-durations.json");

/**
 * @param {string} name
 * @returns {any} what the sequencer reads of a test file
 */
const fileOf = (name) => ({ path: `/project/${name}`, context });

const context = { config: { rootDir: "/project", cache: false } };

/**
 * The order in which files are started.
 *
 * @param {string[]} names
 * @param {Record<string, [0 | 1, number]>} [cache] jest's: outcome and milliseconds by file
 */
function started(names, cache = {}) {
  const sequencer = new LongestFirst(/** @type {any} */ ({}));
  const tests = names.map(fileOf);
  for (const [name, entry] of Object.entries(cache))
    sequencer._getCache(tests[0])[`/project/${name}`] = entry;
  return sequencer.sort(tests).map(({ path }) => path.slice("/project/".length));
}

test("starts listed files by their duration, whatever the order, and quick ones last", () => {
  const byDuration = Object.keys(known).sort((a, b) => (known[b] ?? 0) - (known[a] ?? 0) || (a < b ? -1 : 1));
  const quick = ["model/a.test.ts", "model/b.test.ts"];
  fc.assert(
    fc.property(fc.shuffledSubarray([...byDuration, ...quick], { minLength: 2 }), (names) => {
      const expected = [...byDuration, ...quick].filter((name) => names.includes(name));
      expect(started(names)).toEqual(expected);
    }),
  );
});

test("prefers the duration of the last run, and starts what failed then before everything else", () => {
  const cache = {
    "model/a.test.ts": /** @type {[0 | 1, number]} */ ([1, 900_000]),
    "model/b.test.ts": /** @type {[0 | 1, number]} */ ([0, 10]),
  };
  const names = ["test/verify.test.ts", "model/a.test.ts", "model/b.test.ts"];
  expect(started(names, cache)).toEqual(["model/b.test.ts", "model/a.test.ts", "test/verify.test.ts"]);
});

// @ts-check
"use strict";

const path = require("node:path");
const Sequencer = require("@jest/test-sequencer").default;
/** @type {Record<string, number>} */
const known = require("./test-durations.json");

/** @typedef {import("@jest/test-result").Test} Test */

/** In jest's cache: the last run of the file failed. */
const FAILED = 0;

/**
 * Starts the longest test files first, so that no worker is still busy with one when the others have ended. A file's duration is that of
 * its last run on this machine; where none is known, as in CI, that of `test-durations.json`. Files in neither are quick and come last.
 */
class LongestFirst extends Sequencer {
  /**
   * @override
   * @param {Test[]} tests
   */
  sort(tests) {
    const order = new Map(tests.map((test) => [test, this.rank(test)]));
    const rankOf = (/** @type {Test} */ test) => order.get(test) ?? { failed: false, milliseconds: 0 };
    return [...tests].sort((a, b) => {
      const [one, other] = [rankOf(a), rankOf(b)];
      if (one.failed !== other.failed) return one.failed ? -1 : 1;
      return other.milliseconds - one.milliseconds || (a.path < b.path ? -1 : 1);
    });
  }

  /**
   * @private
   * @param {Test} test
   */
  rank(test) {
    const [outcome, milliseconds] = this._getCache(test)[test.path] ?? [];
    const listed = known[path.relative(test.context.config.rootDir, test.path)] ?? 0;
    return { failed: outcome === FAILED, milliseconds: milliseconds ?? listed * 1000 };
  }
}

module.exports = LongestFirst;

// @ts-check
"use strict";

/*
 * Runs benchmarks: npm run bench [-- CASE...] [--json FILE]; without a case, all that have an aim against a peer. They are TypeScript and
 * share the tests' ways to a stack of their own, so they are compiled as they are loaded. Every case's figures are kept in out/bench/.
 */
const { execFileSync } = require("node:child_process");
const fs = require("node:fs");
const os = require("node:os");
const path = require("node:path");
require("../setup/typescript.js");
const { comparisonTable } = require(path.join(__dirname, "support", "rounds.ts"));

const ROOT = path.dirname(__dirname);

/** The cases that have an aim against a peer, quickest to judge first. */
const COMPARED = [
  ...["validate-command", "preview", "preview-growth", "nothing-changed", "from-nothing", "roll"],
  ...["immediate-option", "tenants-roll"],
];

const benchmarks = fs
  .readdirSync(__dirname)
  .filter((name) => name.endsWith(".ts"))
  .map((name) => name.slice(0, -".ts".length));

/**
 * The cases and the file of `--json`; undefined if the words are wrong.
 *
 * @param {string[]} words
 * @returns {{ cases: string[], file: string | undefined } | undefined}
 */
function parsed(words) {
  const at = words.indexOf("--json");
  const file = at < 0 ? undefined : words[at + 1];
  const cases = at < 0 ? words : words.filter((_, index) => index !== at && index !== at + 1);
  if ((at >= 0 && file === undefined) || cases.some((name) => !benchmarks.includes(name))) return undefined;
  return { cases: cases.length > 0 ? cases : COMPARED, file };
}

async function main() {
  const wanted = parsed(process.argv.slice(2));
  if (!wanted) {
    process.stderr.write(
      `usage: npm run bench [-- CASE...] [--json FILE]\nCASE: ${benchmarks.join(" | ")}\nWithout a case: ${COMPARED.join(", ")}\n`,
    );
    process.exitCode = 2;
    return;
  }
  const comparisons = [];
  for (const name of wanted.cases) {
    const { measure } = require(path.join(__dirname, `${name}.ts`));
    const loadBefore = os.loadavg();
    const measured = await measure();
    const document = {
      ...{ version: 1, case: name, commit: commit(), processors: os.availableParallelism() },
      ...{ node: process.version, load: { before: loadBefore, after: os.loadavg() } },
      ...{ comparisons: measured.comparisons, ...measured.figures },
    };
    keep(path.join(ROOT, "out", "bench", `${name}.json`), document);
    if (wanted.file !== undefined) keep(path.resolve(wanted.file), document);
    process.stdout.write(`${name}\n\n${measured.table}\n`);
    comparisons.push(...(measured.comparisons ?? []));
  }
  if (comparisons.length > 0) process.stdout.write(comparisonTable(comparisons));
}

/**
 * @param {string} file
 * @param {object} document
 */
function keep(file, document) {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, `${JSON.stringify(document, null, 2)}\n`);
}

/** The commit that is measured, with a plus sign if files differ from it; undefined without git. */
function commit() {
  const git = (/** @type {string[]} */ ...args) =>
    execFileSync("git", ["-C", ROOT, ...args], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    }).trim();
  try {
    return `${git("rev-parse", "HEAD")}${git("status", "--porcelain", "--untracked-files=no") === "" ? "" : "+"}`;
  } catch {
    return undefined;
  }
}

main().catch((error) => {
  process.stderr.write(`${error instanceof Error ? error.stack : error}\n`);
  process.exitCode = 2;
});

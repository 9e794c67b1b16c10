// @ts-check
"use strict";

/*
 * Writes the reference pages and the editors' schemas from the catalogue, the rules and the definition's schema:
 * node docs/generator/run.js [--check]. With --check nothing is written; it ends with 1 where a page isn't current.
 */
const fs = require("node:fs");
const path = require("node:path");
require("../../setup/typescript.js");

const root = path.resolve(__dirname, "../..");
const words = process.argv.slice(2);
const check = words.includes("--check");

async function main() {
  if (words.some((word) => word !== "--check")) {
    process.stderr.write("usage: node docs/generator/run.js [--check]\n");
    process.exitCode = 2;
    return;
  }
  const { pages } = require(path.join(__dirname, "pages.ts"));
  for (const { file, text } of await pages(root)) {
    const target = path.join(root, file);
    const current = fs.existsSync(target) && fs.readFileSync(target, "utf8") === text;
    if (current) continue;
    if (check) {
      process.stderr.write(`${file} is not current: run npm run reference\n`);
      process.exitCode = 1;
      continue;
    }
    fs.mkdirSync(path.dirname(target), { recursive: true });
    fs.writeFileSync(target, text);
    process.stdout.write(`${file}\n`);
  }
}

main().catch((error) => {
  process.stderr.write(`${error instanceof Error ? error.stack : error}\n`);
  process.exitCode = 2;
});

// @ts-check
"use strict";

/*
 * Runs a benchmark: node bench/run.js NAME [--json FILE]; without a name it lists them. They are TypeScript and share the tests' ways
 * to a stack of their own, so they are compiled as they are loaded.
 */
const fs = require("node:fs");
const path = require("node:path");
require("../setup/typescript.js");

const benchmarks = fs
  .readdirSync(__dirname)
  .filter((name) => name.endsWith(".ts"))
  .map((name) => name.slice(0, -".ts".length));

const [name = "", flag, file] = process.argv.slice(2);

async function main() {
  if (!benchmarks.includes(name) || (flag !== undefined && (flag !== "--json" || file === undefined))) {
    process.stderr.write(`usage: node bench/run.js ${benchmarks.join(" | ")} [--json FILE]\n`);
    process.exitCode = 2;
    return;
  }
  const { measure } = require(path.join(__dirname, `${name}.ts`));
  const { table, figures } = await measure();
  process.stdout.write(table);
  if (file !== undefined) fs.writeFileSync(file, `${JSON.stringify({ version: 1, ...figures }, null, 2)}\n`);
}

main().catch((error) => {
  process.stderr.write(`${error instanceof Error ? error.stack : error}\n`);
  process.exitCode = 2;
});

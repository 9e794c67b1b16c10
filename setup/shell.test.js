// @ts-check
"use strict";

const { execFileSync } = require("node:child_process");
const fc = require("fast-check");
const { shellQuote, exportLines } = require("./shell.js");

const shell = (/** @type {string} */ script) =>
  execFileSync("/bin/sh", ["-c", script], { env: { PATH: "/bin:/usr/bin" } });

test("a shell reads back every text as it was", () => {
  const text = fc.string({
    unit: fc.constantFrom("'", '"', "\\", "$", "`", "!", "\n", " ", "*", "a", "ü", ";", "#"),
    maxLength: 12,
  });
  fc.assert(
    // Ten texts for each start of a shell.
    fc.property(fc.array(text, { minLength: 10, maxLength: 10 }), (values) => {
      const read = shell(`printf '%s\\0' ${values.map(shellQuote).join(" ")}`).toString();
      expect(read.split("\0").slice(0, -1)).toEqual(values);
    }),
    { numRuns: 6 },
  );
});

test("export lines set variables, and PATH before what the shell has", () => {
  const lines = exportLines({ A: "it's $HOME", B: "" }, "/opt/my tools/bin");
  const output = shell(`set -u\n${lines}printf '%s|%s|%s' "$A" "$B" "$PATH"`).toString();
  expect(output).toBe("it's $HOME||/opt/my tools/bin:/bin:/usr/bin");
});

test("without a folder PATH is left alone", () => {
  expect(exportLines({ A: "1" }, undefined)).toBe("export A='1'\n");
});

import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { listedProblems } from "../../operations/import/report-text";
import { hostileExports, importLimits, measuredImport, writePieces } from "../support/hostile-exports";
import { expectRefused } from "./harness";

/*
 * The bounds of an import, each file in a process of its own. These are the files that come nearest to the bounds, or that
 * would be beyond them if one limit were missing; `node bench/run.js hostile-import` measures every hostile file.
 */
const nearest = [
  "entity expansion",
  "60 MB of nesting",
  "a million options",
  "an attribute of 60 MB",
  "9,000 servers of one name",
  "a chain of 9,000 backups",
  "a skipped list of 30 million numbers",
  "60 MB of nested JSON",
  "a million JSON options",
  "a million keys that are there twice",
];

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "genesys-chat-hostile-import-"))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test.each(nearest)(
  "%s: refused in one message within the bounds, and nothing is written",
  (name) => {
    const hostile = hostileExports.find((each) => each.name === name)!;
    const [file, out] = [join(folder, "export"), join(folder, "Pulumi.x.yaml")];
    writePieces(file, hostile.pieces(), hostile.encoding);
    const ended = measuredImport(file, out);
    expectRefused(ended, hostile.code, hostile.message);
    expect(ended.stderr.split("\n").length).toBeLessThan(listedProblems + 10);
    expect(ended.stderr).toContain("Nothing was written.");
    expect(existsSync(out)).toBe(false);
    // The benchmark measures the bound of time. Here a slower machine may need a multiple of it; without a limit it is far more.
    expect(ended.seconds).toBeLessThan(4 * importLimits.seconds);
    expect(ended.megabytes).toBeLessThan(importLimits.megabytes);
  },
  // A process compiles the program as it loads it; the time that a busy machine needs for that isn't measured.
  120_000,
);

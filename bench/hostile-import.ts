import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { foreignExport } from "../operations/import/fixtures";
import { hostileExports, measuredImport, writePieces } from "../test/support/hostile-exports";
import type { Measured } from "./support/rounds";

/** What an import may need at most: seconds of a processor, and memory in MB, compiler of the benchmarks included. */
const limits = { seconds: 2, megabytes: 300 };

/** Importing hostile exports, each in a process of its own, beside an ordinary one. */
export function measure(): Promise<Measured> {
  const folder = mkdtempSync(join(tmpdir(), "genesys-chat-bench-"));
  try {
    const file = join(folder, "export");
    writeFileSync(file, foreignExport);
    const ordinary = { name: "an ordinary export", isRefused: true, ...measuredImport(file) };
    const hostile = hostileExports.map(({ name, pieces, encoding, message }) => {
      writePieces(file, pieces(), encoding);
      const measured = measuredImport(file);
      return { name, isRefused: message.test(measured.message), ...measured };
    });
    const figures = [ordinary, ...hostile];
    const lines = figures.map(({ name, seconds, megabytes, isRefused }) => {
      const isBounded = seconds <= limits.seconds && megabytes <= limits.megabytes;
      const verdict = isBounded && isRefused ? "" : "  <- beyond the limit";
      return `${name.padEnd(42)} ${seconds.toFixed(2)} s ${megabytes.toFixed(0)} MB${verdict}\n`;
    });
    const table = `${lines.join("")}at most ${limits.seconds} s of a processor and ${limits.megabytes} MB\n`;
    return Promise.resolve({ table, figures: { figures, limits } });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

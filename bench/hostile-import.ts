import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { foreignExport } from "../operations/import/fixtures";
import {
  hostileExports,
  importLimits as limits,
  measuredImport,
  writePieces,
} from "../test/support/hostile-exports";
import type { Measured } from "./support/rounds";

/** Importing hostile exports, each in a process of its own, beside an ordinary one. */
export function measure(): Promise<Measured> {
  const folder = mkdtempSync(join(tmpdir(), "genesys-chat-bench-"));
  try {
    const file = join(folder, "export");
    const measured = () => {
      const out = join(folder, "Pulumi.x.yaml");
      const { code, stderr, seconds, megabytes } = measuredImport(file, out);
      rmSync(out, { force: true });
      return { code, stderr, seconds, megabytes };
    };
    writeFileSync(file, foreignExport);
    const ordinary = { name: "an ordinary export", isRight: true, ...measured() };
    const hostile = hostileExports.map(({ name, pieces, encoding, code, message }) => {
      writePieces(file, pieces(), encoding);
      const ended = measured();
      return { name, isRight: ended.code === code && message.test(ended.stderr), ...ended };
    });
    const figures = [ordinary, ...hostile].map(({ stderr: _, ...rest }) => rest);
    const lines = figures.map(({ name, seconds, megabytes, isRight }) => {
      const isBounded = seconds <= limits.seconds && megabytes <= limits.megabytes;
      const verdict = !isRight ? "  <- ended otherwise" : isBounded ? "" : "  <- beyond the limit";
      return `${name.padEnd(42)} ${seconds.toFixed(2)} s ${megabytes.toFixed(0)} MB${verdict}\n`;
    });
    const table = `${lines.join("")}at most ${limits.seconds} s of a processor and ${limits.megabytes} MB\n`;
    return Promise.resolve({ table, figures: { figures, limits } });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

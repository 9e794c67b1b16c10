import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { foreignExport } from "../../operations/import/fixtures";
import { hostileExports, measuredImport, writePieces } from "../support/hostile-exports";

jest.setTimeout(600_000);

const folder = mkdtempSync(join(tmpdir(), "genesys-chat-hostile-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The processor's time of an ordinary import is some 0.2 s: ten times that is the aim of 2 s. */
const factor = 25;
/** The most memory an import may need, compiler of the tests included. */
const megabytes = 350;

test("hostile exports are refused or handled in bounded time and memory, against an ordinary import of the same run", () => {
  const file = join(folder, "export");
  writeFileSync(file, foreignExport);
  const ordinary = measuredImport(file);
  expect(ordinary.taken).toBe(6);
  const wrong = hostileExports.flatMap(({ name, pieces, encoding, message }) => {
    writePieces(file, pieces(), encoding);
    const measured = measuredImport(file);
    const isBounded = measured.seconds <= factor * ordinary.seconds && measured.megabytes <= megabytes;
    const isRight =
      message.test(measured.message) && !(measured.hasText && measured.taken > 0 && measured.taken !== 1);
    return isBounded && isRight ? [] : [{ name, ...measured, message: measured.message.slice(0, 200) }];
  });
  expect(wrong).toEqual([]);
});

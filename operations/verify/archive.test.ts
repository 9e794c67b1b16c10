import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { firstFile } from "./archive";

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "genesys-chat-archive-"));
});

afterAll(() => rmSync(folder, { recursive: true }));

/* A time with a fraction, or a long name, needs an extended header before the file: `docker cp` writes either. */
test.each(["ustar", "pax", "gnu"])("the file of a %s archive, whatever precedes it", (format) => {
  const name = `${"long".repeat(format === "ustar" ? 1 : 40)}.yaml`;
  for (const content of ["a: 1\n".repeat(300), "b\n"]) {
    writeFileSync(join(folder, name), content);
    const archive = execFileSync("tar", ["--create", `--format=${format}`, "--directory", folder, name]);
    expect(firstFile(archive)?.toString()).toBe(content);
  }
});

test("an archive with nothing in it", () => {
  expect(firstFile(Buffer.alloc(1024))).toBeUndefined();
  expect(firstFile(Buffer.alloc(0))).toBeUndefined();
});

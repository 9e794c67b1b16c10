import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { query, queryLines } from "./command";

let folder: string;
const path = process.env.PATH;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "genesys-chat-question-"));
  process.env.PATH = `${folder}${delimiter}${path}`;
});

afterEach(() => {
  process.env.PATH = path;
  rmSync(folder, { recursive: true });
});

/** A Docker client of the test's own. */
function client(script: string): void {
  writeFileSync(join(folder, "docker"), `#!/bin/sh\n${script}\n`);
  chmodSync(join(folder, "docker"), 0o755);
}

test("what was said, and how it ended", async () => {
  client('echo "$@"; echo no >&2; exit 3');
  const { code, stdout, stderr } = await query(["ps", "--all"], 5);
  expect([code, stdout.toString(), stderr]).toEqual([3, "ps --all\n", "no\n"]);
});

test("a client that never ends is ended", async () => {
  client("exec sleep 30");
  const began = Date.now();
  expect((await query(["ps"], 0.3)).code).toBeNull();
  expect(Date.now() - began).toBeLessThan(5000);
});

test("words that name a daemon come before all others", async () => {
  client('echo "$@"');
  expect((await query(["ps"], 5, ["--context", "far"])).stdout.toString()).toBe("--context far ps\n");
  expect(await queryLines(["ps"], ["--context", "far"])).toEqual(["--context far ps"]);
});

test("without a Docker client, a question is refused and not answered", async () => {
  process.env.PATH = folder;
  await expect(query(["ps"], 5)).rejects.toThrow("ENOENT");
  await expect(queryLines(["ps"])).rejects.toThrow("ENOENT");
});

import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { query, ConcurrencyLimiter } from "./query";

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

test("turns: never more at a time than there is room for, and everybody has one", async () => {
  const turns = new ConcurrencyLimiter(3);
  const running = { now: 0, most: 0 };
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, index) =>
      turns.take(async () => {
        running.now += 1;
        running.most = Math.max(running.most, running.now);
        await sleep(2);
        running.now -= 1;
        return index;
      }),
    ),
  );
  expect(running).toEqual({ now: 0, most: 3 });
  expect(answers).toEqual(Array.from({ length: 20 }, (_, index) => index));
});

test("a turn that fails is handed on", async () => {
  const turns = new ConcurrencyLimiter(1);
  const failing = turns.take(() => Promise.reject(new Error("no")));
  const next = turns.take(() => Promise.resolve("yes"));
  await expect(failing).rejects.toThrow("no");
  expect(await next).toBe("yes");
});

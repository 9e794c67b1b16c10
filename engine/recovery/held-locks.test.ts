import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { runVariable } from "../pulumi";
import { LocalState } from "../state";
import { clearLocks } from "./held-locks";

let folder: string;
let state: LocalState;
let file: string;
let said: string[];
const started: ChildProcess[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "genesys-chat-locks-"));
  const at = LocalState.at(`file://${folder}`, "genesys-chat", "dev");
  if (!at) throw new Error("a local backend was not taken for one");
  state = at;
  file = join(state.folders.locks, "a.json");
  mkdirSync(state.folders.locks, { recursive: true });
  said = [];
});

afterEach(() => {
  for (const one of started.splice(0)) one.kill("SIGKILL");
  rmSync(folder, { recursive: true });
});

function lock(owner: { pid: number; hostname?: string; timestamp?: string }): void {
  const content = { username: "ada", hostname: hostname(), timestamp: new Date().toISOString(), ...owner };
  writeFileSync(file, JSON.stringify(content));
}

const clear = () => clearLocks(state, (line) => said.push(line));

/** A process with this as the command that started it. */
async function run(command: number, script: string): Promise<number> {
  const env = { ...process.env, [runVariable]: String(command) };
  const child = spawn(process.execPath, ["-e", script], { env, stdio: ["ignore", "pipe", "inherit"] });
  started.push(child);
  await once(child.stdout, "data");
  return child.pid ?? 0;
}

test("without a lock nothing is said", async () => {
  expect([await clear(), said]).toEqual([false, []]);
});

test("the lock of a process that is gone is taken away, with its attributes", async () => {
  // No system here assigns process ids as high as this one.
  lock({ pid: 2 ** 30 });
  writeFileSync(`${file}.attrs`, "{}");
  expect([await clear(), said]).toEqual([true, [expect.stringMatching(/was killed: its lock is removed/)]]);
  expect([existsSync(file), existsSync(`${file}.attrs`)]).toEqual([false, false]);
});

test.each([
  ["a living run", { pid: process.pid }],
  ["another host", { pid: 2 ** 30, hostname: "elsewhere" }],
])("the lock of %s stays, and is reported", async (_, owner) => {
  lock({ timestamp: new Date(Date.now() - 1000).toISOString(), ...owner });
  await expect(clear()).rejects.toThrow(/locked by ada on .* since .*pulumi cancel --stack dev/);
  expect(existsSync(file)).toBe(true);
});

const linux = process.platform === "linux" ? test : test.skip;

linux("a process that has the number of one that is gone holds no lock of it", async () => {
  lock({ pid: process.pid, timestamp: "2020-01-01T00:00:00Z" });
  expect(await clear()).toBe(true);
});

linux("a run whose command is alive is reported", async () => {
  lock({ pid: await run(process.pid, "console.log(1);setInterval(() => {}, 1000)") });
  await expect(clear()).rejects.toThrow(/is locked by/);
});

linux(
  "a run whose command is gone is waited for also if it succeeds: the daemon has changed then",
  async () => {
    const pid = await run(2 ** 30, "console.log(1);setInterval(() => {}, 1000)");
    lock({ pid });
    setTimeout(() => rmSync(file), 500);
    expect(await clear()).toBe(true);
    expect(said).toEqual([expect.stringMatching(/waiting for its end/)]);
  },
);

linux("a run whose command is gone is waited for, and its lock taken away if it leaves one", async () => {
  lock({ pid: await run(2 ** 30, "console.log(1);setTimeout(() => {}, 500)") });
  expect(await clear()).toBe(true);
  expect(said).toEqual([
    expect.stringMatching(/is still running, although its command was killed: waiting/),
    expect.stringMatching(/its lock is removed/),
  ]);
});

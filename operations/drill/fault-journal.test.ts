import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Fault } from "./faults";
import { FaultJournal } from "./fault-journal";

// A journal that undoes a fault looks for its container first: there is none.
jest.mock("../../docker/container-process", () => ({ containerState: () => Promise.resolve(undefined) }));

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "journal-"));
  mkdirSync(join(folder, "dev"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const file = () => join(folder, "dev", "drill.json");
const target = { container: "genesys-chat.test-of-the-journal", id: "0", image: "none", pid: 0, links: [] };

/** An unused process number: the kernel assigns none so high. */
const unused = 2 ** 30;

test("two drills of one stack don't meet", async () => {
  writeFileSync(file(), JSON.stringify({ pid: process.ppid }));
  await expect(FaultJournal.of("dev", folder).open()).rejects.toThrow(`process ${process.ppid}`);
});

test.each(["", '{"pid": 1', "null", "5", "[]", '{"pid": "1"}', JSON.stringify({ pid: unused })])(
  "a file that says %j of a drill that is gone blocks no other",
  async (text) => {
    writeFileSync(file(), text);
    const journal = FaultJournal.of("dev", folder);
    expect(await journal.open()).toBeUndefined();
    expect(JSON.parse(readFileSync(file(), "utf8"))).toEqual({ pid: process.pid });
    journal.close();
    expect(readdirSync(join(folder, "dev"))).toEqual([]);
  },
);

test("what a drill that is gone has left broken is known", () => {
  const broken = { fault: "cut", target };
  writeFileSync(file(), JSON.stringify({ pid: unused, broken }));
  expect(FaultJournal.of("dev", folder).leftover).toEqual(broken);
  writeFileSync(file(), JSON.stringify({ pid: process.pid, broken }));
  expect(FaultJournal.of("dev", folder).leftover).toBeUndefined();
});

test("a fault is written down before it is made, and removed after it, also if it fails", async () => {
  const journal = FaultJournal.of("dev", folder);
  await journal.open();
  let during: unknown;
  const fault: Fault = {
    ...{ name: "cut", sentence: "", lastsMs: 0, undo: () => Promise.resolve(), undoCommands: () => [] },
    inject: () => {
      during = JSON.parse(readFileSync(file(), "utf8"));
      return Promise.reject(new Error("no"));
    },
  };
  await expect(journal.inject(fault, target, () => Promise.resolve())).rejects.toThrow("no");
  expect(during).toEqual({ pid: process.pid, broken: { fault: "cut", target } });
  expect(JSON.parse(readFileSync(file(), "utf8"))).toEqual({ pid: process.pid });
});

test("what could not be undone stays written down when the drill ends", () => {
  const entry = { pid: process.pid, broken: { fault: "freeze", target } };
  writeFileSync(file(), JSON.stringify(entry));
  FaultJournal.of("dev", folder).close();
  expect(JSON.parse(readFileSync(file(), "utf8"))).toEqual(entry);
});

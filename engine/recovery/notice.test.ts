import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { interruptedNotice } from "./notice";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "genesys-chat-notice-"));
  mkdirSync(join(folder, ".pulumi", "stacks", "p"), { recursive: true });
});

afterEach(() => rmSync(folder, { recursive: true }));

const operation = { type: "creating", resource: { urn: "u", type: "t" } };

test.each([
  ["nothing was cut short", JSON.stringify({ checkpoint: { latest: {} } }), undefined],
  ["the state can't be read", "", undefined],
  [
    "operations are in doubt",
    JSON.stringify({ checkpoint: { latest: { pending_operations: [operation, operation] } } }),
    expect.stringMatching(/cut short in 2 operation\(s\)\. Run "\.\/chatstack up --stack dev" instead/),
  ],
])("what a program says where %s", (_, checkpoint, notice) => {
  writeFileSync(join(folder, ".pulumi", "stacks", "p", "dev.json"), checkpoint);
  expect(interruptedNotice(`file://${folder}`, "p", "dev")).toEqual(notice);
});

test("a state that is not in a folder, or missing in the environment, is not reported", () => {
  expect([interruptedNotice("s3://x", "p", "dev"), interruptedNotice(undefined, "p", "dev")]).toEqual([
    undefined,
    undefined,
  ]);
});

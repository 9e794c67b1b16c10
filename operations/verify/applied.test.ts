import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { LocalState } from "../../engine/state";
import { appliedFacts } from "./applied";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "genesys-chat-applied-"));
});

afterEach(() => rmSync(folder, { recursive: true }));

const state = () => LocalState.at(`file://${folder}`, "genesys-chat", "dev")!;

const container = (name: string, uploads?: unknown) => ({
  urn: `urn:pulumi:dev::genesys-chat::docker:index/container:Container::${name}`,
  type: "docker:index/container:Container",
  id: `id of ${name}`,
  inputs: { name, uploads },
});

test("a state that does not know the stack has no record of it, nor has one that was made and never used", () => {
  expect(appliedFacts(state())).toMatchObject({ recorded: false, ids: new Set(), interrupted: [] });
  const stacks = join(folder, ".pulumi", "stacks", "genesys-chat");
  mkdirSync(stacks, { recursive: true });
  writeFileSync(join(stacks, "dev.json"), JSON.stringify({ version: 3, checkpoint: {} }));
  expect(appliedFacts(state()).recorded).toBe(false);
});

test("ids, files as far as they are not sealed, and what was left in the middle", () => {
  const stacks = join(folder, ".pulumi", "stacks", "genesys-chat");
  mkdirSync(stacks, { recursive: true });
  const sealed = {
    "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
    ciphertext: "v1:x",
  };
  const latest = {
    resources: [
      { urn: "s", type: "pulumi:pulumi:Stack", outputs: { definitionHash: "0123" } },
      container("open", [{ content: "a: 1\n" }]),
      container("shut", sealed),
      container("half", [{ content: sealed }]),
      container("none"),
    ],
    pending_operations: [{ type: "creating", resource: container("next") }],
  };
  writeFileSync(join(stacks, "dev.json"), JSON.stringify({ checkpoint: { latest } }));
  const facts = appliedFacts(state());
  expect([...facts.ids]).toEqual(["id of open", "id of shut", "id of half", "id of none"]);
  expect([...facts.files]).toEqual([["open", "a: 1\n"]]);
  expect(facts.definitionHash).toBe("0123");
  expect(facts.interrupted).toEqual(["creating next"]);
});

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";
import { isStale, type Lock, release } from "./lock";
import { LocalState } from "./state";

let folder: string;
let state: LocalState;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "genesys-chat-state-"));
  const at = LocalState.at(`file://${folder}`, "genesys-chat", "dev");
  if (!at) throw new Error("a local backend was not taken for one");
  state = at;
});

afterEach(() => rmSync(folder, { recursive: true }));

const checkpoint = {
  version: 3,
  checkpoint: {
    latest: {
      resources: [{ urn: "u", type: "docker:index/container:Container", id: "c1", inputs: { name: "one" } }],
      pending_operations: [{ type: "creating", resource: { urn: "v", type: "t", inputs: { name: "two" } } }],
    },
  },
};

function write(name: string, content: string | Buffer): void {
  const stacks = join(folder, ".pulumi", "stacks", "genesys-chat");
  mkdirSync(stacks, { recursive: true });
  writeFileSync(join(stacks, name), content);
}

test.each([
  ["plain", "dev.json", JSON.stringify(checkpoint)],
  ["compressed", "dev.json.gz", gzipSync(JSON.stringify(checkpoint))],
])("a %s state has its resources and pending operations", (_, name, content) => {
  write(name, content);
  expect(state.read()).toMatchObject({ resources: [{ id: "c1" }], pending: [{ type: "creating" }] });
});

test("a stack that is not there has no state, and one without a deployment an empty one", () => {
  expect(state.read()).toBeUndefined();
  write("dev.json", JSON.stringify({ version: 3, checkpoint: {} }));
  expect(state.read()).toEqual({ resources: [], pending: [] });
});

test("a backend elsewhere is not read as files", () => {
  expect(LocalState.at("s3://bucket", "genesys-chat", "dev")).toBeUndefined();
  expect(LocalState.at(undefined, "genesys-chat", "dev")).toBeUndefined();
});

test.each(["my state", "100%", "#1", "what?", "Zoë", "it's", 'a "b"', "$HOME", "\\", "%41"])(
  "a state in a folder called %s is read, however its URL is written",
  (name) => {
    folder = join(folder, name);
    write("dev.json", JSON.stringify(checkpoint));
    const at = LocalState.at(pathToFileURL(folder).href, "genesys-chat", "dev");
    expect(at?.read()).toMatchObject({ resources: [{ id: "c1" }] });
    folder = dirname(folder);
  },
);

function lock(owner: Partial<Lock>): void {
  const locks = join(folder, ".pulumi", "locks", "organization", "genesys-chat", "dev");
  mkdirSync(locks, { recursive: true });
  const content = {
    pid: process.pid,
    username: "ada",
    hostname: hostname(),
    timestamp: new Date().toISOString(),
    ...owner,
  };
  writeFileSync(join(locks, `${owner.pid ?? 0}.json`), JSON.stringify(content));
}

test("a lock is stale only when its process is gone from this very host", () => {
  // No system here assigns process ids as high as this one.
  lock({ pid: 2 ** 30 });
  expect(state.locks().map(isStale)).toEqual([true]);
  lock({ pid: process.pid });
  lock({ pid: 2 ** 30 - 1, hostname: "elsewhere" });
  expect(state.locks().filter(isStale)).toHaveLength(1);
  state.locks().filter(isStale).forEach(release);
  expect(state.locks()).toHaveLength(2);
});

test("an incomplete state is reported in words", () => {
  write("dev.json", JSON.stringify(checkpoint).slice(0, 40));
  expect(() => state.read()).toThrow(
    /can't be read: .* "\.\/chatstack up --stack dev" takes its last backup/,
  );
});

test("how the last run ended that came to its end; one that was killed leaves no record", () => {
  expect(state.lastRun()).toBeUndefined();
  const { history } = state.folders;
  mkdirSync(history, { recursive: true });
  const end = (time: string, result: string, endTime: number) =>
    writeFileSync(join(history, `dev-${time}.history.json`), JSON.stringify({ result, endTime }));
  end("1795552415516079131", "failed", 20);
  end("1795552415416079131", "succeeded", 10);
  writeFileSync(join(history, "dev-1795552415616079131.checkpoint.json"), "{}");
  expect(state.lastRun()).toMatchObject({ result: "failed", ended: 20 });
});

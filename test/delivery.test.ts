import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { cpus, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { keyedHash } from "../operations/keyed-hash";
import { Customers } from "../operations/drill/customers";
import { median } from "../operations/drill/message-audit";
import { resolve } from "../model";
import { applicationFile, type ApplicationFile } from "../render";
import { containerIds, docker } from "./support/docker-objects";
import { keyOf, status } from "./support/members";
import { ProjectCopy } from "./support/project-copy";
import { Sampler } from "./support/sampler";
import { TestStack } from "./support/test-stack";
import { until } from "./support/until";

/*
 * A Chat Server's file while it is rewritten, again and again, by the means of its carrier; one stack's life, in order. The long form:
 * DELIVERY_REWRITES=200 npx jest test/delivery.
 */
const rewrites = Number(process.env.DELIVERY_REWRITES ?? 80);
const timed = 10;
jest.setTimeout(600_000);

let project: ProjectCopy;
let stack: TestStack;
let folder: string;
let before: Record<string, string>;
let written = 0;
let key = "";

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "genesys-chat-delivery-"));
  project = await ProjectCopy.make();
  stack = await TestStack.from(project, "acme", { "request-chat-poll-url": "http://ors.example/x.scxml" });
  await stack.up();
  before = await containerIds(stack.name);
  key = await keyOf(stack);
});

afterAll(async () => {
  await project?.remove();
  rmSync(folder, { recursive: true, force: true });
});

/** The file of the primary where its `settings` are these, with its hashes as the process reports them. */
function fileWith(settings: Readonly<Record<string, unknown>>): ApplicationFile {
  const definition = stack.definition;
  definition.chatServers.ChatServer1.options = { settings };
  const { deployment } = resolve(definition);
  const application = deployment?.applications.find(({ key }) => key === "ChatServer1");
  if (!deployment || !application) throw new Error("the test's own definition is not valid");
  const { text, hash, valuesHash } = applicationFile(deployment, application);
  return { text, hash: keyedHash(key, hash), valuesHash: keyedHash(key, valuesHash) };
}

/** Copies a text to the file, through the carrier; returns when the copy began and when it was done. */
async function write(text: string): Promise<{ from: number; to: number }> {
  written += 1;
  const file = join(folder, String(written));
  writeFileSync(file, text);
  const from = Date.now();
  await docker("cp", file, `${stack.container("chatserver1")}_carrier:/etc/genesys/application.yaml`);
  return { from, to: Date.now() };
}

/** Waits until the sampler has seen these values in force. */
async function seenBy(sampler: Sampler, valuesHash: string): Promise<void> {
  await until("it is in force", 60, () => Promise.resolve(sampler.last?.inForce === valuesHash || undefined));
}

/** Texts that must never come into force: nothing, half of it, all but the end, and one byte that differs. */
const broken: readonly ((text: string) => string)[] = [
  () => "",
  (text) => text.slice(0, text.length / 2),
  (text) => text.slice(0, -10),
  (text) => text.replace("message-log-print-size: '1", "message-log-print-size: '9"),
];

test(`${rewrites} rewrites under load, with broken files among them: one of the two complete files is always in force`, async () => {
  const [one, other] = [
    fileWith({ "message-log-print-size": 100 }),
    fileWith({ "message-log-print-size": 101 }),
  ];
  await write(one.text);
  await until("the first file is in force", 60, async () =>
    (await status(stack, "chatserver1"))?.inForce === one.valuesHash ? true : undefined,
  );
  const customers = await Customers.start({
    ...{ urls: [stack.url], conversations: 10, messagesPerSecond: 10 },
    atMostSeconds: 500,
  });
  const sampler = await Sampler.start(stack.container("chatserver1"));
  for (let number = 1; number <= rewrites; number += 1) {
    const { text, valuesHash } = number % 2 === 0 ? one : other;
    if (number % 5 === 0) {
      const next = broken[(number / 5) % broken.length]!(text);
      expect(next).not.toBe(text);
      await write(next);
    }
    await write(text);
    // Now and then it has the time that it needs, so that there is something to see on a slow machine too.
    if (number % 5 === 0) await seenBy(sampler, valuesHash);
  }
  const { samples, sightings } = await sampler.stop();
  const result = await customers.stop();
  expect(samples).toBeGreaterThan(rewrites / 5);
  expect(new Set(sightings.map(({ inForce }) => inForce))).toEqual(
    new Set([one.valuesHash, other.valuesHash]),
  );
  expect(new Set(sightings.map(({ configHash }) => configHash))).toEqual(new Set([one.hash, other.hash]));
  // Files that came into force, and not only two of them.
  expect(sightings.length).toBeGreaterThanOrEqual(rewrites / 5);
  expect(result).toMatchObject({ lost: 0, duplicated: 0, outOfOrder: 0, restarted: 0 });
  expect(result.acknowledged).toBeGreaterThan(20);
  expect(await containerIds(stack.name)).toEqual(before);
});

test("an immediate option is in force within a second of its file, in the same container", async () => {
  const sampler = await Sampler.start(stack.container("chatserver1"));
  const writes: { valuesHash: string; from: number; to: number }[] = [];
  for (let number = 0; number < timed; number += 1) {
    const { text, valuesHash } = fileWith({ "message-log-print-size": 200 + number });
    writes.push({ valuesHash, ...(await write(text)) });
    await seenBy(sampler, valuesHash);
  }
  const { sightings } = await sampler.stop();
  const waits = writes.map(({ valuesHash, to }) => {
    const seen = sightings.find(({ inForce }) => inForce === valuesHash);
    return seen ? Math.max(0, seen.at - to) : Infinity;
  });
  process.stderr.write(
    `file to in force, ${timed} times: median ${median(waits)} ms, worst ${Math.max(...waits)} ms; from the copy's begin: ` +
      `median ${median(writes.map(({ from }, index) => (sightings.find(({ inForce }) => inForce === writes[index]?.valuesHash)?.at ?? 0) - from))} ms\n`,
  );
  // A second, on a machine that has one to give: with more work than cores everything waits for its turn.
  const patience = Math.max(1, (loadavg()[0] ?? 0) / cpus().length);
  expect(median(waits)).toBeLessThanOrEqual(1000);
  expect(Math.max(...waits)).toBeLessThanOrEqual(1000 * patience);
  expect(await containerIds(stack.name)).toEqual(before);
});

test("of an immediate and a restart option in one file only the first is in force until the restart", async () => {
  const [immediate, both] = [
    fileWith({ "message-log-print-size": 300 }),
    fileWith({ "message-log-print-size": 300, "session-shutdown-timeout": 45 }),
  ];
  await write(both.text);
  const waiting = await until("the file is read", 60, async () => {
    const now = await status(stack, "chatserver1");
    return now?.configHash === both.hash ? now : undefined;
  });
  expect(waiting).toMatchObject({
    inForce: immediate.valuesHash,
    restartPending: ["settings/session-shutdown-timeout"],
  });
  await docker("restart", stack.container("chatserver1"));
  const restarted = await until("it is back", 60, () => status(stack, "chatserver1"));
  expect(restarted).toMatchObject({ inForce: both.valuesHash, restartPending: [] });
  expect(await containerIds(stack.name)).toEqual(before);
});

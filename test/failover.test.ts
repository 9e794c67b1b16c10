import { writeFileSync } from "node:fs";
import { drill, drillTable } from "./support/drill";
import { containerIds } from "./support/docker-objects";
import { type Pair, settledActive } from "./support/members";
import { ProjectCopy } from "./support/project-copy";
import { TestStack } from "./support/test-stack";

/*
 * Kills of active members under load. The long form: DRILL_KILLS=20 npx jest test/failover, with its figures as a table
 * on the terminal and as JSON in the file that DRILL_JSON names.
 */
const kills = Number(process.env.DRILL_KILLS ?? 3);
jest.setTimeout((120 + kills * 45) * 1000);

const pairs: readonly Pair[] = [
  ["chatserver1", "chatserver1-b"],
  ["chatserver2", "chatserver2-b"],
];

let project: ProjectCopy;
let stack: TestStack;

beforeAll(async () => {
  project = await ProjectCopy.make();
  stack = await TestStack.from(project, "dev");
  await stack.up();
});

afterAll(() => project?.remove());

test(`${kills} kills of an active member lose nothing that was acknowledged, and no chat`, async () => {
  const before = await containerIds(stack.name);
  const result = await drill(stack, pairs, { kills, customers: 20, messagesPerSecond: 20 });
  process.stderr.write(`\n${drillTable(result)}${Object.entries(result.refusals).map(String).join("\n")}\n`);
  if (process.env.DRILL_JSON) {
    writeFileSync(process.env.DRILL_JSON, `${JSON.stringify({ version: 1, ...result }, null, 2)}\n`);
  }
  expect(result).toMatchObject({ lost: 0, duplicated: 0, outOfOrder: 0, restarted: 0 });
  expect(result.kills).toHaveLength(kills);
  // Without messages in flight nothing could have been lost.
  expect(result.acknowledged / result.seconds).toBeGreaterThan(10);
  // The daemon restarts what died; nobody replaced a container behind our back.
  expect(await containerIds(stack.name)).toEqual(before);
});

test("every member that was killed is back as a standby", async () => {
  for (const pair of pairs) expect(pair).toContain(await settledActive(stack, pair));
});

test("an update after fail-overs has nothing to change", async () => {
  await stack.succeed("up", "--refresh", "--yes", "--skip-preview", "--expect-no-changes");
});

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { FaultFigures } from "../operations/drill/figures";
import { containerIds } from "./support/docker-objects";
import { drilled } from "./support/drilling";
import { type Pair, settledActive } from "./support/members";
import { ProjectCopy } from "./support/project-copy";
import { TestStack } from "./support/test-stack";

/*
 * Members of pairs broken under load, by the drill that operators have. The long form: DRILL_RUNS=20 npx jest
 * test/failover, with the figures as JSON in the file that DRILL_JSON names.
 */
const runs = process.env.DRILL_RUNS === undefined ? undefined : Number(process.env.DRILL_RUNS);
const kills = runs ?? 3;
jest.setTimeout((120 + (runs ?? 3) * 45) * 1000);

const pairs: readonly Pair[] = [
  ["chatserver1", "chatserver1-b"],
  ["chatserver2", "chatserver2-b"],
];
const load = process.env.DRILL_CONVERSATIONS ?? "20";

let project: ProjectCopy;
let stack: TestStack;
let before: Record<string, string>;
const measured: FaultFigures[] = [];

beforeAll(async () => {
  project = await ProjectCopy.make();
  stack = await TestStack.from(project, "dev");
  await stack.up();
  before = await containerIds(stack.name);
});

afterAll(async () => {
  await project?.remove();
  if (process.env.DRILL_JSON) {
    writeFileSync(process.env.DRILL_JSON, `${JSON.stringify({ version: 1, faults: measured }, null, 2)}\n`);
  }
});

test.each([
  ["kill", kills],
  ["freeze", runs ?? 1],
  ["stop", runs ?? 1],
  ["cut", runs ?? 1],
])("%s, %i times: nothing that was acknowledged is lost, and no chat", async (fault, times) => {
  const words = [
    "--runs",
    String(times),
    "--conversations",
    load,
    "--rate",
    "20",
    "--svg",
    `out/${fault}.svg`,
  ];
  const { code, figures } = await drilled(stack, fault, ...words);
  measured.push(figures);
  expect(figures).toMatchObject({
    ...{ fault, runs: times, conversations: Number(load) },
    ...{ lost: 0, duplicated: 0, outOfOrder: 0, restarted: 0 },
  });
  expect(code).toBe(0);
  // Without messages in flight nothing could have been lost.
  expect(figures.acknowledged).toBeGreaterThan(times * 40);
  const svg = readFileSync(join(project.folder, "out", `${fault}.svg`), "utf8");
  expect(svg).toContain("ChatServer2_B");
});

test("every member that was hit is back as a standby, in the container it was in", async () => {
  for (const pair of pairs) expect(pair).toContain(await settledActive(stack, pair));
  expect(await containerIds(stack.name)).toEqual(before);
});

test("an update after fail-overs has nothing to change", async () => {
  await stack.succeed("up", "--refresh", "--yes", "--skip-preview", "--expect-no-changes");
});

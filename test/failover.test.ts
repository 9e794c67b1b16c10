import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type DrillDocument, drillTable, type FaultFigures } from "../operations/drill/figures";
import { orchestrationNames } from "../operations/drill/orchestration-names";
import { ContainerEvents, momentsWithoutHealthy } from "./support/container-events";
import { containerIds } from "./support/docker-objects";
import { drilled } from "./support/drilling";
import { type Pair, settledActive } from "./support/members";
import { ProjectCopy } from "./support/project-copy";
import { TestStack } from "./support/test-stack";

/*
 * Members of pairs broken and pairs rolled under load, by the drill that operators have. The long form is a figure worth
 * quoting: DRILL_RUNS=20 DRILL_CONVERSATIONS=50 DRILL_OUT=/tmp/drill npx jest test/failover; the figures are put as JSON
 * and as a table, and a timeline of each exercise, into the folder that DRILL_OUT names. DRILL_TRANSCRIPT=10000
 * writes as many messages into every conversation before the first run.
 */
const runs = process.env.DRILL_RUNS === undefined ? undefined : Number(process.env.DRILL_RUNS);
const kills = runs ?? 3;
jest.setTimeout((180 + (runs ?? 3) * 60) * 1000);

const pairs: readonly Pair[] = [
  ["chatserver1", "chatserver1-b"],
  ["chatserver2", "chatserver2-b"],
];
const load = process.env.DRILL_CONVERSATIONS ?? "10";
/** Messages that every conversation has before the first run of an exercise. */
const transcript = process.env.DRILL_TRANSCRIPT ?? "20";

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
  const document: DrillDocument = { version: 1, faults: measured };
  keep("drill.json", `${JSON.stringify(document, null, 2)}\n`);
  keep("drill.md", drillTable(document));
  if (runs !== undefined) process.stderr.write(drillTable(document));
});

/** Puts something where the long form's results are wanted. */
function keep(name: string, text: string): void {
  const folder = process.env.DRILL_OUT;
  if (folder === undefined) return;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, name), text);
}

/** Drills one scenario without any loss; returns its output. */
async function unharmed(act: string, times: number): Promise<string> {
  const file = join("out", `${act}.svg`);
  const words = ["--runs", String(times), "--conversations", load, "--rate", "20", "--svg", file];
  words.push("--transcript", transcript);
  const { code, figures, stderr } = await drilled(stack, act, ...words);
  measured.push(figures);
  const svg = readFileSync(join(project.folder, file), "utf8");
  keep(`${act}.svg`, svg);
  expect(figures).toMatchObject({
    ...{ fault: act, runs: times, conversations: Number(load) },
    ...{ lost: 0, duplicated: 0, outOfOrder: 0, restarted: 0 },
  });
  expect(code).toBe(0);
  // Without messages in flight nothing could have been lost.
  expect(figures.acknowledged).toBeGreaterThan(times * 40 + Number(load) * Number(transcript));
  expect(svg).toContain("ChatServer2_B");
  return stderr;
}

test.each([
  ["kill", kills],
  ["freeze", runs ?? 1],
  ["stop", runs ?? 1],
  ["cut", runs ?? 1],
  // test/drill.test.ts covers them in the short form.
  ...(runs === undefined ? [] : orchestrationNames.map((name): [string, number] => [name, runs])),
])("%s, %i times: nothing that was acknowledged is lost, and no chat", async (fault, times) => {
  await unharmed(fault, times);
});

test("every member that was hit is back as a standby, in the container it was in", async () => {
  for (const pair of pairs) expect(pair).toContain(await settledActive(stack, pair));
  expect(await containerIds(stack.name)).toEqual(before);
});

describe("rolling changes", () => {
  let definition: string;

  beforeAll(() => (definition = project.readStackFile(stack.name)));

  test.each([
    // The pairs in turn: the second time a pair is met, its roles are the other way round.
    ["roll", runs ?? 3],
    ["roll-twice", runs ?? 1],
    ["roll-after-kill", runs ?? 1],
  ])("%s, %i times: nothing that was acknowledged is lost, and no chat", async (change, times) => {
    const old = await containerIds(stack.name);
    const events = ContainerEvents.of(stack.name);
    const said = await unharmed(change, times).finally(() => events.end());
    const rolled = pairs.slice(0, times).map((pair) => pair.map((host) => stack.container(host)));
    const made = await containerIds(stack.name);
    for (const pair of rolled) {
      expect(momentsWithoutHealthy(events.all, pair)).toEqual([]);
      for (const name of [...pair, ...pair.map((one) => `${one}_carrier`)])
        expect(made[name]).not.toBe(old[name]);
    }
    if (change !== "roll") return;
    // In the order in which each ended for the first time: a pair's standby before its primary.
    expect(events.ended()).toEqual(rolled.flatMap(([primary, standby]) => [standby, primary]));
    if (times <= pairs.length) return;
    for (const active of ["ChatServer1", "ChatServer1_B"])
      expect(said).toContain(`ChatServer1 rolled, active: ${active}, `);
  });

  test("the definition is as it was", () => {
    expect(project.readStackFile(stack.name)).toBe(definition);
  });
});

test("an update after fail-overs and rolling changes has nothing to change", async () => {
  await stack.succeed("up", "--refresh", "--yes", "--skip-preview", "--expect-no-changes");
});

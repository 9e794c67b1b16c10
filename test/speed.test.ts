import { join } from "node:path";
import { noDaemon, ProjectCopy } from "./support/project-copy";
import { leastSeconds, processorSeconds } from "./support/processor-time";
import { writeEmptyProgram } from "./support/small-program";
import { output } from "./support/process";
import { TestStack } from "./support/test-stack";

/*
 * What must not become slow unnoticed, as ratios of processor time within one run. The limits are generous: `npm run bench` measures
 * (docs/performance.md), this only notices a kind of mistake, such as an engine started for a check that needs none.
 */
jest.setTimeout(300_000);

const rounds = 3;

let project: ProjectCopy;
let stack: TestStack;

beforeAll(async () => {
  project = await ProjectCopy.make(noDaemon);
  stack = await TestStack.from(project, "dev");
});

afterAll(() => project?.remove());

const options = () => ({ cwd: project.folder, env: project.environment });

test("validate takes at most 15 times the processor time of starting Node.js", async () => {
  const words = ["validate", "--stack", stack.name];
  const { validate, node } = await leastSeconds(
    {
      node: () => processorSeconds(process.execPath, ["-e", "0"], options()),
      validate: () => processorSeconds(join(project.folder, "chatstack"), words, options()),
    },
    rounds,
  );
  process.stderr.write(`validate: ${(validate / node).toFixed(1)} times node -e 0\n`);
  expect(validate / node).toBeLessThan(15);
});

test("a preview of dev takes at most 3 times the processor time of a preview of an empty program", async () => {
  const empty = { ...options(), cwd: join(project.folder, "empty") };
  writeEmptyProgram(empty.cwd);
  await output("pulumi", ["stack", "init", "empty", "--non-interactive"], empty);
  const preview = (name: string, place: typeof empty) =>
    processorSeconds("pulumi", ["preview", "--stack", name, "--non-interactive"], place);
  const least = await leastSeconds(
    { empty: () => preview("empty", empty), dev: () => preview(stack.name, options()) },
    rounds,
  );
  process.stderr.write(`preview: ${(least.dev / least.empty).toFixed(2)} times an empty program's\n`);
  expect(least.dev / least.empty).toBeLessThan(3);
});

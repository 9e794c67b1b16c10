import { rmSync } from "node:fs";
import type { StackComparisons } from "../operations/report/stack-comparer";
import { output } from "../test/support/process";
import { ProjectCopy } from "../test/support/project-copy";
import { TestStack } from "../test/support/test-stack";
import { cloneStacks } from "./support/cloned-stacks";
import { type Contender, type Measured, takeTurns, timingTable } from "./support/rounds";

const rounds = 5;
const [all, changed] = [100, 3];
const peer = "one pulumi preview";
/** What a report may cost, in previews of one stack. */
const limit = 5;

/**
 * `./chatstack report --all` of a hundred deployed stacks of which three change, against one `pulumi preview` of one of the three, in one
 * run. The aim is at most five times that: those that don't change are recognised without an engine.
 */
export async function measure(): Promise<Measured> {
  const project = await ProjectCopy.make();
  try {
    const model = await TestStack.from(project, "dev");
    await model.up();
    const stacks = cloneStacks(project, model, all);
    await model.destroy();
    // What is measured is the clones': the model is no more.
    rmSync(project.stackFile(model.name));
    const touched = stacks.slice(0, changed);
    for (const stack of touched) {
      const text = project.readStackFile(stack);
      project.writeStackFile(stack, text.replace("transcript-auto-save: 2", "transcript-auto-save: 1"));
    }
    const contenders = [reportOf(project, stacks, touched), previewOf(project, touched[0]!)];
    const timings = await takeTurns(contenders, rounds);
    const [report, preview] = timings.map(({ median }) => median) as [number, number];
    const ratio = report / preview;
    const verdict = `${all} stacks, ${changed} of them changed: ${ratio.toFixed(2)} previews (at most ${limit})\n`;
    return {
      table: timingTable(timings, peer) + verdict,
      figures: { stacks: all, changed, ratio, limit, timings },
    };
  } finally {
    await project.remove();
  }
}

function reportOf(project: ProjectCopy, stacks: readonly string[], touched: readonly string[]): Contender {
  return {
    name: `report of ${stacks.length} stacks`,
    run: async () => {
      const { code, stdout, stderr, seconds } = await project.chatstack(["report", "--json", "--all"]);
      // A run that reports fewer changes must not count as faster.
      const found = JSON.parse(stdout || "{}") as Partial<StackComparisons>;
      const agreed =
        found.reports?.filter(({ engine }) => engine.asked && engine.disagreements.length === 0) ?? [];
      if (
        code !== 0 ||
        agreed.length !== touched.length ||
        found.unchanged?.length !== stacks.length - touched.length
      ) {
        throw new Error(`The report contains ${agreed.length} changes:\n${stdout.slice(0, 2000)}${stderr}`);
      }
      return seconds;
    },
  };
}

function previewOf(project: ProjectCopy, stack: string): Contender {
  return {
    name: peer,
    run: async () => {
      const options = {
        cwd: project.folder,
        env: { ...project.environment, DOCKER_HOST: "tcp://127.0.0.1:1" },
      };
      const began = process.hrtime.bigint();
      const text = await output(
        "pulumi",
        ["preview", "--stack", stack, "--diff", "--non-interactive"],
        options,
      );
      if (!text.includes('"2" => "1"')) throw new Error(`The preview shows no change:\n${text}`);
      return Number(process.hrtime.bigint() - began) / 1e9;
    },
  };
}

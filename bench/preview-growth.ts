import { join } from "node:path";
import { noDaemon, ProjectCopy } from "../test/support/project-copy";
import { output, start } from "../test/support/process";
import { writeEmptyProgram } from "../test/support/small-program";
import { TestStack } from "../test/support/test-stack";
import { withPeakMemory } from "./support/peak-memory";
import { comparisonRounds, type Measured, median, takeTurns, timingTable } from "./support/rounds";

/** Pairs of Chat Servers of the smallest and the largest definition; dev has two. */
const pairs = { few: 2, many: Number(process.env.BENCH_PAIRS ?? 240) };
const empty = "empty program";

/**
 * What a preview takes for each application and resource more, and the memory of its largest process, from dev to a definition of
 * hundreds of applications that is not deployed.
 */
export async function measure(): Promise<Measured> {
  const project = await ProjectCopy.make(noDaemon);
  try {
    const [few, many] = [await stackOf(project, pairs.few), await stackOf(project, pairs.many)];
    const folder = join(project.folder, "empty");
    writeEmptyProgram(folder);
    const options = { cwd: folder, env: project.environment };
    await output("pulumi", ["stack", "init", "empty", "--non-interactive"], options);
    const contenders = [
      previewOf(empty, folder, "empty", project),
      previewOf("few", project.folder, few.name, project),
      previewOf("many", project.folder, many.name, project),
    ];
    const timings = await takeTurns(contenders, comparisonRounds);
    const seconds = (name: string) => timings.find((each) => each.name === name)!.median;
    const [resources, memory] = [contenders.map((each) => each.resources), contenders.map(peakOf)];
    const milliseconds = (seconds("many") - seconds("few")) * 1000;
    const more = { resources: resources[2]! - resources[1]!, applications: 2 * (pairs.many - pairs.few) };
    const comparisons = [
      { what: "preview, each resource more", value: milliseconds / more.resources, atMost: 12, unit: "ms" },
      {
        ...{ what: "preview, each application more", unit: "ms" },
        ...{ value: milliseconds / more.applications, atMost: 40 },
      },
      { what: "preview, memory", value: memory[2]! - memory[0]!, atMost: 300, unit: "MB" },
    ].map((each) => ({ ...each, against: each.unit === "MB" ? empty : "linear" }));
    const figures = { pairs, resources, memory, timings };
    return { table: timingTable(timings, empty), figures, comparisons };
  } finally {
    await project.remove();
  }
}

/** dev with so many pairs of Chat Servers. */
async function stackOf(project: ProjectCopy, count: number): Promise<TestStack> {
  const stack = await TestStack.from(project, "dev");
  stack.edit((definition) => {
    const { chatServers, webApiServers } = definition as Record<string, Record<string, object>>;
    const { ChatServer1: model } = chatServers!;
    const { connections } = webApiServers!.WebAPI as { connections: Record<string, object> };
    // Room for all, and none of it that the other stack has.
    definition.network = { subnet: `10.${count % 200}.0.0/16` };
    for (let number = 3; number <= count; number += 1) {
      const name = `ChatServer${number}`;
      chatServers![name] = { ...structuredClone(model), backup: { name: `${name}_B` } };
      connections[name] = { port: "webapi", protocol: "http" };
    }
  });
  return stack;
}

function previewOf(name: string, cwd: string, stack: string, project: ProjectCopy) {
  const peaks: number[] = [];
  const contender = {
    name,
    resources: 0,
    peaks,
    run: async () => {
      const words = ["preview", "--stack", stack, "--non-interactive"];
      const options = { cwd, env: project.environment, timeoutSeconds: 600 };
      const { ended, megabytes } = await withPeakMemory(start("pulumi", words, options));
      if (ended.code !== 0)
        throw new Error(`The preview of ${name} ended with ${ended.code}:\n${ended.stdout}`);
      contender.resources = Number(/^\s+\+ (\d+) to create$/m.exec(ended.stdout)?.[1] ?? 0);
      peaks.push(megabytes);
      return ended.seconds;
    },
  };
  return contender;
}

const peakOf = ({ peaks }: { readonly peaks: readonly number[] }) => median(peaks);

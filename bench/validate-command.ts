import { noDaemon, ProjectCopy } from "../test/support/project-copy";
import { output } from "../test/support/process";
import { TestStack } from "../test/support/test-stack";
import { comparisonRounds, type Measured, secondsOf, takeTurns, timingTable } from "./support/rounds";

const peer = "node -e 0";
/** Seconds that validating dev may take longer than starting Node.js. */
const atMost = 0.25;

/** `./chatstack validate` of dev against starting Node.js. */
export async function measure(): Promise<Measured> {
  const project = await ProjectCopy.make(noDaemon);
  try {
    const stack = await TestStack.from(project, "dev");
    const options = { cwd: project.folder, env: project.environment };
    const validate = async () => {
      const { code, seconds, stderr } = await project.chatstack(["validate", "--stack", stack.name]);
      if (code !== 0) throw new Error(`validate ended with ${code}:\n${stderr}`);
      return seconds;
    };
    await validate();
    const timings = await takeTurns(
      [
        { name: "chatstack validate", run: validate },
        { name: peer, run: () => secondsOf(() => output(process.execPath, ["-e", "0"], options)) },
      ],
      comparisonRounds,
    );
    const [own, node] = timings.map(({ median }) => median) as [number, number];
    const comparisons = [
      { what: "chatstack validate, longer by", against: peer, value: own - node, atMost, unit: "s" },
    ];
    return { table: timingTable(timings, peer), figures: { timings }, comparisons };
  } finally {
    await project.remove();
  }
}

import { ProjectCopy } from "../test/support/project-copy";
import { TestStack } from "../test/support/test-stack";
import { type Measured, takeTurns, timingTable } from "./support/rounds";

const rounds = 3;

/** Dev from nothing until everything is healthy, by bare `pulumi up` and by `./chatstack up`; and a second `up`. */
export async function measure(): Promise<Measured> {
  const project = await ProjectCopy.make();
  try {
    const stack = await TestStack.from(project, "dev");
    const wrapped = async () => {
      const { code, seconds, stderr } = await project.chatstack(["up", "--stack", stack.name]);
      if (code !== 0) throw new Error(`chatstack up ended with ${code}:\n${stderr}`);
      return seconds;
    };
    const bare = async () => (await stack.up()).seconds;
    const fromNothing = async (up: () => Promise<number>) => {
      await stack.destroy();
      return up();
    };
    const timings = await takeTurns(
      [
        { name: "pulumi up, from nothing", run: () => fromNothing(bare) },
        { name: "chatstack up, from nothing", run: () => fromNothing(wrapped) },
        { name: "pulumi up, nothing to do", run: bare },
        { name: "chatstack up, nothing to do", run: wrapped },
      ],
      rounds,
    );
    return { table: timingTable(timings, "pulumi up, from nothing"), figures: { timings } };
  } finally {
    await project.remove();
  }
}

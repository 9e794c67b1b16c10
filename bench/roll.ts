import { docker, processIds } from "../test/support/docker-objects";
import { type Pair, settledActive } from "../test/support/members";
import { ProjectCopy } from "../test/support/project-copy";
import { TestStack } from "../test/support/test-stack";
import { until } from "../test/support/until";
import { chatstackUp } from "./support/deployed";
import {
  compared,
  comparisonRounds,
  type Measured,
  secondsOf,
  takeTurns,
  timingTable,
} from "./support/rounds";

const pair: Pair = ["chatserver1", "chatserver1-b"];
const peer = "docker restart";

/** An option of one pair that takes effect after a restart, against restarting its two containers one after the other. */
export async function measure(): Promise<Measured> {
  const project = await ProjectCopy.make();
  try {
    const stack = await TestStack.from(project, "dev");
    await stack.up();
    let timeout = 30;
    const contenders = [
      {
        name: "chatstack",
        run: async () => {
          timeout += 1;
          stack.edit(({ chatServers }) => {
            const { ChatServer1 } = chatServers as Record<string, { options: Record<string, object> }>;
            Object.assign(ChatServer1!.options.settings!, { "session-shutdown-timeout": timeout });
          });
          await settledActive(stack, pair);
          const before = await processIds(stack.name);
          const seconds = await chatstackUp(stack);
          const after = await processIds(stack.name);
          // A run that replaces fewer processes must not count as faster.
          const replaced = Object.keys(after).filter((name) => after[name] !== before[name]);
          if (replaced.length !== pair.length)
            throw new Error(`replaced ${replaced.join(", ")} instead of the pair`);
          return seconds;
        },
      },
      {
        name: peer,
        run: async () => {
          const active = await settledActive(stack, pair);
          const standby = pair.find((host) => host !== active)!;
          return secondsOf(async () => {
            for (const host of [standby, active]) await restart(stack.container(host));
          });
        },
      },
    ];
    const timings = await takeTurns(contenders, comparisonRounds);
    const comparisons = [compared(timings, "chatstack", peer, 1.2)];
    return { table: timingTable(timings, peer), figures: { timings }, comparisons };
  } finally {
    await project.remove();
  }
}

/** Restarts a container and waits until Docker calls it healthy. */
async function restart(container: string): Promise<void> {
  await docker("restart", container);
  await until(`${container} is healthy`, 60, async () => {
    const health = await docker("inspect", "--format", "{{.State.Health.Status}}", container);
    return health.trim() === "healthy" ? true : undefined;
  });
}

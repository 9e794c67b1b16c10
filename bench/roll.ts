import { docker, processIds } from "../test/support/docker-objects";
import { settledActive } from "../test/support/members";
import { until } from "../test/support/until";
import { chatstackUp, editPair, pair, withDev } from "./support/deployed";
import { type Measured, measureAgainst, secondsOf } from "./support/rounds";

const peer = "docker restart";

/** An option of one pair that takes effect after a restart, against restarting its two containers one after the other. */
export function measure(): Promise<Measured> {
  return withDev(async (stack) => {
    await stack.up();
    let timeout = 30;
    const contenders = [
      {
        name: "chatstack",
        run: async () => {
          timeout += 1;
          editPair(stack, "session-shutdown-timeout", timeout);
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
    return measureAgainst(peer, contenders, { chatstack: 1.2 });
  });
}

/** Restarts a container and waits until Docker calls it healthy. */
async function restart(container: string): Promise<void> {
  await docker("restart", container);
  await until(`${container} is healthy`, 60, async () => {
    const health = await docker("inspect", "--format", "{{.State.Health.Status}}", container);
    return health.trim() === "healthy" ? true : undefined;
  });
}

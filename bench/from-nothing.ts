import { DeployedWays } from "./support/deployed";
import {
  compared,
  comparisonRounds,
  type Measured,
  secondsOf,
  takeTurns,
  timingTable,
} from "./support/rounds";

const peer = "compose";

/** dev from nothing until every process is healthy, by each way to deploy it. */
export function measure(): Promise<Measured> {
  return DeployedWays.during(async ({ ways }) => {
    const contenders = ways.map(({ name, up, remove, check }) => ({
      name,
      run: async () => {
        const seconds = await secondsOf(up);
        await check();
        await remove();
        return seconds;
      },
    }));
    const timings = await takeTurns(contenders, comparisonRounds);
    const comparisons = [compared(timings, "chatstack", peer, 0.9), compared(timings, "pulumi", peer, 1)];
    return { table: timingTable(timings, peer), figures: { timings }, comparisons };
  });
}

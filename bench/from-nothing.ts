import { DeployedWays } from "./support/deployed";
import { type Measured, measureAgainst, secondsOf } from "./support/rounds";

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
    return measureAgainst(peer, contenders, { chatstack: 0.9, pulumi: 1 });
  });
}

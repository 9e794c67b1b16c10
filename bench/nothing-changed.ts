import { DeployedWays } from "./support/deployed";
import { type Measured, measureAgainst, secondsOf } from "./support/rounds";

const peer = "OpenTofu";

/** A second `up` of dev that finds nothing to do, by each way to deploy it; OpenTofu refreshes its state by the daemon. */
export function measure(): Promise<Measured> {
  return DeployedWays.during(async ({ ways, stack }) => {
    const contenders = ways.map(({ name, up, remove, check }) => ({
      name,
      run: async () => {
        // The others are not there, so that their health checks take nothing of the machine.
        await up();
        await check();
        const seconds = await secondsOf(up);
        const preview = name === "pulumi" ? await secondsOf(() => stack.succeed("preview")) : 0;
        previews.push(...(preview > 0 ? [preview] : []));
        await remove();
        return seconds;
      },
    }));
    const previews: number[] = [];
    return measureAgainst(peer, contenders, { chatstack: 0.4 }, { previews });
  });
}

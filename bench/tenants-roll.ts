import { processIds } from "../test/support/docker-objects";
import { TestTenants } from "../test/support/test-tenants";
import { output } from "../test/support/process";
import { ProjectCopy } from "../test/support/project-copy";
import {
  comparisonRounds,
  type Contender,
  type Measured,
  secondsOf,
  takeTurns,
  timingTable,
} from "./support/rounds";

const tenants = Number(process.env.BENCH_TENANTS ?? 20);
const one = "one tenant";
const all = `${tenants} tenants`;

/** An option in the profile that restarts the pair of every tenant: `tenants up` of all against that of one. */
export async function measure(): Promise<Measured> {
  const project = await ProjectCopy.make();
  try {
    const made = await TestTenants.in(project, tenants);
    const command = (...words: string[]) =>
      output(`${project.folder}/chatstack`, ["tenants", ...words], {
        cwd: project.folder,
        env: project.environment,
        timeoutSeconds: 120 + 60 * tenants,
      });
    for (const stack of made.stacks) await command("add", stack);
    await command("up", "--all", "--yes");
    let timeout = 30;
    const rolls = (name: string, stacks: readonly string[], ...words: string[]): Contender => ({
      name,
      run: async () => {
        timeout += 1;
        const profile = made.profile;
        for (const server of Object.values(profile.chatServers as Record<string, { options?: Options }>))
          (server.options ??= {}).settings = {
            ...server.options.settings,
            "session-shutdown-timeout": timeout,
          };
        made.profile = profile;
        const before = await Promise.all(stacks.map((stack) => processIds(stack)));
        const seconds = await secondsOf(() => command("up", ...words, "--yes"));
        const after = await Promise.all(stacks.map((stack) => processIds(stack)));
        // A run that replaces fewer processes must not count as faster.
        for (const [index, ids] of after.entries()) {
          const replaced = Object.keys(ids).filter(
            (container) => ids[container] !== before[index]![container],
          );
          if (replaced.length !== 2)
            throw new Error(`${stacks[index]}: ${replaced.length} processes replaced, not 2`);
        }
        return seconds;
      },
    });
    const first = made.stacks[0]!;
    const timings = await takeTurns(
      [rolls(one, [first], first), rolls(all, made.stacks, "--all")],
      comparisonRounds,
    );
    const [single, many] = timings.map(({ median }) => median) as [number, number];
    const comparisons = [{ what: `${all} roll`, against: one, value: many / single, atMost: 6 }];
    return { table: timingTable(timings, one), figures: { tenants, timings }, comparisons };
  } finally {
    await project.remove();
  }
}

type Options = Record<string, Record<string, unknown>>;

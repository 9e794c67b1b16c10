import { output, type RunOptions } from "./process";

/** Seconds of a processor that a program and all that it started took; they hardly depend on what else the machine does. */
export async function processorSeconds(
  program: string,
  args: readonly string[],
  options: RunOptions,
): Promise<number> {
  // The shell's second line is the time of its children, those that they waited for included.
  const script = '"$@" > /dev/null && times';
  const said = await output("bash", ["-c", script, "bash", program, ...args], options);
  const [, children = ""] = said.trim().split("\n");
  const times = [...children.matchAll(/(\d+)m([\d.]+)s/g)];
  if (times.length !== 2) throw new Error(`the shell counted no time: ${said}`);
  return times.reduce((sum, [, minutes, seconds]) => sum + Number(minutes) * 60 + Number(seconds), 0);
}

/** The least processor time of each program, run alternately: what else a machine does only adds. */
export async function leastSeconds<Name extends string>(
  programs: Readonly<Record<Name, () => Promise<number>>>,
  rounds: number,
): Promise<Record<Name, number>> {
  const least = {} as Record<Name, number>;
  for (let round = 0; round < rounds; round += 1) {
    for (const name of Object.keys(programs) as Name[])
      least[name] = Math.min(least[name] ?? Infinity, await programs[name]());
  }
  return least;
}

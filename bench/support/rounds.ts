/** What a benchmark came to: a table for people and figures for programs. */
export interface Measured {
  readonly table: string;
  readonly figures: Readonly<Record<string, unknown>>;
}

/** One way to do the same thing. */
export interface Contender {
  readonly name: string;
  /** Runs the contender once and returns the seconds that count. */
  run(round: number): Promise<number>;
}

/** A contender's seconds: every round, and the middle one. */
export interface Timing {
  readonly name: string;
  readonly rounds: readonly number[];
  readonly median: number;
}

/**
 * Runs the contenders alternately, so that other load on the machine affects all of them; every second round runs in
 * reverse order, so that no contender always follows the same one.
 */
export async function takeTurns(contenders: readonly Contender[], rounds: number): Promise<Timing[]> {
  const seconds = new Map<string, number[]>(contenders.map(({ name }) => [name, []]));
  for (let round = 0; round < rounds; round += 1) {
    for (const contender of round % 2 === 0 ? contenders : [...contenders].reverse()) {
      seconds.get(contender.name)?.push(await contender.run(round));
      process.stderr.write(
        `round ${round + 1} of ${rounds}: ${contender.name} ${last(seconds.get(contender.name))} s\n`,
      );
    }
  }
  return [...seconds].map(([name, all]) => ({ name, rounds: all, median: median(all) }));
}

const last = (all: readonly number[] = []) => (all.at(-1) ?? 0).toFixed(2);

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? NaN) + upper) / 2;
}

/** The timings as a table, each against one of them. */
export function timingTable(timings: readonly Timing[], against: string): string {
  const peer = timings.find(({ name }) => name === against)?.median ?? NaN;
  const rows = timings.map(({ name, rounds, median: middle }) => {
    const range = `${Math.min(...rounds).toFixed(2)} to ${Math.max(...rounds).toFixed(2)}`;
    return `| ${name} | ${middle.toFixed(2)} | ${range} | ${(middle / peer).toFixed(2)} |`;
  });
  return [
    `| what | median (s) | range (s) | against ${against} |`,
    "| --- | --: | --: | --: |",
    ...rows,
    "",
  ].join("\n");
}

/** What a benchmark came to: a table for people and figures for programs. */
export interface Measured {
  readonly table: string;
  readonly figures: Readonly<Record<string, unknown>>;
  /** Figures against a peer and what they are to reach; undefined if the benchmark has no aim. */
  readonly comparisons?: readonly Comparison[];
}

/** A figure of this project against a peer's, and what it is to reach. */
export interface Comparison {
  readonly what: string;
  readonly against: string;
  /** Undefined if the peer can't be had here. */
  readonly value: number | undefined;
  /** The most that `value` may be. */
  readonly atMost: number;
  /** Of `value` and `atMost`, such as `s`; undefined for a ratio. */
  readonly unit?: string;
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

/** Rounds of each comparison with a peer; fewer for a test of the benchmark itself. */
export const comparisonRounds = Number(process.env.BENCH_ROUNDS ?? 7);

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

/** Seconds that an action takes. */
export async function secondsOf(action: () => Promise<unknown>): Promise<number> {
  const began = process.hrtime.bigint();
  await action();
  return Number(process.hrtime.bigint() - began) / 1e9;
}

/** A contender's median against another's, in rounds of the same run. */
export function compared(
  timings: readonly Timing[],
  what: string,
  against: string,
  atMost: number,
): Comparison {
  const of = (name: string) => timings.find((timing) => timing.name === name)?.median;
  const [own, peer] = [of(what), of(against)];
  const value = own === undefined || peer === undefined ? undefined : own / peer;
  return { what, against, value, atMost };
}

/** Contenders run alternately, in a table against one of them, with the highest ratio that is allowed for some of them. */
export async function measureAgainst(
  peer: string,
  contenders: readonly Contender[],
  atMost: Readonly<Record<string, number>>,
  figures: Measured["figures"] = {},
): Promise<Measured> {
  const timings = await takeTurns(contenders, comparisonRounds);
  const comparisons = Object.entries(atMost).map(([name, most]) => compared(timings, name, peer, most));
  return { table: timingTable(timings, peer), figures: { timings, ...figures }, comparisons };
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

/** What was compared with peers, and what was to be reached. */
export function comparisonTable(comparisons: readonly Comparison[]): string {
  const rows = comparisons.map(({ what, against, value, atMost, unit }) => {
    const figure = (number: number) => `${number.toFixed(2)}${unit === undefined ? "" : ` ${unit}`}`;
    const reached = value === undefined ? "no peer" : value <= atMost ? "yes" : "no";
    return `| ${what} | ${against} | ${value === undefined ? "" : figure(value)} | ${figure(atMost)} | ${reached} |`;
  });
  return [
    "| what | against | measured | at most | reached |",
    "| --- | --- | --: | --: | --- |",
    ...rows,
    "",
  ].join("\n");
}

import { framedProblems } from "../cli/problem-frame";
import { groupProblems } from "../model/problem-groups";
import { problemLines } from "../render";
import { readSource, resolve } from "../model";
import { longTexts } from "../test/support/long-texts";
import { type Measured } from "./support/rounds";

const sizes = [1_000, 4_000, 16_000] as const;
const rounds = 3;
/** Linear is four times as long for four times as much; above this a text costs more the longer it is. */
const linear = 7;
/** Seconds below which a ratio is noise. */
const least = 0.02;

/** Judging and printing of texts that grow in one way each: the time for 4n against that for n. */
export function measure(): Promise<Measured> {
  const rows = Object.entries(longTexts).map(([kind, textOf]) => {
    const times = sizes.map((size) => fastest(textOf(size)));
    const [last, before] = [times.at(-1)!, times.at(-2)!];
    const ratio = last / Math.max(before, least);
    return { kind, times, ratio, bytes: textOf(sizes.at(-1)!).length, tooMuch: ratio > linear };
  });
  const lines = rows.map(
    ({ kind, times, ratio, bytes, tooMuch }) =>
      `| ${kind} | ${Math.round(bytes / 1024)} | ${times.map((seconds) => (seconds * 1000).toFixed(0)).join(" | ")} | ${ratio.toFixed(1)}${tooMuch ? " (worse than linear)" : ""} |`,
  );
  const head = [
    "| text | KB | n: 1,000 (ms) | 4,000 (ms) | 16,000 (ms) | last step |",
    "| --- | --: | --: | --: | --: | --: |",
  ];
  return Promise.resolve({ table: `${[...head, ...lines].join("\n")}\n`, figures: { sizes, rounds, rows } });
}

/** Seconds of processor time of the fastest round: what else the machine does only adds. */
function fastest(text: string): number {
  const times = Array.from({ length: rounds }, () => {
    const before = process.cpuUsage();
    const { definition, source } = readSource(text, "long.yaml");
    const { problems } = resolve(definition, source);
    problemLines(problems);
    framedProblems(groupProblems(problems), new Map([["long.yaml", text]]));
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1e6;
  });
  return Math.min(...times);
}

import { join } from "node:path";
import { stringify } from "yaml";
import { hasErrors, readSource, resolve, type Problem } from "../model";
import { output } from "../test/support/process";
import { noDaemon, ProjectCopy } from "../test/support/project-copy";
import { writeEmptyProgram } from "../test/support/small-program";
import { largeDefinition } from "./support/large-definition";
import { type Measured, median } from "./support/rounds";

const sizes = [10, 100, 1_000, 10_000] as const;
/** The size at which the preview is the measure, and the part of it that may be taken. */
const against = { size: 1_000, part: 0.1 };
/** Above this an application costs more the more there are. */
const linear = 1.5;
const rounds = 7;
/** So that the smallest sizes are not lost in the clock. */
const leastSeconds = 0.02;

/** How a definition comes to be judged. */
type From = "text" | "object";

interface Row {
  readonly from: From;
  readonly applications: number;
  readonly problems: number;
  /** Seconds for one definition: the middle one of all rounds, and each. */
  readonly median: number;
  readonly rounds: readonly number[];
  /** Microseconds for one application. */
  readonly perApplication: number;
}

/**
 * Reading, validating and resolving definitions of 10 to 10,000 applications, against an empty `pulumi preview` in the same run.
 * The aims: an application costs no more in a larger definition, and 1,000 of them at most a tenth of the preview.
 */
export async function measure(): Promise<Measured> {
  const project = await ProjectCopy.make(noDaemon);
  try {
    const preview = await emptyPreview(project);
    const seconds: number[] = [];
    const contenders = (["object", "text"] as const).flatMap((from) =>
      sizes.map((size) => contender(from, size)),
    );
    for (let round = 0; round < rounds; round += 1) {
      for (const each of round % 2 === 0 ? contenders : [...contenders].reverse()) each.run();
      seconds.push(await preview());
      process.stderr.write(`round ${round + 1} of ${rounds}: preview ${seconds.at(-1)!.toFixed(2)} s\n`);
    }
    const rows = contenders.map((each) => each.row());
    const figures = {
      rows,
      preview: { median: median(seconds), rounds: seconds },
      ...judged(rows, median(seconds)),
    };
    return { table: table(rows, figures), figures };
  } finally {
    await project.remove();
  }
}

function contender(from: From, applications: number) {
  const definition = largeDefinition(applications);
  const text = stringify(definition, { aliasDuplicateObjects: false });
  const judge = (): readonly Problem[] => {
    if (from === "object") return resolve(definition).problems;
    const read = readSource(text, "Pulumi.large.yaml.txt");
    return resolve(read.definition, read.source).problems;
  };
  const problems = judge();
  // Who finds an error does not resolve, and is not slower for it.
  if (hasErrors(problems)) throw new Error(`The definition is not valid: ${JSON.stringify(problems[0])}`);
  const times: number[] = [];
  return {
    run() {
      const began = process.hrtime.bigint();
      let [count, seconds] = [0, 0];
      for (; count === 0 || seconds < leastSeconds; count += 1) {
        judge();
        seconds = Number(process.hrtime.bigint() - began) / 1e9;
      }
      times.push(seconds / count);
    },
    row: (): Row => ({
      from,
      applications,
      problems: problems.length,
      median: median(times),
      rounds: times,
      perApplication: (median(times) / applications) * 1e6,
    }),
  };
}

/** Growth from each size to the next, and what a thousand applications cost of a preview. */
function judged(rows: readonly Row[], preview: number) {
  const growth = rows.flatMap((row) => {
    const smaller = rows.filter(
      ({ from, applications }) => from === row.from && applications < row.applications,
    );
    const before = smaller.at(-1);
    if (!before) return [];
    const ratio = row.perApplication / before.perApplication;
    return [{ from: row.from, applications: row.applications, ratio, tooMuch: ratio > linear }];
  });
  const share = rows
    .filter(({ applications }) => applications === against.size)
    .map(({ from, median: middle }) => ({
      from,
      part: middle / preview,
      tooMuch: middle / preview > against.part,
    }));
  return { growth, share };
}

function table(
  rows: readonly Row[],
  { preview, growth, share }: ReturnType<typeof judged> & { preview: { median: number } },
): string {
  const lines = rows.map(({ from, applications, median: middle, perApplication, problems }) => {
    const step = growth.find((each) => each.from === from && each.applications === applications);
    const ratio = step ? `${step.ratio.toFixed(2)}${step.tooMuch ? " (worse than linear)" : ""}` : "";
    const cost = `${(middle * 1000).toFixed(2)} | ${perApplication.toFixed(0)}`;
    return `| ${from} | ${applications} | ${problems} | ${cost} | ${ratio} |`;
  });
  const parts = share.map(
    ({ from, part, tooMuch }) =>
      `${against.size} applications from ${from}: ${part.toFixed(3)} of an empty preview${tooMuch ? ", more than a tenth" : ""}\n`,
  );
  return [
    "| from | applications | problems | median (ms) | per application (us) | against the size before |",
    "| --- | --: | --: | --: | --: | --: |",
    ...lines,
    `\nempty pulumi preview: median ${preview.median.toFixed(2)} s, ${rounds} rounds\n${parts.join("")}`,
  ].join("\n");
}

async function emptyPreview(project: ProjectCopy): Promise<() => Promise<number>> {
  const folder = join(project.folder, "empty");
  writeEmptyProgram(folder);
  const options = { cwd: folder, env: project.environment };
  await output("pulumi", ["stack", "init", "empty", "--non-interactive"], options);
  const preview = async () => {
    const began = process.hrtime.bigint();
    await output("pulumi", ["preview", "--stack", "empty", "--non-interactive"], options);
    return Number(process.hrtime.bigint() - began) / 1e9;
  };
  await preview();
  return preview;
}

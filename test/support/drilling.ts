import type { DrillDocument, FaultFigures } from "../../operations/drill/figures";
import type { Run } from "./process";
import type { TestStack } from "./test-stack";

/** A drill by the CLI, with what it printed. */
export interface Drilled extends Run {
  readonly figures: FaultFigures;
}

/** A run of any act, with all that may go slowly, and what comes before and after. */
const secondsPerRun = 60;

/** `./chatstack drill` about one act, whose figures are read whatever it found; what it said goes to the terminal. */
export async function drilled(stack: TestStack, fault: string, ...words: string[]): Promise<Drilled> {
  const runs = Number(words[words.indexOf("--runs") + 1]);
  const command = ["drill", fault, "--stack", stack.name, "--json", ...words];
  const ended = await stack.project.chatstack(command, {}, 120 + runs * secondsPerRun);
  process.stderr.write(ended.stderr);
  if (ended.stdout === "")
    throw new Error(`the drill ended with ${ended.code} and no figures:\n${ended.stderr}`);
  const { faults } = JSON.parse(ended.stdout) as DrillDocument;
  const [figures] = faults;
  if (!figures || faults.length > 1) throw new Error(`one fault was drilled, not ${faults.length}`);
  return { ...ended, figures };
}

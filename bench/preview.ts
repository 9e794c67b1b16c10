import { join } from "node:path";
import { noDaemon, ProjectCopy } from "../test/support/project-copy";
import { output } from "../test/support/process";
import { writeEmptyProgram } from "../test/support/small-program";
import { TestStack } from "../test/support/test-stack";
import { writePlainProgram } from "./support/plain-program";
import { plannedResources } from "./support/plan";
import {
  compared,
  comparisonRounds,
  type Contender,
  type Measured,
  takeTurns,
  timingTable,
} from "./support/rounds";

const peer = "hand-written";
const empty = "empty program";

/**
 * `pulumi preview` of dev, from nothing, against a hand-written program that registers the same Docker objects and
 * against an empty program, in one run.
 */
export async function measure(): Promise<Measured> {
  // No daemon is asked by a preview; were one, this would fail.
  const project = await ProjectCopy.make(noDaemon);
  try {
    const stack = await TestStack.from(project, "dev");
    const resources = await plannedResources(stack);
    const folders = { plain: join(project.folder, "plain"), empty: join(project.folder, "empty") };
    writePlainProgram(folders.plain, resources);
    writeEmptyProgram(folders.empty);
    const contenders: Contender[] = [
      await previewOf("genesys-chat", project, project.folder, stack.name, resources.length),
      await previewOf(peer, project, folders.plain, "plain", resources.length),
      await previewOf(empty, project, folders.empty, "empty", 0),
    ];
    const timings = await takeTurns(contenders, comparisonRounds);
    const comparisons = [
      compared(timings, "genesys-chat", peer, 0.7),
      compared(timings, "genesys-chat", empty, 1.15),
    ].map((each) => ({ ...each, what: "preview of dev" }));
    const counted = `${resources.length} Docker objects, ${comparisonRounds} rounds\n`;
    const figures = { resources: resources.length, timings };
    return { table: timingTable(timings, peer) + counted, figures, comparisons };
  } finally {
    await project.remove();
  }
}

async function previewOf(
  name: string,
  project: ProjectCopy,
  folder: string,
  stack: string,
  expected: number,
): Promise<Contender> {
  const options = { cwd: folder, env: project.environment };
  if (folder !== project.folder)
    await output("pulumi", ["stack", "init", stack, "--non-interactive"], options);
  const words = ["preview", "--stack", stack, "--non-interactive"];
  const preview = async () => {
    const began = process.hrtime.bigint();
    const text = await output("pulumi", words, options);
    const seconds = Number(process.hrtime.bigint() - began) / 1e9;
    // A run that plans fewer resources must not count as faster.
    const planned = (text.match(/\+ +docker:index:/g) ?? []).length;
    if (planned !== expected)
      throw new Error(`${name} plans ${planned} Docker objects, not ${expected}:\n${text}`);
    return seconds;
  };
  await preview();
  return { name, run: preview };
}

import { join } from "node:path";
import { noDaemon, ProjectCopy } from "../test/support/project-copy";
import { output } from "../test/support/process";
import { TestStack } from "../test/support/test-stack";
import { writeEmptyProgram, writePlainProgram } from "./support/plain-program";
import { plannedResources } from "./support/plan";
import { type Contender, type Measured, takeTurns, timingTable } from "./support/rounds";

const rounds = 7;
const peer = "hand-written";

/**
 * `pulumi preview` of dev, from nothing, against a hand-written program that registers the same Docker objects and
 * against an empty program, in one run. The aim is at most 1.15 times the hand-written one.
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
      await previewOf("empty program", project, folders.empty, "empty", 0),
    ];
    const timings = await takeTurns(contenders, rounds);
    const counted = `${resources.length} Docker objects, ${rounds} rounds\n`;
    return { table: timingTable(timings, peer) + counted, figures: { resources: resources.length, timings } };
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
    // Who previews less is not faster.
    const planned = text.split("\n").filter((line) => /^\s*\+\s.*docker:index:/.test(line)).length;
    if (planned !== expected)
      throw new Error(`${name} plans ${planned} Docker objects, not ${expected}:\n${text}`);
    return seconds;
  };
  await preview();
  return { name, run: preview };
}

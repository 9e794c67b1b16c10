import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { inspectContainers } from "../test/support/docker-objects";
import { ProjectCopy } from "../test/support/project-copy";
import { TestStack } from "../test/support/test-stack";
import type { Measured } from "./support/rounds";

/** Seconds without a customer before it is measured. */
const idle = 10;

/** MiB of resident memory that each idle simulated process of dev takes; the limit is 60. */
export async function measure(): Promise<Measured> {
  const project = await ProjectCopy.make();
  try {
    const stack = await TestStack.from(project, "dev");
    await stack.up();
    await sleep(idle * 1000);
    const prefix = `/${stack.container("")}`;
    const processes = (await inspectContainers(stack.name))
      .filter(({ State }) => State.Pid > 0)
      .map(({ Name, State }) => ({
        process: Name.slice(prefix.length),
        mebibytes: residentMemory(State.Pid),
      }))
      .sort((a, b) => b.mebibytes - a.mebibytes);
    const rows = processes.map(({ process, mebibytes }) => `| ${process} | ${mebibytes.toFixed(1)} |`);
    return {
      table: [`| process | MiB resident after ${idle} s idle |`, "| --- | --: |", ...rows, ""].join("\n"),
      figures: { idleSeconds: idle, processes },
    };
  } finally {
    await project.remove();
  }
}

/** As the system counts it for the process; the container's own count includes files that are only cached. */
function residentMemory(pid: number): number {
  const kibibytes = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
  if (kibibytes === undefined) throw new Error(`the system does not tell the memory of process ${pid}`);
  return Number(kibibytes) / 1024;
}

import { setTimeout as sleep } from "node:timers/promises";
import { containers, ofStack } from "../../docker/client";
import { listedHealth } from "../../docker/pair-health";
import { project } from "../../system/project";

/** Seconds in which Docker asks a process for the first time, and again if the first answer came too early. */
const patienceSeconds = 30;

/**
 * Waits until Docker has asked each process of a stack whether it is healthy. An update asks the processes itself and ends before that; what
 * follows it (`verify`, `tenants list`, a monitor) reads Docker's answer, and would find a process that is starting.
 */
export async function firstChecks(stack: string): Promise<void> {
  const deadline = Date.now() + patienceSeconds * 1000;
  while ((await isAnyStarting(stack)) && Date.now() < deadline) await sleep(250);
}

async function isAnyStarting(stack: string): Promise<boolean> {
  const own = ofStack(await containers(), project, stack);
  return own.some((container) => listedHealth(container).health === "starting");
}

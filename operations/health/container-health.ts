import { setTimeout as sleep } from "node:timers/promises";
import { containers, ofStack } from "../../docker/client";
import { listedHealth } from "../../docker/pair-health";
import { Failure } from "../../system/failure";
import { logInfo } from "../../system/log";
import { project } from "../../system/project";

/** Seconds in which Docker asks a process for the first time, or again, and what an update has brought back becomes healthy. */
const patienceSeconds = 30;

/**
 * Waits until Docker has asked each process of a stack whether it is healthy. An update asks the processes itself and ends before that; what
 * follows it (`verify`, `tenants list`, a monitor) reads Docker's answer, and would find a process that is starting.
 */
export async function firstChecks(stack: string): Promise<void> {
  await containersLeft(stack, "starting", 250);
}

/**
 * The engine forgets at a refresh that a container it made did not become healthy (pulumi#17949), and never looks at one that it
 * does not change: its success alone is no proof.
 */
export async function requireHealthy(stack: string): Promise<void> {
  const names = await containersLeft(stack, "unhealthy", 500, (found) =>
    logInfo(`Waiting until ${found.join(", ")} ${are(found)} healthy.`),
  );
  if (names.length === 0) return;
  throw new Failure(
    `${names.join(", ")} ${are(names)} not healthy, and the update had nothing to change there: ` +
      `"./chatstack verify --stack ${stack}" names the fix.`,
    1,
  );
}

/** The names of the containers that Docker still says this of when the time is over; `waiting` is called once if there are any at first. */
async function containersLeft(
  stack: string,
  health: "starting" | "unhealthy",
  everyMs: number,
  waiting?: (names: readonly string[]) => void,
): Promise<string[]> {
  const deadline = Date.now() + patienceSeconds * 1000;
  let names = await namesWith(stack, health);
  if (names.length > 0) waiting?.(names);
  while (names.length > 0 && Date.now() < deadline) {
    await sleep(everyMs);
    names = await namesWith(stack, health);
  }
  return names;
}

async function namesWith(stack: string, health: "starting" | "unhealthy"): Promise<string[]> {
  return ofStack(await containers(), project, stack)
    .filter((container) => listedHealth(container).health === health)
    .map(({ name }) => name)
    .sort();
}

const are = (names: readonly string[]) => (names.length === 1 ? "is" : "are");

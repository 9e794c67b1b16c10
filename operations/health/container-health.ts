import { setTimeout as sleep } from "node:timers/promises";
import { containers, ofStack } from "../../docker/client";
import { listedHealth } from "../../docker/pair-health";
import { Failure } from "../../system/failure";
import { logInfo } from "../../system/log";
import { project } from "../../system/project";

/** Seconds in which what an update has brought back becomes healthy. */
const patienceSeconds = 30;

/**
 * The engine forgets at a refresh that a container it made did not become healthy (pulumi#17949), and never looks at one that it
 * does not change: its success alone is no proof.
 */
export async function requireHealthy(stack: string): Promise<void> {
  const names = await containersLeft(stack);
  if (names.length === 0) return;
  throw new Failure(
    `${names.join(", ")} ${are(names)} not healthy, and the update had nothing to change there: ` +
      `"./chatstack verify --stack ${stack}" names the fix.`,
    1,
  );
}

/** The names of the containers that Docker still calls unhealthy when the time is over. */
async function containersLeft(stack: string): Promise<string[]> {
  const deadline = Date.now() + patienceSeconds * 1000;
  let names = await unhealthy(stack);
  if (names.length > 0) logInfo(`Waiting until ${names.join(", ")} ${are(names)} healthy.`);
  while (names.length > 0 && Date.now() < deadline) {
    await sleep(500);
    names = await unhealthy(stack);
  }
  return names;
}

async function unhealthy(stack: string): Promise<string[]> {
  return ofStack(await containers(), project, stack)
    .filter((container) => listedHealth(container).health === "unhealthy")
    .map(({ name }) => name)
    .sort();
}

const are = (names: readonly string[]) => (names.length === 1 ? "is" : "are");

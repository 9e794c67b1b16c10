import { setTimeout as sleep } from "node:timers/promises";
import { containers, type ContainerSummary, ofStack } from "../../docker/client";
import { conditionOf, listedHealth } from "../../docker/pair-health";
import { Failure } from "../../system/failure";
import { logInfo } from "../../system/log";
import { project } from "../../system/project";

/** Seconds in which what an update has brought back becomes healthy. */
const patienceSeconds = 30;

/**
 * The engine forgets at a refresh that a container it made did not become healthy (pulumi#17949), and never looks at one that it
 * does not change: its success alone is no proof.
 *
 * @param found the daemon's containers; undefined if they are not known, or if something has changed since
 */
export async function requireHealthy(stack: string, found?: readonly ContainerSummary[]): Promise<void> {
  const names = await containersLeft(stack, found);
  if (names.length === 0) return;
  throw new Failure(
    `${names.join(", ")} ${are(names)} not healthy, and the update had nothing to change there: ` +
      `"./chatstack verify --stack ${stack}" names the fix.`,
    1,
  );
}

/** The names of the containers whose processes still don't serve when the time is over. */
async function containersLeft(stack: string, found?: readonly ContainerSummary[]): Promise<string[]> {
  const deadline = Date.now() + patienceSeconds * 1000;
  let names = notServing(stack, found ?? (await containers()));
  if (names.length > 0) logInfo(`Waiting until ${names.join(", ")} ${are(names)} healthy.`);
  while (names.length > 0 && Date.now() < deadline) {
    await sleep(500);
    names = notServing(stack, await containers());
  }
  return names;
}

function notServing(stack: string, all: readonly ContainerSummary[]): string[] {
  return ofStack(all, project, stack)
    .filter((container) => stopsServing.has(conditionOf(listedHealth(container))))
    .map(({ name }) => name)
    .sort();
}

/** A paused process answers nothing, and neither Docker's health check nor the engine says so; a stopped one is found before the update. */
const stopsServing: ReadonlySet<string> = new Set(["unhealthy", "paused", "restarting", "dead"]);

const are = (names: readonly string[]) => (names.length === 1 ? "is" : "are");

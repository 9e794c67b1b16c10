import { conditionOf } from "../../docker/pair-health";
import { objectNames } from "../../docker/names";
import { requireStackDaemon } from "../../engine/stack-daemon";
import type { Deployment } from "../../model/deployment";
import type { LiveState } from "../../render";
import { project } from "../../system/project";
import { simulatorImage } from "../../system/simulator-image";
import { declared, type Declared } from "../verify/declared";
import type { Facts } from "../verify/facts";
import { gatherPairs } from "../verify/gathering";

/** The facts that a picture shows. */
export type LiveFacts = Pick<Facts, "containers" | "processes">;

/** The observed state of a stack's applications, by Application object name; fails if the stack is on another daemon. */
export async function liveStates(
  deployment: Deployment,
  stack: string,
  report: (line: string) => void,
): Promise<ReadonlyMap<string, LiveState>> {
  await requireStackDaemon(stack);
  report("Asking the daemon and the Chat Servers.");
  const expected = declared(deployment, stack, objectNames(project, stack), simulatorImage());
  const facts = await gatherPairs(expected, undefined);
  if (!expected.applications.some(({ container }) => facts.containers.has(container))) {
    report(
      `No container of stack ${stack} is on this daemon: the picture shows the definition only. Run "./chatstack up --stack ${stack}" to deploy it.`,
    );
  }
  return statesOf(expected, facts);
}

/** What gathered facts say of each application. */
export function statesOf(
  { applications }: Pick<Declared, "applications">,
  { containers, processes }: LiveFacts,
): ReadonlyMap<string, LiveState> {
  return new Map(
    applications.map(({ application: { name, type }, container }) => {
      const found = containers.get(container);
      const health = conditionOf({ status: found?.status, health: found?.health });
      // Only Chat Servers have roles, and only a running process can report one.
      if (type !== "ChatServer" || found?.status !== "running") return [name, { health }];
      const status = processes.get(name)?.status;
      const { role = "unknown", sessions } = status ?? {};
      return [name, { role, ...(sessions !== undefined && { sessions }), health }];
    }),
  );
}

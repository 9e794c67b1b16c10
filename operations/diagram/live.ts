import { objectNames } from "../../docker/names";
import { simulatorImage } from "../../system/simulator-image";
import type { Deployment } from "../../model/deployment";
import type { LiveState } from "../../render";
import { project } from "../../system/project";
import { declared } from "../verify/declared";
import { gather } from "../verify/gathering";

/** What runs of a deployment, by Application object name: the facts that `verify` gathers. */
export async function liveStates(
  deployment: Deployment,
  stack: string,
  say: (line: string) => void,
): Promise<ReadonlyMap<string, LiveState>> {
  const expected = declared(deployment, stack, objectNames(project, stack), simulatorImage());
  const { containers, processes } = await gather(expected, undefined, say);
  return new Map(
    expected.applications.map(({ application: { name, type }, container }) => {
      const found = containers.get(container);
      const status = processes.get(name)?.status;
      const isChatServer = type === "ChatServer";
      return [
        name,
        {
          ...(status && isChatServer && { role: status.role, sessions: status.sessions }),
          health:
            found === undefined
              ? "no container"
              : found.status === "running"
                ? (found.health ?? "running")
                : found.status,
        },
      ];
    }),
  );
}

import { docker, type ContainerSummary } from "../../docker/client";

/**
 * What to do where a container could not start since the daemon has its published port allocated: preflight found no one who
 * has the port, so the daemon holds it for a start that a crash interrupted. Undefined if no start failed for that reason.
 */
export async function heldPortAdvice(own: readonly ContainerSummary[]): Promise<string | undefined> {
  const unstarted = own.filter(({ state }) => state === "created").map(({ id }) => id);
  if (unstarted.length === 0) return undefined;
  return heldPort(await docker("inspect", "--format", "{{json .State.Error}}", ...unstarted));
}

/** The advice for the reasons why containers did not start, as the daemon words them. */
export function heldPort(startErrors: string): string | undefined {
  const port = /Bind for (\S+) failed: port is already allocated/.exec(startErrors)?.[1];
  if (port === undefined) return undefined;
  return (
    `The Docker daemon has ${port} allocated. If no container of "docker ps" publishes it, the daemon was killed while it started one ` +
    "and holds the port until it is restarted (docs/recovery.md)."
  );
}

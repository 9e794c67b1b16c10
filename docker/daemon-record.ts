/** The Docker daemon that a stack is on, as the stack's outputs keep it. */
export interface DaemonRecord {
  /** The ID that the daemon gave itself (`docker info`, field ID). */
  readonly id: string;
  /** The daemon's address at the last update, such as `unix:///var/run/docker.sock`. */
  readonly endpoint: string;
}

/** Where the docker provider finds the daemon unless its settings or DOCKER_HOST say otherwise. */
export const defaultEndpoint = "unix:///var/run/docker.sock";

/** The variable that holds the ID of the daemon that a stack may be moved to. */
export const moveVariable = "GENESYS_CHAT_MOVE_DAEMON";

/** Reads a record from the outputs of a stack; undefined if an earlier release deployed it. */
export function daemonIn(outputs: Readonly<Record<string, unknown>>): DaemonRecord | undefined {
  const { id, endpoint } = (outputs.daemon ?? {}) as Partial<DaemonRecord>;
  return typeof id === "string" && typeof endpoint === "string" ? { id, endpoint } : undefined;
}

/** Returns true if a stack that is on one daemon is about to meet another one; unknown daemons are no reason to stop. */
export function isElsewhere(recorded: DaemonRecord | undefined, found: DaemonRecord | undefined): boolean {
  return recorded !== undefined && found !== undefined && recorded.id !== found.id;
}

/** Names both daemons, and says how to reach the recorded one and how to give it up. */
export function elsewhereSentence(
  stack: string,
  recorded: DaemonRecord,
  found: DaemonRecord,
  giveUp: string,
): string {
  return (
    `Stack ${stack} is on the Docker daemon ${named(recorded)}, and this is ${named(found)}: ` +
    `set DOCKER_HOST=${recorded.endpoint} to work on that daemon, or ${giveUp} (docs/daemons.md).`
  );
}

/** Such as `4FRX:ABCD:… at unix:///var/run/docker.sock`: three groups of an ID tell daemons apart. */
export function named({ id, endpoint }: DaemonRecord): string {
  const short = id.length > 16 ? `${id.slice(0, 14)}…` : id;
  return `${short} at ${endpoint}`;
}

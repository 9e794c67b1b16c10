/*
 * The health of a Chat Server pair, judged in one place: `up`, `verify`, `drill` and the program's own gate each see a pair in their own
 * way and at their own moment, and ask here what it means.
 */

/** A process's container as the daemon shows it. */
export interface ProcessHealth {
  /** Docker's status, such as `running`; undefined if there is no container. */
  readonly status: string | undefined;
  /** `healthy`, `unhealthy` or `starting`; undefined if there is no health check. */
  readonly health: string | undefined;
}

/** A member of a pair: its container, and the role that its process reports. */
export interface MemberHealth extends ProcessHealth {
  /** Undefined if the process doesn't report one, or can't be asked. */
  readonly role: "active" | "standby" | undefined;
}

/** Statuses of a container whose process does not exist. */
const ended: ReadonlySet<string> = new Set(["exited", "created", "dead"]);

/** Returns true if a process exists, healthy or not: stopping one that doesn't exist interrupts no chat. */
export function hasProcess({ status }: Pick<ProcessHealth, "status">): boolean {
  return status !== undefined && !ended.has(status);
}

/** Returns true if a process runs and its health check, if it has one, has succeeded. */
export function isHealthy({ status, health }: ProcessHealth): boolean {
  return status === "running" && (health === undefined || health === "healthy");
}

/** A process's condition in a word or two, such as `healthy`, `exited`, `not there`. */
export function conditionOf({ status, health }: ProcessHealth): string {
  if (status === undefined) return "not there";
  return status === "running" ? (health ?? status) : status;
}

/** The members that report the active role; a pair is in order with exactly one. */
export function activeMembers<M extends Pick<MemberHealth, "role">>(members: readonly M[]): M[] {
  return members.filter(({ role }) => role === "active");
}

/** The active member of a healthy pair, one active and the other a healthy standby; undefined if the pair is degraded. */
export function activeOfHealthy<M extends MemberHealth>(members: readonly M[]): M | undefined {
  const [active, other] = activeMembers(members);
  const areAllHealthy = members.every((member) => isHealthy(member) && member.role !== undefined);
  return areAllHealthy && other === undefined ? active : undefined;
}

/** A container's status and health in a line of `docker ps`, such as `Up 3 minutes (unhealthy)`. */
export function listedHealth({
  state,
  status = "",
}: {
  readonly state: string;
  readonly status?: string;
}): ProcessHealth {
  const { health } = /\((?:health: )?(?<health>healthy|unhealthy|starting)\)/.exec(status)?.groups ?? {};
  return { status: state, health };
}

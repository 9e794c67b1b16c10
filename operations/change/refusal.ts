import { activeMembers } from "../../docker/pair-health";
import type { Finding } from "../verify/finding";
import type { Difference } from "./difference/difference";
import { pairStops, type Touch, touchOf } from "./rolling-update";
import type { Member, PairStatus } from "../health/pair-status";

/** A degraded pair of which a change would stop a member. */
export interface Refusal {
  readonly pair: string;
  /** The members that it would stop. */
  readonly touched: readonly string[];
  readonly findings: readonly Finding[];
  /** Whether a member may serve now; false where both tell that they do not have the role. */
  readonly served: boolean;
}

/**
 * The pairs that a change must not touch now; `begun` are the containers that an update has deleted and, since it was interrupted, has not created
 * again.
 */
export function refusals(
  pairs: readonly PairStatus[],
  change: Pick<Difference, "containers">,
  begun: ReadonlySet<string> = new Set(),
): Refusal[] {
  return pairs.flatMap((pair) => {
    const touch = touchOf(pair, change);
    const { restarted, removed } = touch;
    const touched = [...restarted, ...removed];
    const findings = findingsOf(pair);
    // A server without a standby was declared so, and a pair that is removed completely keeps no session anyhow.
    const isRemoved = removed.length === pair.members.length;
    if (pair.members.length === 1 || isRemoved || findings.length === 0 || isHarmless(pair, touched))
      return [];
    if (continues(pair, touch, begun)) return [];
    const served = !pair.reportsRole || activeMembers(pair.members).length > 0;
    return [{ pair: pair.name, touched: touched.map(({ name }) => name), findings, served }];
  });
}

/** What is wrong with a pair, each thing once. */
export function findingsOf({ members, findings }: PairStatus): Finding[] {
  return [...new Set([...findings, ...members.flatMap((member) => member.finding ?? [])])];
}

/**
 * Returns true if only members are stopped that serve no customer, while another one does: so an `up` repairs a pair. Of two
 * active members, or none, it is unknown which one serves.
 */
function isHarmless(pair: PairStatus, touched: readonly Member[]): boolean {
  const stopped = touched.filter(({ runs }) => runs);
  if (stopped.length === 0) return true;
  const serving = pair.members.some((member) => !touched.includes(member) && serves(pair, member));
  return serving && stopped.every(({ role, finding }) => finding !== undefined && role !== "active");
}

/**
 * Returns true if a pair is degraded only by what an interrupted update began, and every member that runs is stopped only when another one
 * can serve: an update waits for a standby before it continues with its primary.
 */
function continues(pair: PairStatus, touch: Touch, begun: ReadonlySet<string>): boolean {
  const { members, findings } = pair;
  const isOnlyBegun = members.every(({ finding, container }) => !finding || begun.has(container));
  if (findings.length > 0 || !isOnlyBegun) return false;
  return pairStops(pair, touch).every(
    ({ member, removed, successor }) => !removed && (!member.runs || successor),
  );
}

/** Whether a member is well and has the role, as far as it tells. */
function serves({ reportsRole }: PairStatus, member: Member): boolean {
  return member.finding === undefined && (!reportsRole || member.role === "active");
}

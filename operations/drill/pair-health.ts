import { setTimeout as sleep } from "node:timers/promises";
import { activeOfHealthy, hasProcess, type ProcessHealth } from "../../docker/pair-health";
import { containerState, type ContainerState } from "../../docker/container-process";
import type { Pair } from "./pairs";
import type { Condition, RoleMonitor } from "./role-monitor";

/** What was seen of a member when it was looked at. */
export interface ObservedMember {
  readonly application: string;
  readonly container: string;
  /** Undefined where there is no container. */
  readonly state: ContainerState | undefined;
  readonly condition: Condition;
}

/** A healthy pair's active member, and its container. */
export interface HealthyPair {
  readonly active: RoleMonitor;
  readonly state: ContainerState;
}

/** The health of a pair: its active member if it is healthy, else the status of each member. */
export type PairHealth = HealthyPair | { readonly members: readonly ObservedMember[] };

/** Between two looks, in milliseconds: each starts a Docker client per member. */
const intervalMs = 250;

/**
 * Waits until a pair is one active and one healthy standby (without a standby: active); ends after a while, or as
 * soon as what is seen is hopeless.
 */
export async function waitUntilHealthy(
  pair: Pair,
  monitors: readonly RoleMonitor[],
  seconds: number,
  signal: AbortSignal,
  hopeless: (members: readonly ObservedMember[]) => boolean = () => false,
): Promise<PairHealth> {
  const deadline = Date.now() + seconds * 1000;
  for (;;) {
    const health = await observePair(pair, monitors);
    if ("active" in health || hopeless(health.members) || Date.now() > deadline) return health;
    await sleep(intervalMs, undefined, { signal });
  }
}

async function observePair(pair: Pair, monitors: readonly RoleMonitor[]): Promise<PairHealth> {
  const own = monitors.filter(({ member }) => pair.members.includes(member));
  const states = await Promise.all(own.map(({ member }) => containerState(member.container)));
  const members = own.map((monitor, index) => {
    const state = states[index];
    const { condition } = monitor;
    return { monitor, state, ...processHealth(state), role: condition === "down" ? undefined : condition };
  });
  const active = activeOfHealthy(members);
  if (active?.state) return { active: active.monitor, state: active.state };
  return {
    members: members.map(({ monitor: { member, condition }, state }) => ({
      application: member.application,
      container: member.container,
      state,
      condition,
    })),
  };
}

function processHealth(state: ContainerState | undefined): ProcessHealth {
  return { status: state?.status, health: state?.health === "unchecked" ? undefined : state?.health };
}

/** Returns true if a container is missing or was stopped: only an operator starts it. */
export const noMemberReturns = (members: readonly ObservedMember[]): boolean =>
  members.some(({ state }) => !hasProcess({ status: state?.status }));

/** What is the matter with a pair, a clause a member. */
export function pairHealthSentence(members: readonly ObservedMember[]): string {
  return members.map((one) => `${one.application} is ${memberClause(one)}`).join(", ");
}

function memberClause({ state, condition }: ObservedMember): string {
  if (!state) return "not there";
  if (state.status !== "running") return state.status;
  if (state.links.length === 0) return `running, ${condition} and on no network`;
  return `running, ${state.health} and ${condition === "down" ? "reports no status" : condition}`;
}

/** That a pair has not come back in time, after what was done to it where something was. */
export function degradedSentence(
  pair: Pair,
  members: readonly ObservedMember[],
  seconds: number,
  after?: string,
): string {
  const when = after === undefined ? `after ${seconds} s` : `${seconds} s after ${after}`;
  return `${pair.name} ${pair.members.length > 1 ? "and its standby are" : "is"} not healthy ${when}: ${pairHealthSentence(members)}.`;
}

/** The command that most likely fixes a degraded pair. */
export function fixCommand(members: readonly ObservedMember[], stack: string): string {
  const stopped = members.find(({ state }) => state && state.status !== "running");
  const all = members.every(({ state }) => state);
  return stopped && all ? `docker start ${stopped.container}` : `./chatstack up --stack ${stack}`;
}

import { setTimeout as sleep } from "node:timers/promises";
import { activeOfHealthy, hasProcess, type ProcessSight } from "../../docker/pair-health";
import { containerState, type ContainerState } from "../../docker/container-process";
import type { Pair } from "./pairs";
import type { Condition, RoleMonitor } from "./role-monitor";

/** What was seen of a member when it was looked at. */
export interface Seen {
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
export type PairHealth = HealthyPair | { readonly seen: readonly Seen[] };

/** Between two looks, in milliseconds: each starts a Docker client per member. */
const lookMs = 250;

/**
 * Waits until a pair is one active and one healthy standby (without a standby: active); ends after a while, or as
 * soon as what is seen is hopeless.
 */
export async function waitUntilHealthy(
  pair: Pair,
  watches: readonly RoleMonitor[],
  seconds: number,
  signal: AbortSignal,
  hopeless: (seen: readonly Seen[]) => boolean = () => false,
): Promise<PairHealth> {
  const deadline = Date.now() + seconds * 1000;
  for (;;) {
    const sight = await look(pair, watches);
    if ("active" in sight || hopeless(sight.seen) || Date.now() > deadline) return sight;
    await sleep(lookMs, undefined, { signal });
  }
}

async function look(pair: Pair, watches: readonly RoleMonitor[]): Promise<PairHealth> {
  const own = watches.filter(({ member }) => pair.members.includes(member));
  const states = await Promise.all(own.map(({ member }) => containerState(member.container)));
  const sights = own.map((monitor, index) => {
    const state = states[index];
    const { condition } = monitor;
    return { monitor, state, ...sightOfState(state), role: condition === "down" ? undefined : condition };
  });
  const active = activeOfHealthy(sights);
  if (active?.state) return { active: active.monitor, state: active.state };
  return {
    seen: sights.map(({ monitor: { member, condition }, state }) => ({
      application: member.application,
      container: member.container,
      state,
      condition,
    })),
  };
}

function sightOfState(state: ContainerState | undefined): ProcessSight {
  return { status: state?.status, health: state?.health === "unchecked" ? undefined : state?.health };
}

/** Returns true if a container is missing or was stopped: only an operator starts it. */
export const noMemberReturns = (seen: readonly Seen[]): boolean =>
  seen.some(({ state }) => !hasProcess({ status: state?.status }));

/** What is the matter with a pair, a clause a member. */
export function pairHealthSentence(seen: readonly Seen[]): string {
  return seen.map((one) => `${one.application} is ${seenWords(one)}`).join(", ");
}

function seenWords({ state, condition }: Seen): string {
  if (!state) return "not there";
  if (state.status !== "running") return state.status;
  if (state.links.length === 0) return `running, ${condition} and on no network`;
  return `running, ${state.health} and ${condition === "down" ? "reports no status" : condition}`;
}

/** That a pair has not come back in time, after what was done to it where something was. */
export function degradedSentence(
  { name, members }: Pair,
  seen: readonly Seen[],
  seconds: number,
  after?: string,
): string {
  const when = after === undefined ? `after ${seconds} s` : `${seconds} s after ${after}`;
  return `${name} ${members.length > 1 ? "and its standby are" : "is"} not healthy ${when}: ${pairHealthSentence(seen)}.`;
}

/** The command that most likely fixes a degraded pair. */
export function fixCommand(seen: readonly Seen[], stack: string): string {
  const stopped = seen.find(({ state }) => state && state.status !== "running");
  const all = seen.every(({ state }) => state);
  return stopped && all ? `docker start ${stopped.container}` : `./chatstack up --stack ${stack}`;
}

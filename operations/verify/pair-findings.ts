import { activeMembers as activeRoles } from "../../docker/pair-health";
import { chatServerPairs } from "../../model/pairs";
import { byName, isSimulated, type Declared, type DeclaredApplication } from "./declared";
import type { Facts } from "./facts";
import type { Finding } from "./finding";
import { impactOfLoss } from "./impact";
import type { ProcessStatus } from "../health/process-status";
import { causeBehind, type Causes, type Situation } from "./situation";

/** The members of a Chat Server's pair, or the one that serves alone; the declared primary is the first. */
export type Pair = readonly DeclaredApplication[];

/** Every Chat Server with its partner, if the active one is known: simulated ones report it. */
export function pairs(declared: Declared): Pair[] {
  return chatServers(declared).filter((pair) => pair.every(({ application }) => isSimulated(application)));
}

/** Every Chat Server with its partner. */
export function chatServers(declared: Declared): Pair[] {
  const applications = declared.applications.map(({ application }) => application);
  return chatServerPairs(applications).map((pair) =>
    pair.flatMap(({ name }) => byName(declared, name) ?? []),
  );
}

/** Members that report the active role, with all that they report. */
export function activeMembers(pair: Pair, { facts }: { readonly facts: Pick<Facts, "processes"> }) {
  const members = pair.flatMap((member) => {
    const status = facts.processes.get(member.application.name)?.status;
    return status ? [{ member, status, role: status.role }] : [];
  });
  return activeRoles(members);
}

/** Pairs with no active member, or with two. */
export function pairFindings(situation: Situation, causes: Causes): Finding[] {
  return pairs(situation.declared).flatMap((pair) => {
    const active = activeMembers(pair, situation);
    if (active.length > 1) return [twoActive(situation, active)];
    return active.length === 0 ? noneActive(situation, pair, causes) : [];
  });
}

/** Roles that were swapped at run time: expected after a fail-over, and worth a note. */
export function swappedRoles(situation: Situation): string[] {
  return pairs(situation.declared).flatMap((pair) => {
    const [only, second] = activeMembers(pair, situation);
    if (!only || second || only.member === pair[0]) return [];
    const { name } = only.member.application;
    return [`${name} is the active member of its pair, after a fail-over or a change: no fix is needed.`];
  });
}

function twoActive(
  { commands }: Situation,
  active: readonly { readonly member: DeclaredApplication; readonly status: ProcessStatus }[],
): Finding {
  const [late, ...others] = [...active].sort((a, b) => a.status.epoch - b.status.epoch);
  const names = active.map(({ member, status }) => `${member.application.name} (epoch ${status.epoch})`);
  return {
    check: "pair",
    severity: "error",
    application: late?.member.application.name ?? null,
    object: names.join(", "),
    message: `Both members of the pair say that they are active: ${names.join(" and ")}.`,
    impact: `Chats may be split between them; what ${late?.member.application.name} acknowledges may not be stored, since ${others[0]?.member.application.name} has the newer lease.`,
    remedy: commands.restart(late?.member.container ?? ""),
  };
}

function noneActive(situation: Situation, pair: Pair, causes: Causes): Finding[] {
  const [primary] = pair;
  if (!primary) return [];
  const { name } = primary.application;
  const names = pair.map(({ application }) => application.name).join(" or ");
  const down = pair.flatMap((member) => causes.get(member.application.name) ?? []);
  // Other findings already report a server without a standby that is down, and what the complete stack lacks.
  if (
    down.length === pair.length &&
    (pair.length === 1 || down.some(({ application }) => application === null))
  ) {
    return [];
  }
  const [cause = causeBehind(situation, causes, primary)] = down;
  return [
    {
      check: "pair",
      severity: "error",
      application: name,
      object: names,
      message:
        pair.length > 1 ? `Neither ${names} is active.`.replace(" or ", " nor ") : `${name} is not active.`,
      impact: impactOfLoss({ ...primary, partner: undefined }),
      remedy: cause?.remedy ?? situation.commands.restart(primary.container),
    },
  ];
}

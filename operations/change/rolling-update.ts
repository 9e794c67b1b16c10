import type { ChangePlan } from "./plan";
import type { Member, PairStatus } from "../health/pair-status";

/** What a change does to the containers of a pair. */
export interface Touch {
  readonly restarted: readonly Member[];
  readonly removed: readonly Member[];
}

/** The members of a pair whose containers a change stops: by their containers, since the definition may call them otherwise now. */
export function touchOf({ members }: PairStatus, { restarted, removed }: ChangePlan): Touch {
  const among = (changes: ChangePlan["restarted"]) =>
    members.filter((member) => changes.some(({ container }) => container === member.container));
  return { restarted: among(restarted), removed: among(removed) };
}

/**
 * In which order a pair's members stop, and who hands sessions to whom; undefined where none stops. A standby is replaced
 * before its primary (components/chat-server.ts); what is removed goes at the end of an update, a primary first.
 */
export function rollSentence(pair: PairStatus, touch: Touch): string | undefined {
  const stops = [
    ...[...pair.members].reverse().filter((member) => touch.restarted.includes(member)),
    ...pair.members.filter((member) => touch.removed.includes(member)),
  ];
  if (stops.length === 0) return undefined;
  const active = pair.members.find(({ role }) => role === "active");
  const able = new Set(pair.members.filter(({ runs, trouble }) => runs && !trouble));
  let holder = active;
  const clauses = stops.map((member) => {
    const removed = touch.removed.includes(member);
    const verb = removed ? "is removed" : "restarts";
    const successor = [...able].find((other) => other !== member);
    const holds = member === holder;
    if (removed) able.delete(member);
    else able.add(member);
    if (!member.runs) return `${member.name} ${verb} (does not run now)`;
    if (!pair.tells) return `${member.name} ${verb}`;
    if (!holds) return `${member.name} ${verb} (standby)`;
    if (successor) holder = successor;
    return `${member.name} ${successor ? handOver(pair, active, successor) + verb : verb + alone(pair, active, removed)}`;
  });
  const [first, ...others] = clauses;
  if (others.length === 0) return `${first}.`;
  return `${first?.replace(/ restarts/, " restarts first")}; then ${others.join("; then ")}.`;
}

/** Whoever hands over, the sessions are those of who is active now. */
function handOver({ restores }: PairStatus, active: Member | undefined, successor: Member): string {
  const sessions = active?.sessions ?? 0;
  if (sessions === 0) return `gives its role to ${successor.name} and `;
  if (restores) return `hands its ${chats(sessions)} to ${successor.name} and `;
  return `gives its role to ${successor.name} (session-restoration-mode is not simple: this loses its ${chats(sessions)}) and `;
}

function alone({ restores }: PairStatus, active: Member | undefined, removed: boolean): string {
  const sessions = active?.sessions ?? 0;
  if (sessions === 0) return ", with no session";
  if (removed) return `, and ends its ${chats(sessions)}`;
  if (!restores) return `: nobody takes over, and this loses its ${chats(sessions)}`;
  return `: nobody takes over, and it goes on with its ${chats(sessions)} when it is back`;
}

/** Such as `1 session`. */
export function chats(count: number): string {
  return `${count} session${count === 1 ? "" : "s"}`;
}

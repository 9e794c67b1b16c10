import type { ChangePlan } from "./plan";
import type { Member, PairStanding } from "./standing";

/** What a change does to the containers of a pair. */
export interface Touch {
  readonly restarted: readonly Member[];
  readonly removed: readonly Member[];
}

/** The members of a pair whose containers a change stops: by their containers, since the definition may call them otherwise now. */
export function touchOf({ members }: PairStanding, { restarted, removed }: ChangePlan): Touch {
  const among = (changes: ChangePlan["restarted"]) =>
    members.filter((member) => changes.some(({ container }) => container === member.container));
  return { restarted: among(restarted), removed: among(removed) };
}

/**
 * In which order a pair's members stop, and who hands sessions to whom; undefined where none stops. A standby is replaced
 * before its primary (components/chat-server.ts); what is removed goes at the end of an update, a primary first.
 */
export function rollSentence(pair: PairStanding, touch: Touch): string | undefined {
  const active = pair.members.find(({ role }) => role === "active");
  const sessions = active?.sessions ?? 0;
  let holder = active?.name;
  let present = pair.members;
  const clauses: string[] = [];
  const stop = (member: Member, verb: "restarts" | "is removed") => {
    const partner = present.find((other) => other !== member);
    const last = verb === "is removed" && present.length === 1;
    if (!member.runs) clauses.push(`${member.name} ${verb} (does not run now)`);
    else if (!pair.tells) clauses.push(`${member.name} ${verb}`);
    else if (member.name !== holder) clauses.push(`${member.name} ${verb} (standby)`);
    else if (partner) {
      const moved = pair.restores
        ? `hands its ${chats(sessions)} to ${partner.name}`
        : `gives its role to ${partner.name}`;
      clauses.push(`${member.name} ${moved} and ${verb}`);
      holder = partner.name;
    } else clauses.push(`${member.name} ${verb}${alone(sessions, last, pair.restores)}`);
    if (verb === "is removed") present = present.filter((other) => other !== member);
  };
  const order = [...pair.members].reverse();
  for (const member of order) if (touch.restarted.includes(member)) stop(member, "restarts");
  for (const member of pair.members) if (touch.removed.includes(member)) stop(member, "is removed");
  if (clauses.length === 0) return undefined;
  const lost =
    pair.tells && !pair.restores && sessions > 0 && touch.restarted.some(({ name }) => name === active?.name)
      ? ` session-restoration-mode is not simple: its ${chats(sessions)} are lost.`
      : "";
  const words =
    clauses.length === 1
      ? clauses[0]
      : `${clauses[0]?.replace(/ restarts/, " restarts first")}; then ${clauses.slice(1).join("; then ")}`;
  return `${words}.${lost}`;
}

function alone(sessions: number, last: boolean, restores: boolean): string {
  if (last) return sessions === 0 ? ", with no session" : `, and its ${chats(sessions)} end`;
  if (sessions === 0) return ": it has no partner, and no session";
  const after = restores ? "stand still until it is back" : "are lost";
  return `: it has no partner, and its ${chats(sessions)} ${after}`;
}

/** Such as `1 session`. */
export function chats(count: number): string {
  return `${count} session${count === 1 ? "" : "s"}`;
}

import { activeMembers } from "../../docker/pair-health";
import type { Member, PairStatus } from "../health/pair-status";
import type { Difference } from "./difference/difference";
import { type Stop, stopsOf, type Touched } from "./order";

/** What a change does to the containers of a pair. */
export type Touch = Touched<Member>;

/** The members of a pair whose containers a change stops: by their containers, since the definition may call them otherwise now. */
export function touchOf({ members }: PairStatus, { containers }: Pick<Difference, "containers">): Touch {
  const among = (action: "replaced" | "removed") =>
    members.filter((member) =>
      containers.some((change) => change.action === action && change.container === member.container),
    );
  return { restarted: among("replaced"), removed: among("removed") };
}

/** The stops of a pair's members, in their order. */
export function pairStops({ members }: PairStatus, touch: Touch): Stop<Member>[] {
  const able = members.filter(({ runs, finding }) => runs && !finding);
  return stopsOf(members, touch, able);
}

/** In which order a pair's members stop, and who hands sessions to whom; undefined if none stops. */
export function rollSentence(pair: PairStatus, touch: Touch): string | undefined {
  const [active] = activeMembers(pair.members);
  const stops = pairStops(pair, touch);
  if (stops.length === 0) return undefined;
  let holder = active;
  const clauses = stops.map(({ member, removed, successor }) => {
    const verb = removed ? "is removed" : "restarts";
    const holds = member === holder;
    if (!member.runs) return `${member.name} ${verb} (does not run now)`;
    if (!pair.reportsRole) return `${member.name} ${verb}`;
    if (!holds) return `${member.name} ${verb} (standby)`;
    if (successor) holder = successor;
    return `${member.name} ${successor ? handOver(pair, active, successor) + verb : verb + alone(pair, active, removed)}`;
  });
  const [first, ...others] = clauses;
  if (others.length === 0) return `${first}.`;
  return `${first?.replace(/ restarts/, " restarts first")}; then ${others.join("; then ")}.`;
}

/** Whichever member hands over, the sessions are those of the active one. */
function handOver({ restores }: PairStatus, active: Member | undefined, successor: Member): string {
  const sessions = active?.sessions ?? 0;
  if (sessions === 0) return `hands its role to ${successor.name} and `;
  if (restores) return `hands its ${chats(sessions)} to ${successor.name} and `;
  return `hands its role to ${successor.name} (session-restoration-mode is not simple: this loses its ${chats(sessions)}) and `;
}

function alone({ restores }: PairStatus, active: Member | undefined, removed: boolean): string {
  const sessions = active?.sessions ?? 0;
  if (sessions === 0) return ", with no session";
  if (removed) return `, and ends its ${chats(sessions)}`;
  if (!restores) return `: no member takes over, and this loses its ${chats(sessions)}`;
  return `: no member takes over, and it continues its ${chats(sessions)} when it is back`;
}

/** Such as `1 session`. */
export function chats(count: number): string {
  return `${count} session${count === 1 ? "" : "s"}`;
}

/** A member of a pair that an update stops. */
export interface Stop<M> {
  readonly member: M;
  readonly removed: boolean;
  /** The member that can take the sessions over; undefined if there is none at that moment. */
  readonly successor: M | undefined;
}

/** The members of a pair that an update stops; it touches no other one. */
export interface Touched<M> {
  readonly restarted: readonly M[];
  readonly removed: readonly M[];
}

/** The order of restarts within a pair: the standby comes first (components/chat-server.ts). */
export const restartRank = { backup: 0, primary: 1 } as const;

/**
 * The stops of a pair in the order of an update: restarts, standby first; then removals, which come last and primary first.
 * `members` begins with the declared primary; `able` are those that can take sessions over before the update. A member that has
 * restarted can take them over too.
 */
export function stopsOf<M>(
  members: readonly M[],
  { restarted, removed }: Touched<M>,
  able: readonly M[],
): Stop<M>[] {
  const serving = new Set(able);
  const order = [
    ...[...members].reverse().filter((member) => restarted.includes(member)),
    ...members.filter((member) => removed.includes(member)),
  ];
  return order.map((member) => {
    const successor = [...serving].find((other) => other !== member);
    const goes = !restarted.includes(member);
    if (goes) serving.delete(member);
    else serving.add(member);
    return { member, removed: goes, successor };
  });
}

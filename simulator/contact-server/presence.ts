import type { LineWriter } from "../http-port";
import type { Member } from "./lease";

/**
 * One long answer to every Chat Server process: while it is open the process lives. When a process ends, however it ends,
 * its system closes the socket at once; that tells "process dead" from "link dead", as LCA does in the product.
 */
export class Presence {
  private readonly streams = new Map<string, { pair: string; writer: LineWriter }>();

  /** @param onGone called when a process has ended */
  constructor(private readonly onGone: (pair: string, member: Member) => void) {}

  /** Takes up a member's stream; one that was there before, of the same life, is no longer of interest. */
  enter(pair: string, member: Member, writer: LineWriter): void {
    const key = keyOf(pair, member);
    const former = this.streams.get(key);
    const entry = { pair, writer };
    this.streams.set(key, entry);
    former?.writer.end();
    writer.onClose(() => {
      if (this.streams.get(key) !== entry) return;
      this.streams.delete(key);
      this.onGone(pair, member);
    });
  }

  /** Tells a pair's members that the active role is free, so that they ask now and not at their next turn. */
  nudge(pair: string): void {
    for (const stream of this.streams.values())
      if (stream.pair === pair) stream.writer.send({ event: "vacant" });
  }
}

function keyOf(pair: string, member: Member): string {
  return JSON.stringify([pair, member.application, member.incarnation]);
}

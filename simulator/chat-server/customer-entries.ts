import { leftText, type Entry } from "../transcript";
import type { Session } from "./session";

/** An entry of the customer's. */
export function customerEntry(session: Session, type: string, text: string, requestId: string): Entry {
  const { nick } = session.head;
  return { type, nick, text, partyId: "1", partyType: "CLIENT", at: Date.now(), requestId };
}

/** Ends a session from the customer's side; nothing happens to one that has ended. */
export function leave(session: Session): void {
  if (session.state === "closed") return;
  session.add(customerEntry(session, "Notice.Left", leftText, `${session.id}-left`));
  session.close();
}

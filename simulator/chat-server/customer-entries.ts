import type { Entry } from "../transcript";
import type { Session } from "./session";

/** An entry of the customer's. */
export function customerEntry(session: Session, type: string, text: string, requestId: string): Entry {
  return {
    type,
    nick: session.head.nick,
    text,
    partyId: `${session.id}-1`,
    partyType: "CLIENT",
    at: Date.now(),
    requestId,
  };
}

/** Ends a session from the customer's side; nothing happens to one that has ended. */
export function leave(session: Session): void {
  if (session.state === "closed") return;
  session.add(customerEntry(session, "Notice.Left", "", `${session.id}-left`));
  session.close();
}

import type { Entry } from "../transcript";
import type { Session } from "./session";
import type { Store } from "./store";

/** The bounds of one answer: it holds fewer entries if they are long, and at least one. */
const page = { entries: 500, bytes: 256 * 1024 };

/** A session as a request sees it when everything before it is done. */
export interface View {
  readonly session: Session;
  readonly state: Session["state"];
  /** The position of the last of the entries; if there are none, of the session's last entry. */
  readonly position: number;
  /** Entries after the position that was asked for, a page of them. */
  readonly entries: readonly Entry[];
}

/** The entries after a position, from memory or from the store. */
export async function viewOf(session: Session, store: Store, after = session.position): Promise<View> {
  const { state } = session;
  const all = session.after(after) ?? (await store.entries(session.id, after));
  let bytes = 0;
  const tooMany = all.findIndex(
    ({ text }, index) =>
      index > 0 && (index >= page.entries || (bytes += Buffer.byteLength(text)) > page.bytes),
  );
  const entries = tooMany < 0 ? all : all.slice(0, tooMany);
  return {
    session,
    state,
    entries,
    position: entries.length > 0 ? after + entries.length : session.position,
  };
}

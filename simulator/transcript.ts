/** What the notices say that a party has come or gone: clients show the party's name before it. */
export const joinedText = "has joined the session";
export const leftText = "has left the session";
/** The texts of typing notices: client C looks for the word, the rest is the simulator's own. */
export const typingText = "is typing";
export const typingStoppedText = "has stopped typing";

/** One entry of a transcript; positions count from 1 and are an entry's place in the list. */
export interface Entry {
  /** `Notice.Joined`, `Message.Text`, `Notice.TypingStarted`, `Notice.TypingStopped`, `Notice.Left`. */
  readonly type: string;
  readonly nick: string;
  readonly text: string;
  /** A decimal integer: 1 the customer, 2 the agent, 3 what a poke says. */
  readonly partyId: string;
  readonly partyType: "CLIENT" | "AGENT" | "EXTERNAL";
  /** Milliseconds since 1970. */
  readonly at: number;
  /** The request that wrote it; a request that comes again is not written again. */
  readonly requestId: string;
}

/** What is known of a session from its beginning on. */
export interface SessionHead {
  readonly id: string;
  /** The request that opened it; one that comes again gets the same session. */
  readonly requestId: string;
  /** The primary's Application name of the pair that keeps it. */
  readonly pair: string;
  readonly tenant: number;
  /** The endpoint key it was opened with, and the queue that the key stood for then. */
  readonly endpoint: string;
  readonly queue: string;
  readonly nick: string;
  /** What the customer gave: first name, subject and the like. */
  readonly party: Readonly<Record<string, string>>;
  /** Further data, for the agent's desktop; absent in sessions that were stored before there was any. */
  readonly userData?: Readonly<Record<string, string>>;
  readonly startedAt: number;
}

/** A session as the Contact Server keeps it, without its entries. */
export interface StoredSession extends SessionHead {
  /** `lost`: closed by a Chat Server that took over and does not restore sessions. */
  readonly state: "open" | "closed" | "lost";
  /** Entries stored. */
  readonly count: number;
}

/** A stored session with the request ids of its last entries, the oldest first. */
export interface RestorableSession extends StoredSession {
  readonly recent: readonly string[];
}

/** What a Chat Server asks the Contact Server to write. */
export type TranscriptWrite =
  | { readonly write: "open"; readonly session: SessionHead }
  | {
      readonly write: "add";
      readonly session: string;
      readonly from: number;
      readonly entries: readonly Entry[];
    }
  | { readonly write: "close"; readonly session: string; readonly state: "closed" | "lost" };

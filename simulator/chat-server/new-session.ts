import { Refusal } from "../refusal";
import { joinedText, type SessionHead } from "../transcript";
import { customerEntry } from "./customer-entries";
import { Session } from "./session";
import { newSessionId } from "./session-id";
import type { Opening, SessionParts } from "./session-parts";

/** Open sessions of a Chat Server; more are refused. `settings/limit-for-sessions` may ask for fewer. */
const openLimit = 5000;
/** Bytes that customer data of all sessions in memory may take: names, subject, user data. GMS bounds one chat's to 32 KiB. */
const customerDataLimit = 16 * 1024 * 1024;

/** What the sessions in memory take. */
interface Usage {
  /** Open sessions. */
  readonly open: number;
  /** Bytes of their customer data. */
  readonly customerDataBytes: number;
}

/** Returns a session with its first entries; refuses it if an endpoint, the Interaction Server, a limit or the active role is missing. */
export function newSession(
  opening: Opening,
  { configuration, interactions, membership }: SessionParts,
  usage: Usage,
): Session {
  const name = configuration.current.application.name;
  const section = `endpoints:${opening.tenant}`;
  const queue = configuration.option(section, opening.endpoint);
  if (queue === undefined) {
    throw new Refusal(500, `${name} has no endpoint "${opening.endpoint}" in its section ${section}`);
  }
  if (!interactions.declared) throw new Refusal(500, `${name} has no connection to an Interaction Server`);
  const limited = configuration.boolean("settings", "limits-control-enabled", false);
  if (limited && usage.open >= configuration.number("settings", "limit-for-sessions", 1000)) {
    throw new Refusal(503, `${name} has as many sessions as limit-for-sessions allows`);
  }
  if (usage.open >= openLimit)
    throw new Refusal(503, `${name} has ${openLimit} sessions, the most that it may have`);
  const { requestId, tenant, endpoint, nick, party, userData, message } = opening;
  if (usage.customerDataBytes + customerDataBytesOf(opening) > customerDataLimit)
    throw new Refusal(503, `${name} holds as much data of its customers as it may`);
  const head: SessionHead = {
    id: newSessionId(),
    requestId,
    pair: membership.pair,
    tenant,
    endpoint,
    queue,
    nick,
    party,
    ...(userData && { userData }),
    startedAt: Date.now(),
  };
  const { term } = membership;
  if (!term) throw membership.notActive();
  const session = new Session(head, term);
  session.add(customerEntry(session, "Notice.Joined", joinedText, `${head.id}-joined`));
  if (message) session.add(customerEntry(session, "Message.Text", message, `${head.id}-first`));
  return session;
}

/** Bytes that a session's customer data takes. */
export function customerDataBytesOf({
  nick,
  party,
  userData,
}: Pick<SessionHead, "nick" | "party" | "userData">): number {
  return Buffer.byteLength(JSON.stringify({ nick, party, userData }));
}

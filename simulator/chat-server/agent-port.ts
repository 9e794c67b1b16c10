import { Routes } from "../http-port";
import type { Entry } from "../transcript";
import type { AgentStreams } from "./agent-streams";
import type { Membership } from "./membership";
import { ended, type Session } from "./session";
import type { Sessions } from "./sessions";

interface AgentRequest {
  readonly requestId: string;
  readonly nick: string;
  readonly text?: string;
}

/**
 * What agents use: the Interaction Server's scripted ones on `ESP`, a desktop's basic chat on `default`. They join
 * sessions, write, read, and listen for news; they can't open sessions.
 */
export function agentRoutes(sessions: Sessions, agents: AgentStreams, membership: Membership): Routes {
  const write =
    (type: string) => async (incoming: { params: Readonly<Record<string, string>>; json<T>(): T }) => {
      const { requestId, nick, text } = incoming.json<AgentRequest>();
      const { session } = await sessions.change(incoming.params.id ?? "", (one) => {
        if (one.has(requestId)) return;
        if (one.state === "closed") throw ended();
        sessions.requireRoom();
        one.add(agentEntry(one, type, nick, text ?? "", requestId));
      });
      return { position: session.position };
    };
  return new Routes("sessions are opened and continued on the webapi port")
    .on("GET", "/news", async (incoming) => {
      await membership.admit();
      agents.enter(incoming.lines());
      return undefined;
    })
    .on("GET", "/agent/sessions/:id", async ({ params, query }) => {
      const after = Math.max(0, Number.parseInt(query.get("after") ?? "0", 10) || 0);
      const { state, position, entries } = await sessions.read(params.id ?? "", after);
      return { state, position, entries };
    })
    .on("POST", "/agent/sessions/:id/join", write("Notice.Joined"))
    .on("POST", "/agent/sessions/:id/messages", write("Message.Text"));
}

function agentEntry(session: Session, type: string, nick: string, text: string, requestId: string): Entry {
  return { type, nick, text, partyId: `${session.id}-2`, partyType: "AGENT", at: Date.now(), requestId };
}

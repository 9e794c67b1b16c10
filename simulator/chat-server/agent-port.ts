import { Routes } from "../http-port";
import { joinedText, leftText, typingStoppedText, typingText, type Entry } from "../transcript";
import type { AgentStreams } from "./agent-streams";
import type { Membership } from "./membership";
import { ended } from "./session";
import type { Sessions } from "./sessions";
import { largestRequest } from "./web-api-port";

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
    (type: string, notice?: string) =>
    async (incoming: { params: Readonly<Record<string, string>>; json<T>(): T }) => {
      const { requestId, nick, text } = incoming.json<AgentRequest>();
      const { session } = await sessions.change(incoming.params.id ?? "", (one) => {
        if (one.has(requestId)) return;
        if (one.state === "closed") throw ended();
        // An agent who leaves frees memory: its notice is never refused.
        if (type !== "Notice.Left") sessions.requireRoom();
        one.add(agentEntry(type, nick, notice ?? text ?? "", requestId));
        // The only agent there is: with it the chat ends.
        if (type === "Notice.Left") one.close();
      });
      return { position: session.position };
    };
  return new Routes("sessions are opened and continued on the webapi port", largestRequest)
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
    .on("GET", "/agent/sessions/:id/data", async ({ params }) => {
      const { party, userData } = (await sessions.read(params.id ?? "")).session.head;
      return { ...party, ...userData };
    })
    .on("POST", "/agent/sessions/:id/join", write("Notice.Joined", joinedText))
    .on("POST", "/agent/sessions/:id/leave", write("Notice.Left", leftText))
    .on("POST", "/agent/sessions/:id/startTyping", write("Notice.TypingStarted", typingText))
    .on("POST", "/agent/sessions/:id/stopTyping", write("Notice.TypingStopped", typingStoppedText))
    .on("POST", "/agent/sessions/:id/messages", write("Message.Text"));
}

function agentEntry(type: string, nick: string, text: string, requestId: string): Entry {
  return { type, nick, text, partyId: "2", partyType: "AGENT", at: Date.now(), requestId };
}

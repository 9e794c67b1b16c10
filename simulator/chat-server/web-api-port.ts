import { Routes, type Incoming } from "../http-port";
import { monotonic } from "../time";
import type { Entry } from "../transcript";
import type { AgentStreams } from "./agent-streams";
import { ended, type Session } from "./session";
import { customerEntry, leave } from "./customer-entries";
import type { View } from "./session-view";
import type { Opening } from "./session-parts";
import type { Sessions } from "./sessions";

/**
 * The largest request, in bytes: what a customer may send in 64 KB of a form, with every character escaped as JSON does
 * it at worst.
 */
export const largestRequest = 512 * 1024;

/** What a customer's side is answered. */
export interface SessionAnswer {
  readonly session: string;
  readonly state: "open" | "closed";
  readonly startedAt: number;
  /** The position of the last of the entries; if there are none, of the last entry there is. */
  readonly position: number;
  /** The entries after the position that was asked for, at most 500 or 256 KiB of them. */
  readonly entries: readonly Entry[];
}

function answer({ session, state, position, entries }: View): SessionAnswer {
  return { session: session.id, state, startedAt: session.head.startedAt, position, entries };
}

/** A position that was asked for; 0 where none was. */
function positionOf(incoming: Incoming): number {
  return Math.max(0, Number.parseInt(incoming.query.get("after") ?? "0", 10) || 0);
}

/**
 * The `webapi` listening port: the only one that opens and continues customers' sessions. Every request that changes
 * something carries an id of its sender's, so that it can be sent again after an unclear end.
 */
export function webApiRoutes(sessions: Sessions, agents: AgentStreams): Routes {
  const touched = (session: Session): void => void (session.touchedAt = monotonic());
  return new Routes("the webapi port has no such path", largestRequest)
    .on("POST", "/sessions", async (incoming) => {
      const view = await sessions.begin(incoming.json<Opening>(), positionOf(incoming));
      touched(view.session);
      return answer(view);
    })
    .on("GET", "/sessions/:id", async (incoming) => {
      const view = await sessions.read(incoming.params.id ?? "", positionOf(incoming));
      touched(view.session);
      return answer(view);
    })
    .on("POST", "/sessions/:id/messages", async (incoming) => {
      const { requestId, text } = incoming.json<{ requestId: string; text: string }>();
      const add = (one: Session): void => {
        touched(one);
        if (one.has(requestId)) return;
        if (one.state === "closed") throw ended();
        sessions.requireRoom();
        one.add(customerEntry(one, "Message.Text", text, requestId));
      };
      return answer(await sessions.change(incoming.params.id ?? "", add, positionOf(incoming)));
    })
    .on("POST", "/sessions/:id/poke", async (incoming) => {
      const { requestId, text } = incoming.json<{ requestId: string; text: string }>();
      // Not touched: a poke does not show that the customer is there.
      const view = await sessions.change(incoming.params.id ?? "", (one) => {
        if (one.has(requestId)) return;
        if (one.state === "closed") throw ended();
        sessions.requireRoom();
        one.add(pokeEntry(text, requestId));
      });
      return answer(view);
    })
    .on("POST", "/sessions/:id/typing", async (incoming) => {
      const view = await sessions.read(incoming.params.id ?? "", positionOf(incoming));
      touched(view.session);
      // Told to those who listen and not kept: the simulator's own simplification.
      agents.send({ typing: view.session.id, started: incoming.json<{ started: boolean }>().started });
      return answer(view);
    })
    .on("POST", "/sessions/:id/disconnect", async (incoming) =>
      answer(await sessions.change(incoming.params.id ?? "", leave, positionOf(incoming))),
    );
}

/** A party of its own, of a type that every client knows: the desktop's poke is no message of the agent's. */
function pokeEntry(text: string, requestId: string): Entry {
  return {
    type: "Message.Text",
    nick: "External",
    text,
    partyId: "3",
    partyType: "EXTERNAL",
    at: Date.now(),
    requestId,
  };
}

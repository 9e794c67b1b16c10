import type { Incoming, Routes } from "../http-port";
import { Refusal } from "../refusal";

/** How many messages of one request are answered. */
const messageLimit = 100;

/**
 * Adds the path of push delivery, which is not simulated. A Bayeux client that is refused like this stops at once,
 * instead of trying until its own time is over, and can poll.
 */
export function addCometd(routes: Routes): void {
  const path = /^\/genesys\/cometd(\/.*)?$/;
  routes.on("POST", path, ({ bytes }) => refuse(bytes.toString("utf8")));
  routes.on("GET", path, ({ query }: Incoming) =>
    refuse(query.get("message") ?? '{"channel":"/meta/handshake"}'),
  );
}

function refuse(text: string): unknown {
  let messages: unknown;
  try {
    messages = JSON.parse(text);
  } catch {
    throw new Refusal(400, "the body is no JSON");
  }
  const list: unknown[] = Array.isArray(messages) ? messages : [messages];
  return list.slice(0, messageLimit).map((message) => {
    const { channel, id } = (message ?? {}) as { channel?: unknown; id?: unknown };
    return {
      channel: typeof channel === "string" ? channel.slice(0, 200) : "/meta/handshake",
      ...(typeof id === "string" && { id: id.slice(0, 100) }),
      successful: false,
      error: "501::CometD is not simulated; poll with refresh",
      advice: { reconnect: "none" },
    };
  });
}

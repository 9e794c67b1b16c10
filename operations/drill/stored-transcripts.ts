import { dockerCommand } from "../../docker/command";
import { controlAgentPort } from "../../model/defaults";
import type { Member } from "./pairs";

/** Asks the Contact Server beside it for each session, page by page, and writes the customers' messages by session. */
const askScript = `
const [port, ...sessions] = process.argv.slice(1);
(async () => {
  const found = {};
  for (const session of sessions) {
    const texts = [];
    for (let after = 0, count = 1; count > 0; after += count) {
      const url = "http://127.0.0.1:" + port + "/transcripts/" + encodeURIComponent(session) + "?after=" + after;
      const reply = await fetch(url);
      if (reply.status === 404) break;
      if (!reply.ok) process.exit(1);
      const { entries } = await reply.json();
      count = entries.length;
      found[session] = texts;
      for (const { type, partyType, text } of entries)
        if (type === "Message.Text" && partyType === "CLIENT") texts.push(text);
    }
  }
  process.stdout.write(JSON.stringify(found));
})();
`;

/** So many sessions are asked for at once: a long transcript is much to hold in the container. */
const batch = 10;

/**
 * The customers' messages by session, as the Contact Servers have them stored: asked beside GMS, since a Chat Server could
 * answer from its memory. Undefined where one does not answer.
 */
export async function storedTexts(
  contactServers: readonly Member[],
  sessions: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]> | undefined> {
  const found = new Map<string, readonly string[]>();
  for (const { container } of contactServers) {
    for (let first = 0; first < sessions.length; first += batch) {
      const some = sessions.slice(first, first + batch).filter((session) => session !== "");
      const { code, stdout } = await dockerCommand([
        ...["exec", container, "node", "--max-old-space-size=32", "-e", askScript],
        ...[String(controlAgentPort), ...some],
      ]);
      if (code !== 0) return undefined;
      for (const [session, texts] of Object.entries(JSON.parse(stdout) as Record<string, string[]>))
        found.set(session, texts);
    }
  }
  return found;
}

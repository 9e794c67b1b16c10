import { capture } from "../command";
import type { Member } from "./pairs";

/** Asks the Contact Server beside it for each session, and writes the customers' messages by session. */
const askScript = `
const [port, ...sessions] = process.argv.slice(1);
(async () => {
  const found = {};
  for (const session of sessions) {
    const reply = await fetch("http://127.0.0.1:" + port + "/transcripts/" + encodeURIComponent(session));
    if (reply.status === 404) continue;
    if (!reply.ok) process.exit(1);
    const { entries } = await reply.json();
    found[session] = entries
      .filter((entry) => entry.type === "Message.Text" && entry.partyType === "CLIENT")
      .map((entry) => entry.text);
  }
  process.stdout.write(JSON.stringify(found));
})();
`;

/** So many sessions are asked for at once: a command line is not endless. */
const batch = 100;

/**
 * The customers' messages by session, as the Contact Servers have them stored: asked beside GMS, since a Chat Server could
 * answer from its memory. Undefined where one does not answer.
 */
export async function storedTexts(
  contactServers: readonly Member[],
  sessions: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]> | undefined> {
  const found = new Map<string, readonly string[]>();
  for (const { container, port } of contactServers) {
    for (let first = 0; first < sessions.length; first += batch) {
      const some = sessions.slice(first, first + batch).filter((session) => session !== "");
      const { code, stdout } = await capture("docker", [
        ...["exec", container, "node", "--max-old-space-size=32", "-e", askScript],
        ...[String(port), ...some],
      ]);
      if (code !== 0) return undefined;
      for (const [session, texts] of Object.entries(JSON.parse(stdout) as Record<string, string[]>))
        found.set(session, texts);
    }
  }
  return found;
}

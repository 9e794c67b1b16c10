import { gmsUrls } from "../../render";
import { converse, type Conversation } from "../chat/conversation";
import { byName, type Declared } from "./declared";
import type { ConversationFact, ConversationFacts } from "./facts";
import { ConcurrencyLimiter } from "../../system/concurrency-limiter";

/** How often every Chat Server is tried for: who else chats takes turns of the balancer too. */
const rounds = 3;
/** Conversations at a time through one GMS. */
const width = 4;
/** Milliseconds to wait for the agent: it answers at once where all is healthy. */
const patienceMs = 4000;
/** Milliseconds between two looks for its answer, fewer than a customer's 100: an update ends with this answer. */
const everyMs = 20;

/** A way to hold a conversation; tests have their own. */
export type Converse = (url: string) => Promise<Conversation>;

/** One message there and back. */
export const briefly: Converse = (url) =>
  converse({ url, messages: ["Verifying this stack."], patienceMs, everyMs });

/** Holds conversations through every published GMS that can be asked, until each of its Chat Servers has had one. */
export async function holdConversations(
  declared: Declared,
  without: ReadonlySet<string>,
  hold: Converse = briefly,
): Promise<ConversationFacts[]> {
  const urls = gmsUrls(declared.deployment).filter(({ name }) => !without.has(name));
  return Promise.all(
    urls.map(async ({ name, url }) => {
      const expected = chatServersOf(declared, name);
      return { mobileServices: name, expected, held: await converseUntil(name, url, expected, hold) };
    }),
  );
}

/** The Chat Servers, each by its primary, that a GMS may be sent to: those of its Web API Servers. */
function chatServersOf(declared: Declared, mobileServices: string): string[] {
  const connected = (name: string) => byName(declared, name)?.connections ?? [];
  const balancers = connected(mobileServices).filter(({ type }) => type === "WebApiServer");
  const servers = balancers.flatMap(({ application }) =>
    connected(application).filter(({ type }) => type === "ChatServer"),
  );
  return [...new Set(servers.map(({ application }) => application))];
}

async function converseUntil(
  mobileServices: string,
  url: string,
  expected: readonly string[],
  hold: Converse,
): Promise<ConversationFact[]> {
  const held: ConversationFact[] = [];
  const turns = new ConcurrencyLimiter(width);
  for (let round = 0; round < rounds; round += 1) {
    const missing = expected.filter((name) => !held.some(({ chatServer }) => chatServer === name));
    if (missing.length === 0) break;
    // One more than is missing on a second try: with as many, the balancer could turn the same way again.
    const count = missing.length + Math.min(round, 1);
    const conversations = await Promise.all(
      Array.from({ length: Math.max(count, 1) }, () => turns.take(() => hold(url))),
    );
    const facts = conversations.map(({ chatServer, failure }) => ({
      mobileServices,
      chatServer,
      ...(failure && { failure }),
    }));
    held.push(...facts);
    // No conversation reached a Chat Server: another round would only take time.
    if (facts.every(({ chatServer }) => chatServer === null)) break;
  }
  return held;
}

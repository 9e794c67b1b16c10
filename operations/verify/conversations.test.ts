import { twoPairs } from "../../model/fixtures/pairs";
import { healthy } from "../../test/support/situations";
import type { Conversation } from "../chat/conversation";
import { holdConversations } from "./conversations";

const { declared } = healthy(twoPairs());

const conversation = (chatServer: string | null): Conversation => ({
  version: 1,
  ok: chatServer !== null,
  sessionId: null,
  chatServer,
  fromCustomer: 1,
  fromAgent: 1,
  transcript: [],
  ...(chatServer === null && { failure: { hop: "GMS -> WebAPI", message: "no" } }),
});

/** A balancer that returns these in turn, and the last one for ever. */
function balancer(...servers: (string | null)[]) {
  const asked: string[] = [];
  const hold = (url: string) => {
    asked.push(url);
    return Promise.resolve(conversation(servers[Math.min(asked.length, servers.length) - 1] ?? null));
  };
  return { asked, hold };
}

test("one conversation for each Chat Server where the balancer takes turns", async () => {
  const { asked, hold } = balancer("ChatServer1", "ChatServer2");
  const [facts] = await holdConversations(declared, new Set(), hold);
  expect(asked).toEqual(Array(2).fill("http://127.0.0.1:8080/genesys"));
  expect(facts?.expected).toEqual(["ChatServer1", "ChatServer2"]);
});

test("continues while a Chat Server had none: others take turns too", async () => {
  const { hold } = balancer("ChatServer1", "ChatServer1", "ChatServer1", "ChatServer2");
  const [facts] = await holdConversations(declared, new Set(), hold);
  expect(facts?.held.map(({ chatServer }) => chatServer)).toContain("ChatServer2");
});

test("but not for ever", async () => {
  const { asked, hold } = balancer("ChatServer1");
  await holdConversations(declared, new Set(), hold);
  expect(asked).toHaveLength(6);
});

test("where none gets anywhere, no second round is held", async () => {
  const { asked, hold } = balancer(null);
  const [facts] = await holdConversations(declared, new Set(), hold);
  expect(asked).toHaveLength(2);
  expect(facts?.held[0]?.failure?.hop).toBe("GMS -> WebAPI");
});

test("a GMS that is down is asked for nothing", async () => {
  const { asked, hold } = balancer("ChatServer1");
  expect(await holdConversations(declared, new Set(["GMS"]), hold)).toEqual([]);
  expect(asked).toEqual([]);
});

import { twoPairs } from "../../model/fixtures/pairs";
import { healthy } from "../../test/support/situations";
import type { Conversation } from "../chat/conversation";
import { canConverse, failedConversation, untilServed } from "./served-customers";

const { declared } = healthy(twoPairs());

const conversation = (chatServer: string | null, hop?: string): Conversation => ({
  ...{
    version: 1,
    ok: hop === undefined,
    sessionId: "1",
    chatServer,
    fromCustomer: 1,
    fromAgent: 1,
    transcript: [],
  },
  ...(hop !== undefined && { failure: { hop, message: "no agent joined and spoke" } }),
});

describe("a conversation is held", () => {
  test("in a lab that is simulated and publishes GMS", () => expect(canConverse(declared)).toBe(true));

  const definition = twoPairs();
  const gms = definition.mobileServices!.GMS!;
  test.each([
    ["in production", { ...declared, deployment: { ...declared.deployment, stage: "production" as const } }],
    [
      "with an image of the operator's",
      healthy({ ...definition, mobileServices: { GMS: { ...gms, image: "registry.example/gms:1" } } })
        .declared,
    ],
    [
      "where no GMS is published",
      healthy({ ...definition, mobileServices: { GMS: { ...gms, ports: { default: { port: 8080 } } } } })
        .declared,
    ],
  ])("and not %s", (_, other) => expect(canConverse(other)).toBe(false));
});

test("one that went well through every Chat Server is all that customers need", async () => {
  const servers = ["ChatServer1", "ChatServer2"];
  let held = 0;
  const hold = () => Promise.resolve(conversation(servers[held++ % 2]!));
  expect(await failedConversation(declared, hold)).toBeUndefined();
  expect(held).toBe(2);
});

test("one that failed is reported with its hop, also if others went well", async () => {
  let held = 0;
  const hold = () =>
    Promise.resolve(
      held++ === 0 ? conversation("ChatServer1") : conversation("ChatServer2", "Interaction Server -> agent"),
    );
  expect(await failedConversation(declared, hold)).toBe(
    "A conversation through GMS and ChatServer2 failed at Interaction Server -> agent: no agent joined and spoke.",
  );
});

test("what settles in time fails nothing, and patience ends", async () => {
  let tries = 0;
  expect(await untilServed(() => Promise.resolve(tries++ < 2 ? "not yet" : undefined))).toBeUndefined();
  expect(tries).toBe(3);
  const begun = Date.now();
  expect(await untilServed(() => Promise.resolve("never"), 600)).toBe("never");
  expect(Date.now() - begun).toBeLessThan(5000);
});

import { ChatError, Customer } from "../../simulator/testbed/customer";
import type { FileDocument } from "../../simulator/testbed/application-files";
import { pause, Testbed, until } from "../../simulator/testbed/testbed";

/** One pair is enough for most of these. */
const onePair = ["GMS", "WebAPI", "ChatServer1", "ChatServer1_B", "InteractionServer", "ContactServer"];
const chatServers = ["ChatServer1", "ChatServer1_B", "ChatServer2", "ChatServer2_B"];

function settings(all: Record<string, FileDocument>, values: Record<string, string>): void {
  for (const name of chatServers) Object.assign(all[name]?.options.settings ?? {}, values);
}

async function killActiveOf(stack: Testbed, customer: Customer): Promise<void> {
  const { active, standby } = await stack.members(customer.alias);
  await stack.end(active, "SIGKILL");
  await until(`${standby} active`, async () => (await stack.status(standby))?.role === "active");
}

/** A wrong definition must misbehave here as it would there. */
describe("a wrong definition", () => {
  let stack: Testbed;
  afterEach(() => stack.stop());

  test("restoration mode none: a killed member's chats are lost, a new one works", async () => {
    stack = await Testbed.start((all) => settings(all, { "session-restoration-mode": "none" }), onePair);
    const customer = await Customer.begin(stack.url("GMS"));
    await customer.say("hello");
    await killActiveOf(stack, customer);
    await expect(customer.refresh()).rejects.toMatchObject({ status: 404 });
    await (await Customer.begin(stack.url("GMS"))).say("hello again");
    const stored = await stack.stored(customer.session);
    expect(stored).toMatchObject({ state: "lost" });
  }, 60_000);

  test("auto-save 0: a killed member loses what a planned hand-over keeps", async () => {
    stack = await Testbed.start((all) => settings(all, { "transcript-auto-save": "0" }), onePair);
    const kept = await Customer.begin(stack.url("GMS"));
    await kept.say("before the hand-over");
    const { active } = await stack.members(kept.alias);
    await stack.end(active, "SIGTERM");
    stack.run(active);
    await stack.healthy(active);
    await kept.say("after the hand-over");
    const { transcriptToShow } = await kept.refresh();
    expect(transcriptToShow.map(([, , text]) => text)).toEqual(
      expect.arrayContaining(["before the hand-over", "after the hand-over"]),
    );
    const lost = await Customer.begin(stack.url("GMS"));
    await lost.say("hello");
    await killActiveOf(stack, lost);
    await expect(lost.refresh()).rejects.toMatchObject({ status: 404 });
  }, 60_000);

  test("use-contact-server false: chats work, nothing is stored, and a standby restores none", async () => {
    stack = await Testbed.start((all) => settings(all, { "use-contact-server": "false" }), onePair);
    const customer = await Customer.begin(stack.url("GMS"));
    await customer.say("hello");
    await until("an answer", async () => {
      const { transcriptToShow } = await customer.refresh();
      return transcriptToShow.some(([, , text]) => text === "You said: hello");
    });
    expect(await stack.stored(customer.session)).toBeUndefined();
    await killActiveOf(stack, customer);
    await expect(customer.refresh()).rejects.toMatchObject({ status: 404 });
    await (await Customer.begin(stack.url("GMS"))).say("hello again");
  }, 60_000);

  test("an endpoint missing on one of two primaries: every second chat is refused", async () => {
    stack = await Testbed.start((all) => {
      for (const name of ["ChatServer2", "ChatServer2_B"]) delete all[name]?.options["endpoints:1"]?.default;
    });
    const begin = () =>
      Customer.begin(stack.url("GMS")).then(
        ({ alias }) => alias,
        (error: ChatError) => `${error.status} ${error.hop}`,
      );
    const pair = ["ChatServer1", "500 GMS -> ChatServer2"];
    // The Web API Server looks at the pairs now and then, and on a busy machine it may miss one for a moment.
    await until("every second chat is refused", async () => {
      const outcomes: string[] = [];
      for (let count = 0; count < 7; count += 1) outcomes.push(await begin());
      expect(pair).toEqual(expect.arrayContaining(outcomes));
      return outcomes.every((outcome, index) => index === 0 || outcome !== outcomes[index - 1]);
    });
  }, 60_000);

  test("no link back to the ESP port: the chat waits unanswered", async () => {
    stack = await Testbed.start((all) => {
      const file = all.InteractionServer;
      if (file) file.connections = [];
    }, onePair);
    const customer = await Customer.begin(stack.url("GMS"));
    await customer.say("is anybody there?");
    await pause(1000);
    const { transcriptToShow } = await customer.refresh();
    expect(transcriptToShow.filter(([, , , , party]) => party === "AGENT")).toEqual([]);
    const waiting = await fetch(`${stack.url("InteractionServer")}/interactions`, {
      headers: { authorization: stack.authorization() },
    });
    expect(await waiting.json()).toMatchObject({ interactions: [{ queue: "Chat In", state: "waiting" }] });
  }, 60_000);

  test("a connection over a port without protocol http is not used", async () => {
    stack = await Testbed.start(
      (all) => {
        for (const connection of all.WebAPI?.connections ?? []) delete connection.protocol;
      },
      ["GMS", "WebAPI"],
      ["WebAPI"],
    );
    // On a busy machine GMS may not have reached the Web API Server yet.
    await until("GMS reaches WebAPI", async () => {
      const failure = await Customer.begin(stack.url("GMS")).catch((error: unknown) => error);
      return failure instanceof ChatError && failure.hop !== "GMS -> WebAPI";
    });
    await expect(Customer.begin(stack.url("GMS"))).rejects.toMatchObject({
      status: 503,
      hop: "WebAPI -> Chat Server",
    });
    expect(await stack.health("WebAPI")).toContain("protocol http");
  }, 60_000);

  test("no Contact Server: the primary stays active, nothing promotes the backup", async () => {
    stack = await Testbed.start((all) => {
      for (const name of chatServers) {
        const file = all[name];
        const without = (list: Record<string, unknown>[] = []) =>
          list.filter(({ type }) => type !== "ContactServer");
        if (file?.connections) file.connections = without(file.connections);
        if (file?.copiedFromPrimary) {
          file.copiedFromPrimary.connections = without(file.copiedFromPrimary.connections);
        }
      }
    }, onePair);
    const customer = await Customer.begin(stack.url("GMS"));
    await customer.say("hello");
    await stack.end(customer.alias, "SIGKILL");
    await expect(customer.refresh()).rejects.toMatchObject({ status: 503 });
    expect((await stack.status(`${customer.alias}_B`))?.role).toBe("standby");
  }, 60_000);
});

import { Customer } from "../../simulator/testbed/customer";
import { Testbed, until } from "../../simulator/testbed/testbed";

const names = ["GMS", "WebAPI", "ChatServer1", "ChatServer1_B", "InteractionServer", "ContactServer"];

test("after the Contact Server's data is gone, customers get an agent again", async () => {
  const stack = await Testbed.start(({ WebAPI, InteractionServer }) => {
    for (const file of [WebAPI, InteractionServer])
      if (file)
        file.connections = file.connections?.filter(({ application }) => application === "ChatServer1");
  }, names);
  try {
    // Two fail-overs: the Interaction Server has heard a higher epoch than a new store begins with.
    for (let count = 0; count < 2; count += 1) {
      const { active } = await stack.members("ChatServer1");
      await stack.end(active);
      await stack.members("ChatServer1");
      stack.run(active);
      await stack.healthy(active);
    }
    const answered = async (): Promise<void> => {
      const customer = await Customer.begin(stack.url("GMS"));
      await customer.say("Hello");
      await until("the agent answers", async () =>
        (await customer.refresh()).transcriptToShow.some(([, , text]) => text === "You said: Hello"),
      );
    };
    await answered();
    await stack.end("ContactServer");
    stack.removeData("ContactServer");
    stack.run("ContactServer");
    await stack.healthy("ContactServer");
    await until("the pair is active", async () => {
      const all = await Promise.all(["ChatServer1", "ChatServer1_B"].map((name) => stack.status(name)));
      return all.some((one) => one?.role === "active" && one.epoch === 1);
    });
    await answered();
    expect(await stack.health("ChatServer1")).toBe("healthy");
  } finally {
    await stack.stop();
  }
}, 90_000);

test("a chat of 22 MB continues, over a fail-over and a restart of the store", async () => {
  // Without an agent, whose answers would double it.
  const stack = await Testbed.start(({ WebAPI, InteractionServer }) => {
    if (WebAPI)
      WebAPI.connections = WebAPI.connections?.filter(({ application }) => application === "ChatServer1");
    if (InteractionServer) InteractionServer.connections = [];
  }, names);
  try {
    const customer = await Customer.begin(stack.url("GMS"));
    const long = "x".repeat(65_000);
    for (let count = 0; count < 340; count += 1) await customer.say(`${count} ${long}`);
    await stack.end("ContactServer");
    stack.run("ContactServer");
    await stack.healthy("ContactServer");
    const { active } = await stack.members("ChatServer1");
    await stack.end(active);
    await stack.members("ChatServer1");
    await customer.say("and on");
    const stored = (await stack.stored(customer.session))?.entries.filter(
      ({ type }) => type === "Message.Text",
    );
    expect(stored?.map(({ text }) => text.split(" ")[0])).toEqual([
      ...Array.from({ length: 340 }, (_, count) => String(count)),
      "and",
    ]);
    expect(stack.pid("ContactServer")).toBeGreaterThan(0);
    expect(await stack.health("ContactServer")).toBe("healthy");
  } finally {
    await stack.stop();
  }
}, 180_000);

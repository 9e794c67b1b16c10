import * as fs from "node:fs";
import { valuesHash, verify } from "../../simulator/application-file";
import { Customer } from "../../simulator/testbed/customer";
import { Testbed, until } from "../../simulator/testbed/testbed";

describe("the dev stack", () => {
  let stack: Testbed;
  beforeAll(async () => {
    stack = await Testbed.start();
  }, 60_000);
  afterAll(() => stack.stop());

  test("holds a conversation", async () => {
    const customer = await Customer.begin(stack.url("GMS"));
    for (const text of ["one", "two", "three"]) await customer.say(text);
    await until("all answers", async () => {
      const { transcriptToShow } = await customer.refresh();
      return (
        transcriptToShow.filter(([type, , , , party]) => type === "Message.Text" && party === "AGENT")
          .length === 4
      );
    });
    const { transcriptToShow, transcriptPosition } = await customer.refresh();
    expect(transcriptPosition).toBe(transcriptToShow.length);
    expect(transcriptToShow.map(([, , text]) => text)).toEqual(
      expect.arrayContaining(["one", "You said: one"]),
    );
    const ended = await customer.post("/disconnect", {});
    expect(ended.chatIxnState).toBe("DISCONNECTED");
  });

  test("says what is wrong with a request", async () => {
    const gms = stack.url("GMS");
    await expect(Customer.begin(gms, "no-such-service")).rejects.toMatchObject({ status: 404 });
    const customer = await Customer.begin(gms);
    await expect(customer.post("/send", {})).rejects.toMatchObject({ status: 415 });
    await expect(customer.post("/refresh", { transcriptPosition: "x" })).rejects.toMatchObject({
      status: 415,
    });
    await customer.post("/disconnect", {});
    const late = await customer.post("/send", { message: "too late" });
    expect(late.chatIxnState).toBe("DISCONNECTED");
    const { chatIxnState, transcriptToShow } = await customer.refresh();
    expect([chatIxnState, transcriptToShow.at(-1)?.[0]]).toEqual(["DISCONNECTED", "Notice.Left"]);
  }, 20_000);

  test("answers nothing internal on a customers' port, nor a neighbour that lacks the deployment's credential", async () => {
    const customer = await Customer.begin(stack.url("GMS"));
    expect((await fetch(`${stack.url("GMS")}/status`)).status).toBe(404);
    const asked: [string, string, string][] = [
      ["ContactServer", "default", "/sessions?pair=ChatServer1"],
      ["ContactServer", "default", `/sessions/${customer.session}`],
      ["ContactServer", "default", `/transcripts/${customer.session}`],
      ["ContactServer", "default", "/presence?pair=ChatServer1&application=x&incarnation=y"],
      ["ChatServer1", "webapi", `/sessions/${customer.session}`],
      ["ChatServer1", "ESP", `/agent/sessions/${customer.session}`],
      ["ChatServer1", "ESP", "/news"],
      ["InteractionServer", "default", "/interactions"],
      ...["ContactServer", "ChatServer1", "InteractionServer"].map((name): [string, string, string] => [
        name,
        "default",
        "/status",
      ]),
    ];
    const wrong = { authorization: `Bearer ${"0".repeat(64)}` };
    for (const [name, port, path] of asked)
      for (const headers of [{}, wrong]) {
        const { status } = await fetch(`${stack.url(name, port)}${path}`, { headers });
        expect([name, path, status]).toEqual([name, path, 401]);
      }
    const right = { authorization: stack.authorization() };
    const read = await fetch(`${stack.url("ContactServer")}/sessions/${customer.session}`, {
      headers: right,
    });
    expect(await read.json()).toMatchObject({ id: customer.session });
    expect((await fetch(`${stack.url("WebAPI")}/status`)).status).toBe(404);
  });

  test("reports and logs no hash that can be tried without the key", async () => {
    for (const name of ["GMS", "ChatServer1"]) {
      const text = fs.readFileSync(stack.fileOf(name));
      const plain = [verify(text)?.configHash ?? "", valuesHash(verify(text)?.document ?? {})];
      const status = await stack.status(name);
      expect([status?.configHash, status?.inForce]).toEqual([
        expect.stringMatching(/^[0-9a-f]{64}$/),
        expect.stringMatching(/^[0-9a-f]{64}$/),
      ]);
      for (const hash of plain) {
        expect(JSON.stringify(status)).not.toContain(hash);
        expect(stack.log(name)).not.toContain(hash);
      }
    }
  });

  test("takes sessions on the webapi port only, and finds every pair in turn", async () => {
    const refused = await fetch(`${stack.url("ChatServer1")}/sessions`, {
      method: "POST",
      headers: { authorization: stack.authorization() },
      body: "{}",
    });
    expect([refused.status, await refused.json()]).toEqual([
      404,
      { error: expect.stringContaining("webapi") as string },
    ]);
    const balancer = `${stack.url("WebAPI")}/any/ChatLBServerInfo.jsp`;
    const aliases = await Promise.all(
      [1, 2, 3, 4].map(async () => ((await (await fetch(balancer)).json()) as { alias: string }).alias),
    );
    expect(aliases.sort()).toEqual(["ChatServer1", "ChatServer1", "ChatServer2", "ChatServer2"]);
    expect((await fetch(`${balancer}?alias=ChatServer9`)).status).toBe(404);
  }, 20_000);

  test("logs neither option values nor what customers write", async () => {
    const customer = await Customer.begin(stack.url("GMS"));
    await customer.say("a canary in the message");
    for (const name of [
      "GMS",
      "WebAPI",
      "ChatServer1",
      "ChatServer2",
      "InteractionServer",
      "ContactServer",
    ]) {
      expect(stack.log(name)).not.toMatch(/canary|Chat In|ors\.example/);
    }
  }, 20_000);
});

describe("a stack with other settings", () => {
  test("multi-tenant: the load balancer wants a tenant that it knows", async () => {
    const stack = await Testbed.start(
      (all) => {
        const file = all.WebAPI;
        if (file) file.application.loadBalancer = "multi-tenant";
      },
      ["WebAPI", "ChatServer1", "ContactServer", "InteractionServer"],
    );
    try {
      const path = `${stack.url("WebAPI")}/ChatLBServerInfo.jsp`;
      // A store that is new grants nothing before a lease of another one could have run out.
      await until("a member is active", async () => (await stack.status("ChatServer1"))?.role === "active");
      const statuses = await Promise.all(
        ["", "?tenant=Unknown", "?tenant=Environment"].map(
          async (query) => (await fetch(`${path}${query}`)).status,
        ),
      );
      expect(statuses).toEqual([400, 404, 200]);
    } finally {
      await stack.stop();
    }
  }, 60_000);

  test("a service without requests is deleted, and its chat ended", async () => {
    const stack = await Testbed.start(
      (all) => Object.assign(all.GMS?.options.chat ?? {}, { chat_session_request_timeout: "1500" }),
      ["GMS", "WebAPI", "ChatServer1", "ContactServer", "InteractionServer"],
    );
    try {
      const customer = await Customer.begin(stack.url("GMS"));
      const state = async (): Promise<string> => {
        const stored = await stack.stored(customer.session);
        return stored?.state ?? "not stored";
      };
      expect(await state()).toBe("open");
      await until("the chat is ended", async () => (await state()) === "closed");
      await expect(customer.refresh()).rejects.toMatchObject({ status: 404 });
    } finally {
      await stack.stop();
    }
  }, 60_000);
});

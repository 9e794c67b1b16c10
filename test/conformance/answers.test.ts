import { ApiClient, type WireEntry } from "../../simulator/testbed/api-client";
import { until } from "../../simulator/testbed/testbed";
import { conformanceStack, texts } from "./stack";

// What GMS answers; requests.test.ts says what numbers, letters and marks stand for.
const stack = conformanceStack();

test("14 (code B): startedAt has no milliseconds, chatSessionId 16 letters and digits", async () => {
  const { body } = (await stack.api.chat()).started;
  expect(body.startedAt).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
  expect(body.chatSessionId).toMatch(/^[0-9A-Za-z]{16}$/);
  expect(body.chatServiceMessage).toBe("Chat service is available");
});

test("15, 23 (code A, B, C, E): an entry is five strings, its party a decimal integer; a position is a number", async () => {
  const chat = await stack.api.chat({ form: { message: "hello" } });
  await stack.greeted(chat);
  const { body } = await stack.api.send(`${chat.path}/refresh`, { json: { transcriptPosition: 0 } });
  expect(body.transcriptPosition).toBe(body.transcriptToShow.length);
  for (const entry of body.transcriptToShow as WireEntry[]) {
    expect(entry.map((member) => typeof member)).toEqual(Array(5).fill("string"));
    expect(["Notice.Joined", "Message.Text", "Notice.Left"]).toContain(entry[0]);
    expect(entry[3]).toBe({ CLIENT: "1", AGENT: "2" }[entry[4]]);
  }
  const after = await stack.api.send(`${chat.path}/refresh`, {
    form: { transcriptPosition: String(body.transcriptPosition) },
  });
  expect(after.body.transcriptToShow).toEqual([]);
});

test("15 (code A, B, C): typing reaches the other side: the customer's the desktop, the agent's the next refresh", async () => {
  const chat = await stack.api.chat();
  await stack.greeted(chat);
  const typed = async () => (await stack.interaction(chat))?.isCustomerTyping;
  expect(await typed()).toBeUndefined();
  await stack.api.send(`${chat.path}/startTyping`);
  await until("the desktop shows that the customer types", async () => (await typed()) === true);
  await stack.api.send(`${chat.path}/stopTyping`);
  await until("the desktop shows that the customer types no more", async () => (await typed()) === false);
  await stack.api.send(`${chat.path}/send`, { form: { message: "hello" } });
  const entries = async () =>
    (await stack.api.send(`${chat.path}/refresh`, { json: { transcriptPosition: 0 } })).body
      .transcriptToShow as WireEntry[];
  await until("an answer", async () => texts(await entries(), "AGENT").includes("You said: hello"));
  // An older client shows nickname and text; C looks for the word.
  expect((await entries()).slice(-3)).toEqual([
    ["Notice.TypingStarted", "Agent", "is typing", "2", "AGENT"],
    ["Notice.TypingStopped", "Agent", "has stopped typing", "2", "AGENT"],
    ["Message.Text", "Agent", "You said: hello", "2", "AGENT"],
  ]);
});

test("a client that sends no typing notice is sent none", async () => {
  const chat = await stack.api.chat();
  await stack.api.send(`${chat.path}/send`, { form: { message: "hello" } });
  await until("an answer", async () => texts(await stack.api.transcript(chat), "AGENT").length > 1);
  expect((await stack.api.transcript(chat)).map(([event]) => event)).not.toContain("Notice.TypingStarted");
});

test("16 (code B): verbose answers have the other fields in their types", async () => {
  const { started, path } = await stack.api.chat({ form: { _verbose: "true" } });
  expect(started.body).toMatchObject({
    userId: expect.stringMatching(/^[0-9A-F]{16}$/),
    secureKey: expect.stringMatching(/^[0-9A-F]{16}$/),
    clientTimeZoneOffset: expect.stringMatching(/^-?\d+$/),
    checkChatServiceLoadBalancerPath: expect.stringContaining("ChatLBServerInfo.jsp"),
    chatServerLoadBalancerAlias: "ChatServer1",
    chatServerHost: "127.0.0.1",
    chatWebApiPort: expect.any(Number),
    isTLSrequired: false,
  });
  const later = await stack.api.send(`${path}/refresh`, { form: { _verbose: "true" } });
  for (const key of ["userId", "secureKey"]) expect(later.body[key]).toBe(started.body[key]);
});

test("17 (code A, B, D): an ended chat is 200 and DISCONNECTED with its last entries, until the ttl is over", async () => {
  const chat = await stack.api.chat({ form: { message: "hello" } });
  await stack.greeted(chat);
  await stack.api.send(`${chat.path}/refresh`);
  expect((await stack.agentLeaves(chat)).status).toBe(200);
  const late = await stack.api.send(`${chat.path}/send`, { form: { message: "too late" } });
  expect([late.status, late.body.chatIxnState]).toEqual([200, "DISCONNECTED"]);
  expect(late.body.transcriptToShow.at(-1)).toEqual([
    "Notice.Left",
    "Agent",
    "has left the session",
    "2",
    "AGENT",
  ]);
  for (const path of ["/refresh", "/startTyping", "/disconnect", "/refreshFromStart"]) {
    const { status, body } = await stack.api.send(`${chat.path}${path}`);
    expect([path, status, body.chatIxnState]).toEqual([path, 200, "DISCONNECTED"]);
  }
  expect(texts(await stack.api.transcript(chat))).not.toContain("too late");

  const short = await stack.api.chat({}, "short");
  await stack.api.send(`${short.path}/disconnect`);
  let last = await stack.api.send(`${short.path}/refresh`);
  expect([last.status, last.body.chatIxnState]).toEqual([200, "DISCONNECTED"]);
  await until(
    "the ttl is over",
    async () => (last = await stack.api.send(`${short.path}/refresh`)).status !== 200,
  );
  expect([last.status, Object.keys(last.body)]).toEqual([404, ["exception", "message"]]);
});

test("17 (doc P7; C): or 400 by option", async () => {
  const chat = await stack.api.chat({}, "refusing");
  await stack.greeted(chat);
  await stack.agentLeaves(chat);
  for (const [path, form] of [
    ["/refresh", {}],
    ["/refresh", { message: "x" }],
    ["/send", { message: "x" }],
  ] as const) {
    const { status, body } = await stack.api.send(`${chat.path}${path}`, { form });
    expect([status, typeof body.exception, body.message]).toEqual([400, "string", "the chat has ended"]);
  }
  expect((await stack.api.send(`${chat.path}/disconnect`)).body.chatIxnState).toBe("DISCONNECTED");
});

test("18 (doc P6, test): a protected service wants its user name and password on every request", async () => {
  const credentials = (text: string) => ({ authorization: `Basic ${Buffer.from(text).toString("base64")}` });
  const statuses = await Promise.all(
    ["app:pä:ss", "app:pä", "App:pä:ss", "app", ":", ""].map(
      async (text) =>
        (await stack.api.send("/genesys/1/service/protected", { headers: credentials(text) })).status,
    ),
  );
  expect(statuses).toEqual([200, 401, 401, 401, 401, 401]);
  const known = new ApiClient(stack.api.base, credentials("app:pä:ss"));
  const chat = await known.chat({}, "protected");
  expect(chat.started.status).toBe(200);
  for (const path of ["", "/send", "/refresh", "/disconnect"]) {
    const { status, body, headers } = await stack.api.send(`${chat.path}${path}`);
    expect([status, Object.keys(body)]).toEqual([401, ["exception", "message"]]);
    expect(headers.get("www-authenticate")).toContain(
      'Basic realm="Genesys Application Configuration Needed"',
    );
  }
  expect((await known.send(`${chat.path}/refresh`)).status).toBe(200);
});

test("19 (doc P3; E): nothing is cached", async () => {
  const seen = [
    await stack.api.send("/genesys/1/service/request-chat", { method: "GET" }),
    (await stack.api.chat()).started,
    await stack.api.send("/genesys/1/service/no-such-service", { method: "GET" }),
  ];
  for (const { headers } of seen) {
    expect([headers.get("cache-control"), headers.get("pragma")]).toEqual(["no-cache, no-store", "no-cache"]);
  }
});

test("20 (own; A, D): the CometD handshake is refused at once, and a chat that asked for it can be polled", async () => {
  const handshake = {
    channel: "/meta/handshake",
    id: "1",
    version: "1.0",
    supportedConnectionTypes: ["long-polling"],
  };
  for (const path of ["/genesys/cometd", "/genesys/cometd/handshake"]) {
    const { status, body } = await stack.api.send(path, { json: [handshake], headers: { gms_user: "ada" } });
    expect([status, body]).toEqual([
      200,
      [
        {
          channel: "/meta/handshake",
          id: "1",
          successful: false,
          error: expect.stringContaining("not simulated"),
          advice: { reconnect: "none" },
        },
      ],
    ]);
  }
  const chat = await stack.api.chat({ form: { notify_by: "comet", subscriptionID: "7" } });
  expect(chat.started.body.chatIxnState).toBe("TRANSCRIPT");
});

test("21 (code A): refresh from the start has a path of its own and answers the complete transcript", async () => {
  const chat = await stack.api.chat({ form: { message: "hello" } });
  await stack.greeted(chat);
  await stack.api.send(`${chat.path}/refresh`);
  const again = await stack.api.send(`${chat.path}/refreshFromStart`, { form: { transcriptPosition: "99" } });
  expect(again.body.transcriptToShow).toEqual(await stack.api.transcript(chat));
});

test("22 (seed, own): a poke reaches the customer; see poke.test.ts", async () => {
  const chat = await stack.api.chat();
  const { poke_url: url } = (await stack.agent(chat, "/data")).body as { poke_url: string };
  expect(url).toBe(`http://gms.example:8080/genesys/1/service/${chat.id}/poke`);
  expect((await stack.api.send(new URL(url).pathname)).status).toBe(200);
  expect(await stack.api.transcript(chat)).toContainEqual([
    "Message.Text",
    "External",
    "Please join",
    "3",
    "EXTERNAL",
  ]);
});

test("entries without a position: each is given once, by whichever of start, send and refresh comes first", async () => {
  const chat = await stack.api.chat({ form: { message: "0" } });
  const seen: string[] = texts(chat.started.body.transcriptToShow, "CLIENT");
  await Promise.all(
    Array.from({ length: 12 }, async (_, index) => {
      const form: Record<string, string> = index % 2 ? {} : { message: String(index + 1) };
      const path = index % 4 === 0 ? "/send" : "/refresh";
      seen.push(
        ...texts((await stack.api.send(`${chat.path}${path}`, { form })).body.transcriptToShow, "CLIENT"),
      );
      await stack.api.send(`${chat.path}/startTyping`);
    }),
  );
  expect(seen.sort()).toEqual(["0", "1", "11", "3", "5", "7", "9"]);
});

test.each([
  ["-1", 415],
  ["x", 415],
  ["1e3", 415],
  ["99999999999999999999", 415],
  ["999999999", 200],
  ["", 200],
  ["0", 200],
])("a position of %p: %p", async (transcriptPosition, status) => {
  const chat = await stack.api.chat();
  const answered = await stack.api.send(`${chat.path}/refresh`, { form: { transcriptPosition } });
  expect(answered.status).toBe(status);
  if (transcriptPosition === "999999999") expect(answered.body.transcriptToShow).toEqual([]);
});

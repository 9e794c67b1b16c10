import { conformanceStack, texts } from "./stack";

/*
 * The differences between the simulator as it was and what real clients need, one test each and in the order of the list that they were
 * found by. The letters are the clients that break: A an older blocking mobile app, B its typed successor, C a server that hands over a
 * bot's chat, D a browser app on CometD, E polling apps of an 8.5 site. The marks say how well a fact is known: doc (Genesys' pages), code
 * (of real clients), test (Genesys' functional tests), inf (inferred), own (this project's choice).
 */
const urlFields = [
  "SEND_URL",
  "REFRESH_URL",
  "REFRESH_FROM_START_URL",
  "START_TYPING_URL",
  "STOP_TYPING_URL",
  "DISCONNECT_URL",
].map((field) => `_chatIxnAPI_${field}`);

const stack = conformanceStack();

test("1 (doc P3; A): the address of the chat is relative", async () => {
  const { body } = await stack.api.send("/genesys/1/service/request-chat-poll");
  expect(body._id).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
  expect(body["_chatIxnAPI-CREATE-URL"]).toBe(`/genesys/1/service/${body._id}/ixn/chat`);
});

test("2 (code A, B): a verbose start has six relative addresses, and all of them work", async () => {
  const { id, started } = await stack.api.chat({ form: { _verbose: "true" } });
  for (const field of urlFields) {
    expect(started.body[field]).toMatch(new RegExp(`^/genesys/1/service/${id}/ixn/chat/\\w+$`));
    const answered = await stack.api.send(started.body[field], { form: { message: "hello" } });
    expect([field, answered.status]).toEqual([field, 200]);
    expect(answered.body.chatSessionId).toBe(started.body.chatSessionId);
  }
});

test("3 (code C, D): a message in refresh is stored, and answered as send does", async () => {
  const chat = await stack.api.chat();
  const answered = await stack.api.send(`${chat.path}/refresh`, { form: { message: "by refresh" } });
  expect(texts(answered.body.transcriptToShow, "CLIENT")).toEqual(["by refresh"]);
  const again = await stack.api.send(`${chat.path}/refresh`, {
    form: { message: "with a position", transcriptPosition: "0" },
  });
  expect(texts(again.body.transcriptToShow, "CLIENT")).toEqual(["by refresh", "with a position"]);
  await stack.api.send(`${chat.path}/refreshFromStart`, { form: { message: "from the start" } });
  await stack.api.send(`${chat.path}/refresh`, { form: { message: "" } });
  expect(texts(await stack.api.transcript(chat), "CLIENT")).toEqual([
    "by refresh",
    "with a position",
    "from the start",
  ]);
});

test("4 (test; A, B, C): an error is {exception, message}, and hop beside them", async () => {
  const wrong = [
    await stack.api.send("/genesys/1/service/no-such-service"),
    await stack.api.send("/genesys/1/service/0000/ixn/chat/refresh"),
    await stack.api.send("/genesys/1/no/such/path"),
    await stack.api.send("/genesys/1/service/request-chat-poll", { method: "PUT" }),
    await stack.api.send("/genesys/1/service/request-chat-poll", { raw: ["[1]", "application/json"] }),
  ];
  expect(wrong.map(({ status }) => status)).toEqual([404, 404, 404, 405, 400]);
  for (const { body, headers } of wrong) {
    expect(headers.get("content-type")).toBe("application/json");
    expect(Object.keys(body)).toEqual(["exception", "message"]);
    expect(body.exception).toMatch(/^(\w+\.)+\w+$/);
    expect(body.message).toMatch(/\w/);
  }
});

test("5 (doc P3; A): _verbose counts for the answer to its request, in any case; else that of the creation", async () => {
  const isVerbose = ({ body }: { body: object }) => "userId" in body;
  const plain = await stack.api.chat();
  expect(isVerbose(plain.started)).toBe(false);
  for (const [value, verbose] of Object.entries({
    true: true,
    True: true,
    TRUE: true,
    false: false,
    "": false,
  })) {
    const answered = await stack.api.send(`${plain.path}/refresh`, { form: { _verbose: value } });
    expect([value, isVerbose(answered)]).toEqual([value, verbose]);
  }
  const verbose = await stack.api.chat({}, "request-chat-poll", { form: { _verbose: "True" } });
  expect(isVerbose(verbose.started)).toBe(true);
  expect(isVerbose(await stack.api.send(`${verbose.path}/refresh`, { form: { _verbose: "false" } }))).toBe(
    false,
  );
});

test.each([
  ["urlencoded (doc P1)", { form: { message: "ä & b" } }],
  ["multipart (doc P1)", { multipart: { message: "ä & b" } }],
  ["JSON (code E)", { json: { message: "ä & b" } }],
  [
    "JSON labelled urlencoded (code D)",
    { raw: ['{"message":"ä & b"}', "application/x-www-form-urlencoded"] },
  ],
  ["JSON with a character set (code D)", { raw: ['{"message":"ä & b"}', "application/json; charset=utf-8"] }],
  ["text/plain, as fetch labels a string", { raw: ['{"message":"ä & b"}', "text/plain;charset=UTF-8"] }],
] as const)("6: %s is a form", async (_, sent) => {
  const chat = await stack.api.chat(sent);
  await stack.api.send(`${chat.path}/send`, sent);
  expect(texts(await stack.api.transcript(chat), "CLIENT")).toEqual(["ä & b", "ä & b"]);
});

test("6: an empty body, {} and a body of another type", async () => {
  const chat = await stack.api.chat({ raw: ["{}", "application/json; charset=utf-8"] });
  for (const path of ["/refresh", "/startTyping", "/stopTyping"]) {
    expect((await stack.api.send(`${chat.path}${path}`)).status).toBe(200);
  }
  const xml = await stack.api.send(`${chat.path}/send`, { raw: ["<a/>", "application/xml"] });
  expect([xml.status, xml.body.message]).toEqual([415, expect.stringContaining("multipart/form-data")]);
});

test("7 (code E, own): the query counts, and the body more", async () => {
  const chat = await stack.api.chat({ query: { firstName: "Ada" } });
  expect(chat.started.body.transcriptToShow[0][1]).toBe("Ada");
  const positions = async (query: string, form?: string) => {
    const answered = await stack.api.send(`${chat.path}/refresh`, {
      query: { transcriptPosition: query },
      ...(form !== undefined && { form: { transcriptPosition: form } }),
    });
    return answered.body.transcriptToShow.length;
  };
  await stack.greeted(chat);
  const all = await positions("0");
  expect(await positions("1")).toBe(all - 1);
  expect(await positions("0", "2")).toBe(all - 2);
});

test("8 (code E): a service can be created with GET", async () => {
  const created = await stack.api.send("/genesys/1/service/request-chat", {
    method: "GET",
    query: { _verbose: "True", topic: "orders" },
  });
  expect(created.status).toBe(200);
  const started = await stack.api.send(created.body["_chatIxnAPI-CREATE-URL"]);
  expect(started.body).toHaveProperty("userId");
});

test("9 (own; D, E): a browser of another origin is let in, before authentication and with errors", async () => {
  const headers = { origin: "https://app.example", "access-control-request-method": "POST" };
  const seen = [
    await stack.api.send("/genesys/1/service/protected", { method: "OPTIONS", headers }),
    await stack.api.send("/genesys/cometd", { method: "OPTIONS", headers }),
    await stack.api.send("/genesys/1/service/request-chat", { headers }),
    await stack.api.send("/genesys/1/service/no-such-service", { headers }),
    await stack.api.send("/genesys/1/service/protected", { headers }),
  ];
  expect(seen.map(({ status }) => status)).toEqual([204, 204, 200, 404, 401]);
  for (const { headers: answered } of seen) {
    expect(answered.get("access-control-allow-origin")).toBe("https://app.example");
    expect(answered.get("access-control-allow-credentials")).toBe("true");
    expect(answered.get("access-control-allow-methods")).toBe("GET, POST, OPTIONS");
    expect(answered.get("access-control-allow-headers")).toBe(
      "Content-Type, gms_user, Authorization, X-Requested-With",
    );
    expect(answered.get("vary")).toBe("Origin");
  }
  expect(
    (await stack.api.send("/genesys/1/service/request-chat")).headers.get("access-control-allow-origin"),
  ).toBeNull();
});

test("10 (doc P5; B, C, D): a service of type builtin needs no Orchestration Server", async () => {
  const chat = await stack.api.chat({}, "request-chat");
  expect(chat.started.body.chatIxnState).toBe("TRANSCRIPT");
  const other = await stack.api.send("/genesys/1/service/interaction");
  expect([other.status, other.body.message]).toEqual([501, expect.stringContaining("request-chat")]);
});

test("11 (doc P5): _type, _service, _ttl and _chat_endpoint are known", async () => {
  const chat = await stack.api.chat({}, "later");
  await stack.greeted(chat);
  const stored = await stack.testbed.stored(chat.started.body.chatSessionId as string);
  expect(stored).toMatchObject({ endpoint: "default", tenant: 1 });
});

test("12 (code C, D, E; inf): other spellings are known, and all else becomes user data", async () => {
  const chat = await stack.api.chat(
    {
      json: {
        FirstName: "Ada",
        LastName: "Lovelace",
        EmailAddress: "ada@example.org",
        subject: "Engines",
        tier: 1,
      },
    },
    "request-chat",
    {
      form: {
        chatHistory: "bot: hello\ncustomer: a human, please",
        tier: "0",
        poke_url: "http://evil.example",
      },
    },
  );
  const [joined] = await stack.api.transcript(chat);
  expect(joined?.[1]).toBe("Ada Lovelace");
  const data = { tier: "1", chatHistory: "bot: hello\ncustomer: a human, please" };
  const party = { firstName: "Ada", lastName: "Lovelace", email: "ada@example.org", subject: "Engines" };
  expect((await stack.agent(chat, "/data")).body).toEqual({ ...party, ...data });
  await stack.greeted(chat);
  expect((await stack.interaction(chat))?.userData).toEqual({ ...party, ...data });
});

test("12 (doc): options win over parameters of the same name, and only GMS names a desktop's page", async () => {
  const chat = await stack.api.chat(
    { form: { service: "request-x", iws_plugin_url: "http://evil.example", notify_by: "comet" } },
    "request-chat",
    { form: { type: "other", iws_plugin_view_name: "Evil" } },
  );
  expect((await stack.agent(chat, "/data")).body).toEqual({});
});

test("13 (inf; E): the message of start is the customer's first", async () => {
  const chat = await stack.api.chat({ form: { firstName: "Ada", message: "first" } });
  expect(chat.started.body.transcriptToShow).toEqual([
    ["Notice.Joined", "Ada", "has joined the session", "1", "CLIENT"],
    ["Message.Text", "Ada", "first", "1", "CLIENT"],
  ]);
  await stack.api.send(chat.path, { form: { message: "first" } });
  await stack.greeted(chat);
  expect(texts(await stack.api.transcript(chat), "CLIENT")).toEqual(["first"]);
});

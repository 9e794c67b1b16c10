import { ApiClient, type Received, type WireEntry } from "../../simulator/testbed/api-client";
import { pause, until } from "../../simulator/testbed/testbed";
import { conformanceStack, texts } from "./stack";

/*
 * The conversations of the five kinds of real clients, step by step as their code goes, with the habits that break a server: what one
 * requires it requires here. requests.test.ts says who they are.
 */
const stack = conformanceStack();

type Answer = Record<string, unknown> & { transcriptToShow: WireEntry[] };

/** Reads an answer as the typed clients do: a wrong type anywhere ends the conversation. */
function strictly({ status, body, headers }: Received): Answer {
  const fault = (what: string): never => {
    throw new Error(`the client breaks: ${what} in ${JSON.stringify(body)}`);
  };
  if (status !== 200) return fault(`status ${status}`);
  if (!headers.get("content-type")?.startsWith("application/json")) fault("content type");
  const answer = body as Answer;
  if (!["CONNECTED", "TRANSCRIPT", "DISCONNECTED"].includes(String(answer.chatIxnState)))
    fault("chatIxnState");
  if (!Array.isArray(answer.transcriptToShow)) fault("transcriptToShow");
  for (const [event, , , number, party] of answer.transcriptToShow) {
    if (!/^(Message\.Text|Notice\.(Joined|Left|TypingStarted|TypingStopped))$/.test(event))
      fault(`event ${event}`);
    if (!/^-?\d+$/.test(number) || !Number.isSafeInteger(Number(number))) fault(`element 4 ${number}`);
    if (!["AGENT", "CLIENT", "EXTERNAL", "SUPERVISOR"].includes(party)) fault(`party type ${party}`);
  }
  return answer;
}

/** Polls as a client without positions does, and keeps what it was given, until something has come. */
async function poll(
  ask: () => Promise<Received>,
  seen: WireEntry[],
  enough: (seen: readonly WireEntry[]) => boolean,
): Promise<void> {
  await until("enough entries", async () => {
    seen.push(...strictly(await ask()).transcriptToShow);
    return enough(seen);
  });
}

const said = (text: string) => (seen: readonly WireEntry[]) => texts(seen, "AGENT").includes(text);

test("A: an older blocking app puts its server's address before relative paths and calls all six", async () => {
  const call = (path: unknown, form: Record<string, string> = {}) => {
    if (typeof path !== "string") throw new Error("the client breaks: an address is missing");
    return stack.api.send(path, { form: { ...form, _verbose: "true" } });
  };
  const created = await call("/genesys/1/service/request-chat-poll");
  const started = strictly(
    await call(created.body["_chatIxnAPI-CREATE-URL"], {
      firstName: "Ada",
      lastName: "Lovelace",
      email: "ada@example.org",
      subject: "Engines",
      userDisplayName: "Ada L.",
      notify_by: "comet",
      push_notification_deviceid: "7",
      push_notification_type: "android",
    }),
  );
  const url = (name: string) => started[`_chatIxnAPI_${name}_URL`];
  const seen = [...started.transcriptToShow];
  const refresh = () => call(url("REFRESH"));
  await poll(refresh, seen, (all) => texts(all, "AGENT").length === 1);
  seen.push(...strictly(await call(url("START_TYPING"))).transcriptToShow);
  seen.push(...strictly(await call(url("SEND"), { message: "one" })).transcriptToShow);
  seen.push(...strictly(await call(url("STOP_TYPING"))).transcriptToShow);
  await poll(refresh, seen, said("You said: one"));
  expect(strictly(await call(url("REFRESH_FROM_START"))).transcriptToShow).toEqual(seen);
  expect(seen.every(([, nick]) => nick === "Ada L." || nick === "Agent")).toBe(true);
  const last = strictly(await call(url("DISCONNECT")));
  expect([last.chatIxnState, last.transcriptToShow.at(-1)?.[0]]).toEqual(["DISCONNECTED", "Notice.Left"]);
  expect(strictly(await refresh()).chatIxnState).toBe("DISCONNECTED");
});

test("B: its typed successor finds every field, in its type", async () => {
  const form = { _verbose: "true" };
  const created = await stack.api.send("/genesys/1/service/request-chat", { form });
  const start = await stack.api.send(created.body["_chatIxnAPI-CREATE-URL"], {
    form: { ...form, firstName: "Ada" },
  });
  const types = (answer: Answer) =>
    Object.fromEntries(
      Object.entries(answer).map(([name, value]) => [name, Array.isArray(value) ? "list" : typeof value]),
    );
  const wanted = {
    chatIxnState: "string",
    chatSessionId: "string",
    transcriptPosition: "number",
    chatServiceMessage: "string",
    startedAt: "string",
    transcriptToShow: "list",
    userId: "string",
    secureKey: "string",
    checkChatServiceLoadBalancerPath: "string",
    chatServerLoadBalancerAlias: "string",
    chatServerHost: "string",
    chatWebApiPort: "number",
    isTLSrequired: "boolean",
    clientTimeZoneOffset: "string",
    ...Object.fromEntries(
      ["SEND", "REFRESH", "REFRESH_FROM_START", "START_TYPING", "STOP_TYPING", "DISCONNECT"].map((name) => [
        `_chatIxnAPI_${name}_URL`,
        "string",
      ]),
    ),
  };
  expect(types(strictly(start))).toEqual(wanted);
  for (const name of ["SEND", "REFRESH", "START_TYPING", "STOP_TYPING", "DISCONNECT"]) {
    const path = start.body[`_chatIxnAPI_${name}_URL`] as string;
    expect(types(strictly(await stack.api.send(path, { form: { ...form, message: "hi" } })))).toEqual(wanted);
  }
});

test("C: a server hands over a bot's chat, sends everything by refresh and leaves on an exception", async () => {
  const chatHistory = JSON.stringify([
    { from: "bot", text: "Hello" },
    { from: "customer", text: "A human, please" },
  ]);
  const created = await stack.api.send("/genesys/1/service/refusing", {
    form: { _verbose: "true", chatHistory },
  });
  const { _id: id } = created.body as { _id: string };
  const path = `/genesys/1/service/${id}/ixn/chat`;
  const started = await stack.api.send(path, { form: { subject: "From a bot", email: "ada@example.org" } });
  const seen = [...strictly(started).transcriptToShow];
  const refresh = (message?: string) =>
    stack.api.send(`${path}/refresh`, message === undefined ? {} : { form: { message } });
  await poll(refresh, seen, (all) =>
    all.some(([, , text, , party]) => party === "AGENT" && text.includes("joined")),
  );
  for (const text of ["one", "two"]) {
    seen.push(...strictly(await refresh(text)).transcriptToShow);
    await poll(refresh, seen, said(`You said: ${text}`));
  }
  expect(texts(seen, "CLIENT")).toEqual(["one", "two"]);
  expect(new Set(seen.map((entry) => JSON.stringify(entry))).size).toBe(seen.length);
  const chat = { id, path, started };
  expect((await stack.agent(chat, "/data")).body).toMatchObject({ chatHistory, subject: "From a bot" });
  await stack.agentLeaves(chat);
  const { status, body } = await refresh("are you there?");
  expect([status, typeof body.exception]).toEqual([400, "string"]);
});

test("D: a browser app on CometD is refused the handshake, and polls with mislabelled JSON", async () => {
  const client = new ApiClient(stack.api.base, {
    gms_user: "ada",
    origin: "http://shop.example",
    "x-requested-with": "XMLHttpRequest",
  });
  const body = (value: object) => ({
    raw: [JSON.stringify(value), "application/x-www-form-urlencoded"] as const,
  });
  const started = performance.now();
  const handshake = await client.send("/genesys/cometd/handshake", {
    json: [{ channel: "/meta/handshake", id: "1" }],
  });
  expect(handshake.body[0]).toMatchObject({ successful: false, advice: { reconnect: "none" } });
  expect(performance.now() - started).toBeLessThan(5000);
  const created = await client.send("/genesys/1/service/request-chat", body({ _verbose: true }));
  const path = `/genesys/1/service/${created.body._id}/ixn/chat`;
  const all: WireEntry[] = [];
  /** Counts back from the position: what it has not seen must be there without a gap. */
  const take = (received: Received): void => {
    const { transcriptPosition, transcriptToShow } = strictly(received);
    const first = Number(transcriptPosition) - transcriptToShow.length;
    expect(first).toBeLessThanOrEqual(all.length);
    transcriptToShow.forEach((entry, index) => (all[first + index] = entry));
  };
  const start = {
    FirstName: "Ada",
    LastName: "Lovelace",
    EmailAddress: "a@b.c",
    notify_by: "comet",
    Product: "Engine",
  };
  take(await client.send(path, body(start)));
  await until("the agent has joined", async () => {
    take(await client.send(`${path}/refresh`, { raw: ["{}", "application/json; charset=utf-8"] }));
    return texts(all, "AGENT").length > 0;
  });
  take(await client.send(`${path}/startTyping`, body({})));
  take(await client.send(`${path}/refresh`, body({ message: "one", transcriptPosition: all.length })));
  await until("the agent has answered", async () => {
    take(await client.send(`${path}/refresh`, body({ transcriptPosition: String(all.length) })));
    return said("You said: one")(all);
  });
  take(await client.send(`${path}/disconnect`));
  expect(all.every((entry) => entry.length === 5)).toBe(true);
  expect([all[0]?.[1], texts(all, "CLIENT"), all.at(-1)?.[0]]).toEqual([
    "Ada Lovelace",
    ["one"],
    "Notice.Left",
  ]);
});

test("E: a polling app creates with GET, sends multipart and counts positions as numbers", async () => {
  const created = await stack.api.send("/genesys/1/service/request-chat", {
    method: "GET",
    query: { _verbose: "True" },
  });
  const path = created.body["_chatIxnAPI-CREATE-URL"] as string;
  const start = {
    FirstName: "Ada",
    EmailAddress: "a@b.c",
    subject: "Order",
    message: "the first one",
    OrderNumber: "12",
  };
  const chat = {
    id: created.body._id as string,
    path,
    started: await stack.api.send(path, { multipart: start }),
  };
  strictly(chat.started);
  let position = 0;
  const seen: WireEntry[] = [];
  const refresh = async (): Promise<void> => {
    const answer = strictly(
      await stack.api.send(`${path}/refresh`, { query: { transcriptPosition: String(position) } }),
    );
    if (typeof answer.transcriptPosition !== "number")
      throw new Error("the client breaks: a position is no number");
    seen.push(...answer.transcriptToShow);
    position = answer.transcriptPosition;
  };
  for (
    let count = 0;
    count < 30 && !seen.some(([event, , , , party]) => event === "Notice.Joined" && party === "AGENT");
    count += 1
  ) {
    await refresh();
    await pause(100);
  }
  strictly(await stack.api.send(`${path}/send`, { json: { message: "by JSON" } }));
  strictly(await stack.api.send(`${path}/send`, { multipart: { message: "by multipart" } }));
  await until("the answers", async () => (await refresh(), said("You said: by multipart")(seen)));
  expect(texts(seen, "CLIENT")).toEqual(["the first one", "by JSON", "by multipart"]);
  expect((await stack.agent(chat, "/data")).body).toMatchObject({ firstName: "Ada", OrderNumber: "12" });
  await stack.api.send(`${path}/disconnect`, { form: {} });
  await refresh();
  expect(seen.at(-1)?.[0]).toBe("Notice.Left");
});

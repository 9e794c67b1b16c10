import { type Received } from "../../simulator/testbed/api-client";
import { until } from "../../simulator/testbed/testbed";
import { conformanceStack, texts } from "./stack";

/* What clients get wrong, or mean badly; http-port.test.ts has what is wrong about HTTP itself. */
const stack = conformanceStack();

/** Changes sections of GMS's file and waits until they are in force; what is undefined is removed. */
async function configure(section: string, options: Record<string, string> | undefined): Promise<void> {
  const sections = stack.testbed.files.GMS?.options ?? {};
  if (options) sections[section] = options;
  else delete sections[section];
  const before = (await stack.testbed.status("GMS"))?.inForce;
  stack.testbed.write("GMS");
  await until("the options are in force", async () => {
    const status = await stack.testbed.status("GMS");
    return status?.inForce !== before && status?.restartPending.length === 0;
  });
}

test("the largest message is stored, answered by the agent and read back; a larger one is 413", async () => {
  const chat = await stack.api.chat();
  const largest = "m".repeat(65_536 - "message=".length);
  expect((await stack.api.send(`${chat.path}/send`, { form: { message: largest } })).status).toBe(200);
  await until("the agent answers", async () =>
    texts(await stack.api.transcript(chat), "AGENT").includes(`You said: ${largest}`),
  );
  expect(texts(await stack.api.transcript(chat), "CLIENT")).toEqual([largest]);
  for (const sent of [{ form: { message: `${largest}m` } }, { multipart: { message: largest } }]) {
    const { status, body } = await stack.api.send(`${chat.path}/send`, sent);
    expect([status, typeof body.exception]).toEqual([413, "string"]);
  }
});

test("a message of characters that JSON writes six times as long is stored", async () => {
  const chat = await stack.api.chat();
  const message = "\u0001".repeat(20_000);
  expect((await stack.api.send(`${chat.path}/send`, { form: { message } })).status).toBe(200);
  expect(texts(await stack.api.transcript(chat), "CLIENT")).toEqual([message]);
});

test("too much data for a chat is 413, and what is left out can be sent", async () => {
  const large = { history: "h".repeat(33_000) };
  expect((await stack.api.send("/genesys/1/service/request-chat", { form: large })).status).toBe(413);
  const half = { form: { a: "a".repeat(20_000) } };
  const { path, started } = await stack.api.chat({ form: { b: "b".repeat(20_000) } }, "request-chat", half);
  expect(started.status).toBe(413);
  expect((await stack.api.send(path, { form: { b: "b" } })).status).toBe(200);
});

test("a very long name is shown at a bounded length", async () => {
  const chat = await stack.api.chat({ form: { firstName: "n".repeat(10_000), message: "hello" } });
  expect((await stack.api.transcript(chat)).map(([, nick]) => nick.length)).toContain(255);
});

test.each([
  ["multipart without an end", ["--x\r\nContent-Disposition: form-data", "multipart/form-data; boundary=x"]],
  ["multipart without a boundary", ["a", "multipart/form-data"]],
  ["JSON cut short", ['{"message":"', "application/json"]],
  ["a JSON list", ["[]", "application/json"]],
] as const)("%s is 400 and stores nothing", async (_, raw) => {
  const chat = await stack.api.chat();
  expect((await stack.api.send(`${chat.path}/send`, { raw })).status).toBe(400);
  expect(texts(await stack.api.transcript(chat), "CLIENT")).toEqual([]);
});

test.each([
  ["[]", []],
  ["null", [false]],
  ["7", [false]],
  [`[${Array(500).fill("{}").join(",")}]`, Array(100).fill(false)],
  ['[{"channel":{},"id":["x"]}]', [false]],
])("CometD refuses %s without a mistake of its own", async (text, successful) => {
  const { status, body } = await stack.api.send("/genesys/cometd", { raw: [text, "application/json"] });
  expect([status, body.map((one: { successful: boolean }) => one.successful)]).toEqual([200, successful]);
});

test("names of the language's own objects are names of no service", async () => {
  for (const name of ["__proto__", "constructor", "toString", "hasOwnProperty", "%2e%2e", "a/../b"]) {
    expect([name, (await stack.api.send(`/genesys/1/service/${name}`)).status]).toEqual([name, 404]);
  }
});

test("nothing that clients did is in the log: no id, no address, no stack", async () => {
  const chat = await stack.api.chat();
  for (const path of ["/send", "/refresh", "/no-such-path"]) {
    await stack.api.send(`${chat.path}${path}`, { form: { transcriptPosition: "x" } });
  }
  const aborted = new AbortController();
  const request = fetch(`${stack.api.base}${chat.path}/send`, {
    method: "POST",
    body: new ReadableStream({
      start: (controller) => controller.enqueue(new TextEncoder().encode("message=")),
    }),
    duplex: "half",
    signal: aborted.signal,
  });
  setTimeout(() => aborted.abort(), 200);
  await expect(request).rejects.toThrow();
  for (const name of ["GMS", "WebAPI", "ChatServer1", "InteractionServer", "ContactServer"]) {
    const log = stack.testbed.log(name);
    expect(log).not.toContain(chat.id);
    expect(log).not.toMatch(/request failed|answering failed| at \w+/);
  }
});

describe("authentication", () => {
  const basic = (text: string) => ({ authorization: `Basic ${Buffer.from(text).toString("base64")}` });
  const statuses = async (service: string): Promise<Record<string, number>> => {
    const found: Record<string, number> = {};
    for (const who of ["", "server:one", "app:one", "server:two", "app:pä:ss"]) {
      const headers: Record<string, string> = who === "" ? {} : basic(who);
      found[who] = (await stack.api.send(`/genesys/1/service/${service}`, { headers })).status;
    }
    return found;
  };
  afterAll(() => configure("server", undefined), 20_000);

  test("a user name alone does nothing; the server's password protects every service, at once", async () => {
    const before = await stack.api.chat();
    await configure("server", { username: "server" });
    expect((await stack.api.send("/genesys/1/service/request-chat")).status).toBe(200);
    await configure("server", { username: "server", password: "one", realm: 'A "realm"' });
    expect(await statuses("request-chat")).toEqual({
      "": 401,
      "server:one": 200,
      "app:one": 401,
      "server:two": 401,
      "app:pä:ss": 401,
    });
    // Chats that were begun before as well, services that are unknown, and pokes.
    const refused: Received[] = [
      await stack.api.send(`${before.path}/refresh`),
      await stack.api.send("/genesys/1/service/no-such-service"),
      await stack.api.send("/genesys/1/service/0000/ixn/chat/refresh"),
      await stack.api.send(`/genesys/1/service/${before.id}/poke`),
    ];
    expect(refused.map(({ status }) => status)).toEqual([401, 401, 401, 401]);
    expect(refused[0]?.headers.get("www-authenticate")).toContain('realm="A realm"');
    expect((await stack.api.send("/genesys/1/service/x", { method: "OPTIONS" })).status).toBe(204);
  });

  test("a service's user name and password replace the server's, each for itself", async () => {
    expect(await statuses("protected")).toMatchObject({
      "": 401,
      "server:one": 401,
      "app:one": 401,
      "app:pä:ss": 200,
    });
    await configure("service.mixed", { type: "ors", username: "app" });
    expect(await statuses("mixed")).toMatchObject({ "": 401, "server:one": 401, "app:one": 200 });
    await configure("service.mixed", { type: "ors", password: "two" });
    expect(await statuses("mixed")).toMatchObject({ "server:one": 401, "server:two": 200 });
    await configure("service.mixed", { type: "ors", password: "" });
    expect(await statuses("mixed")).toMatchObject({ "": 401, "server:one": 200 });
  });

  test.each(["Basic", "Basic ", "Basic !!!", "Bearer x", `Basic ${"a".repeat(5000)}`, "Basic Og=="])(
    "the header %p is 401",
    async (authorization) => {
      expect(
        (await stack.api.send("/genesys/1/service/request-chat", { headers: { authorization } })).status,
      ).toBe(401);
    },
  );

  test("no password is in a log", () => {
    expect(stack.testbed.log("GMS")).not.toMatch(/pä:ss|"one"|"two"/);
  });
});

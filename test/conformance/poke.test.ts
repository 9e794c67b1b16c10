import * as http from "node:http";
import type { AddressInfo } from "node:net";
import { until } from "../../simulator/testbed/testbed";
import { conformanceStack, texts } from "./stack";

/*
 * Poke, by the seed's four options. Addresses, method and answers are this project's own: Genesys publishes none. The desktop's plug-in
 * pages are served here.
 */
const stack = conformanceStack();
let pages: http.Server;
let pageUrl: string;
const asked: string[] = [];
beforeAll(async () => {
  pages = http.createServer((request, response) => {
    asked.push(request.url ?? "");
    if (request.url === "/never") return;
    if (request.url === "/endless") {
      const more = (): void => void (response.destroyed || response.write("x".repeat(65_536), more));
      return more();
    }
    if (request.url === "/elsewhere") return void response.writeHead(302, { location: "/elsewhere" }).end();
    response.end("<html>plug-in</html>");
  });
  await new Promise<void>((resolve) => pages.listen(0, "127.0.0.1", resolve));
  pageUrl = `http://127.0.0.1:${(pages.address() as AddressInfo).port}`;
});
afterAll(() => {
  pages.closeAllConnections();
  pages.close();
});

/** Changes options of the poke service and waits until they are in force. */
async function configure(options: Record<string, string | undefined>): Promise<void> {
  const section = stack.testbed.files.GMS?.options["service.request-chat-poll"] ?? {};
  for (const [name, value] of Object.entries(options)) {
    if (value === undefined) delete section[name];
    else section[name] = value;
  }
  const before = (await stack.testbed.status("GMS"))?.inForce;
  stack.testbed.write("GMS");
  await until("the options are in force", async () => {
    const status = await stack.testbed.status("GMS");
    return status?.inForce !== before && status?.restartPending.length === 0;
  });
}

test.each([
  ["without a message: the default one", {}, "Please join"],
  ["with an empty message: the default one", { form: { poke_message: "" } }, "Please join"],
  ["by a form", { form: { poke_message: "by form" } }, "by form"],
  ["by JSON", { json: { poke_message: "by JSON" } }, "by JSON"],
  ["by query", { query: { poke_message: "by query" } }, "by query"],
])("a poke %s", async (_, sent, text) => {
  const chat = await stack.api.chat();
  await stack.greeted(chat);
  await stack.api.send(`${chat.path}/refresh`);
  const poked = await stack.api.send(`/genesys/1/service/${chat.id}/poke`, sent);
  expect([poked.status, poked.body]).toEqual([200, {}]);
  const { body } = await stack.api.send(`${chat.path}/refresh`);
  expect(body.transcriptToShow).toEqual([["Message.Text", "External", text, "3", "EXTERNAL"]]);
});

test("a poke of a chat that is over, not begun or unknown, and of a service without the two options is 404", async () => {
  const over = await stack.api.chat();
  await stack.api.send(`${over.path}/disconnect`);
  const left = await stack.api.chat();
  await stack.agentLeaves(left);
  const { body: created } = await stack.api.send("/genesys/1/service/request-chat-poll");
  const unconfigured = await stack.api.chat({}, "request-chat");
  const session = over.started.body.chatSessionId as string;
  const ids = [
    over.id,
    left.id,
    created._id,
    unconfigured.id,
    session,
    "0",
    "..%2f..",
    "%00",
    "a".repeat(5000),
  ];
  for (const id of ids) {
    const { status, body } = await stack.api.send(`/genesys/1/service/${id}/poke`, {
      form: { poke_message: "boo" },
    });
    expect([id, status, typeof body.exception]).toEqual([id, 404, "string"]);
  }
  expect((await stack.api.send(`/genesys/1/service/${over.id}/poke`, { method: "GET" })).status).toBe(405);
  expect(texts(await stack.api.transcript(over))).not.toContain("boo");
  expect(await stack.agent(unconfigured, "/data")).toMatchObject({ body: {} });
});

test("changed options: the address is that of the next chat, the message that of the next poke", async () => {
  const before = await stack.api.chat();
  await configure({ internal_api_url_base: "http://other.example:9/", default_poke_message: "Now" });
  const after = await stack.api.chat();
  const urls = [await stack.agent(before, "/data"), await stack.agent(after, "/data")].map(
    ({ body }) => (body as { poke_url: string }).poke_url,
  );
  expect(urls).toEqual([
    `http://gms.example:8080/genesys/1/service/${before.id}/poke`,
    `http://other.example:9/genesys/1/service/${after.id}/poke`,
  ]);
  await stack.api.send(`/genesys/1/service/${before.id}/poke`);
  expect(texts(await stack.api.transcript(before), "EXTERNAL")).toEqual(["Now"]);
  await configure({ default_poke_message: undefined });
  expect((await stack.api.send(`/genesys/1/service/${before.id}/poke`)).status).toBe(404);
  await configure({ default_poke_message: "Please join" });
});

test("the desktop loads the plug-in's page in a view of the name that is configured", async () => {
  await configure({
    iws_plugin_url: `${pageUrl}/plugin.jsp?secret=canary`,
    iws_plugin_view_name: "Poke test",
  });
  const chat = await stack.api.chat();
  await until("the page is loaded", async () => {
    const { view } = (await stack.interaction(chat)) as { view?: { name: string; page: string } };
    return view?.page === "loaded" && view.name === "Poke test";
  });
  expect(asked).toContain("/plugin.jsp?secret=canary");
  const log = stack.testbed.log("InteractionServer");
  expect(log).toContain('"view":"Poke test"');
  expect(log).not.toContain("canary");
});

test.each([
  ["/never", /no page within 2000 ms/],
  ["/endless", /larger than/],
  ["/elsewhere", /status 302/],
  ["refused", /ECONNREFUSED/],
  ["file:///etc/passwd", /no HTTP URL/],
])("a page that can't be loaded (%s) is one line of the log and delays nothing", async (page, reason) => {
  const address = page.startsWith("/") ? pageUrl + page : page === "refused" ? "http://127.0.0.1:1/" : page;
  await configure({ iws_plugin_url: address, iws_plugin_view_name: `view of ${page}` });
  const chat = await stack.api.chat({ form: { message: "hello" } });
  await until("the agent answers", async () =>
    texts(await stack.api.transcript(chat), "AGENT").includes("You said: hello"),
  );
  await until("the failure is shown", async () => {
    const { view } = (await stack.interaction(chat)) as { view?: { page: string } };
    return reason.test(view?.page ?? "");
  });
  const lines = stack.testbed.log("InteractionServer").split("\n");
  expect(lines.filter((line) => line.includes(`view of ${page}`))).toHaveLength(1);
});

test("a restarted Interaction Server has the data again, and the customer is not greeted twice", async () => {
  const chat = await stack.api.chat();
  await stack.greeted(chat);
  await stack.testbed.end("InteractionServer");
  stack.testbed.run("InteractionServer");
  await stack.testbed.healthy("InteractionServer");
  await until(
    "the interaction is there",
    async () => (await stack.interaction(chat))?.userData !== undefined,
  );
  expect(texts(await stack.api.transcript(chat), "AGENT")).toHaveLength(1);
}, 30_000);

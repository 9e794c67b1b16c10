import { conformanceStack } from "./stack";

/* Where a chat goes: the options that name the load-balancer page and the endpoint. */
const stack = conformanceStack(60_000);

/** Changes one option of GMS and starts GMS again, since some take effect after a restart; undefined takes it out. */
async function configure(section: string, name: string, value: string | undefined): Promise<void> {
  const options = (stack.testbed.files.GMS!.options[section] ??= {});
  if (value === undefined) delete options[name];
  else options[name] = value;
  stack.testbed.write("GMS");
  await stack.testbed.end("GMS");
  stack.testbed.run("GMS");
  await stack.testbed.healthy("GMS");
}

/** Starts a chat; returns the status and the error's message. */
async function start(): Promise<{ status: number; message: unknown }> {
  const created = await stack.api.send("/genesys/1/service/request-chat-poll");
  const { status, body } = await stack.api.send(String(created.body["_chatIxnAPI-CREATE-URL"]));
  return { status, message: body.message };
}

test("ixn_server_submit_queue names the endpoint, and a service's chat_endpoint wins", async () => {
  await configure("chat", "ixn_server_submit_queue", "other");
  expect(await start()).toEqual({ status: 500, message: expect.stringContaining('no endpoint "other"') });
  await configure("service.request-chat-poll", "chat_endpoint", "vip");
  expect(await start()).toEqual({ status: 500, message: expect.stringContaining('no endpoint "vip"') });
  await configure("service.request-chat-poll", "chat_endpoint", "default");
  expect((await start()).status).toBe(200);
  await configure("service.request-chat-poll", "chat_endpoint", undefined);
  await configure("chat", "ixn_server_submit_queue", "default");
});

test("chat_load_balancer_url_path is where GMS asks for a Chat Server", async () => {
  const path = stack.testbed.files.GMS!.options.chat!.chat_load_balancer_url_path;
  await configure("chat", "chat_load_balancer_url_path", "WebAPI812/NoSuchPage.jsp");
  expect((await start()).status).toBeGreaterThanOrEqual(500);
  await configure("chat", "chat_load_balancer_url_path", path);
  expect((await start()).status).toBe(200);
});

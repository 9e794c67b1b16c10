import { ChatError, Customer } from "../../simulator/testbed/customer";
import { Testbed, until } from "../../simulator/testbed/testbed";

jest.setTimeout(120_000);

const exception = "com.genesyslab.gsg.services.ors.OrsServiceException";
const section = "service.request-chat-poll";
const processes = [
  ...["GMS", "WebAPI", "ChatServer1", "ChatServer1_B", "InteractionServer", "ContactServer"],
  "OrchestrationServer",
];

let testbed: Testbed;

beforeAll(async () => {
  testbed = await Testbed.start((files) => {
    const { GMS: gms, OrchestrationServer: orchestration, WebAPI: webApi, InteractionServer: router } = files;
    const { port } = orchestration!.listeningPorts[0]!;
    gms!.connections!.push({
      ...{ application: "OrchestrationServer", host: "127.0.0.1", port },
      ...{ type: "OrchestrationServer", portId: "default" },
    });
    const samples = `http://127.0.0.1:${port}/samples`;
    gms!.options[section]!.service = `${samples}/request-chat-poll.scxml`;
    gms!.options["service.missing"] = { type: "ors", ttl: "60", service: `${samples}/missing.scxml` };
    gms!.options["service.waiting"] = {
      type: "ors",
      ttl: "60",
      service: `${samples}/request-chat-agent.scxml`,
    };
    gms!.options["service.builtin"] = { _type: "builtin", _ttl: "60", _service: "request-chat" };
    gms!.options["service.elsewhere"] = {
      _type: "ors",
      _service: `${samples}/x.scxml`,
      _ors: "http://127.0.0.1:1",
    };
    for (const one of [webApi!, router!]) one.connections = one.connections!.slice(0, 1);
  }, processes);
});

afterAll(() => testbed?.stop());

const gms = () => testbed.url("GMS");

async function refused(service: string): Promise<{ status: number; body: unknown; ms: number }> {
  const began = performance.now();
  const response = await fetch(`${gms()}/genesys/1/service/${service}`, { method: "POST" });
  return { status: response.status, body: await response.json(), ms: performance.now() - began };
}

const ioIssue = { exception, message: "ORS request failed: cannot connect to ORS. IO issue." };

async function answered(customer: Customer, text: string): Promise<void> {
  await customer.post("/send", { message: text });
  await until(`an answer to ${text}`, async () => {
    const { transcriptToShow } = await customer.refresh();
    return transcriptToShow.some(([, , said]) => said === `You said: ${text}`);
  });
}

interface Interaction {
  readonly session: string;
  readonly routedBy?: string;
}

async function routedBy(session: string): Promise<string | undefined> {
  const response = await fetch(`${testbed.url("InteractionServer")}/interactions`, {
    headers: { authorization: testbed.authorization() },
  });
  const { interactions } = (await response.json()) as { interactions: Interaction[] };
  return interactions.find((one) => one.session === session)?.routedBy;
}

test("the service's id is the Orchestration Server's session, and the chat is handed back to it", async () => {
  const created = await fetch(`${gms()}/genesys/1/service/request-chat-poll`, { method: "POST" });
  const { _id: id } = (await created.json()) as { _id: string };
  const response = await fetch(`${testbed.url("OrchestrationServer")}/sessions`);
  expect(((await response.json()) as { sessions: string[] }).sessions).toContain(id);
  const customer = await Customer.begin(gms());
  await answered(customer, "Hello");
  expect(await routedBy(customer.session)).toBe("service");
});

test("a service that is not the Orchestration Server's begins without it, and is routed by the workflow", async () => {
  const customer = await Customer.begin(gms(), "builtin");
  await answered(customer, "Hello");
  expect(await routedBy(customer.session)).toBe("default");
});

test("an application that can't be fetched, and a server of the option _ors that is not there, are refused", async () => {
  const { status, body } = await refused("missing");
  expect(status).toBe(500);
  expect(body).toMatchObject({
    exception,
    message: "ORS request failed: the SCXML application can't be fetched (status 404).",
  });
  expect(await refused("elsewhere")).toMatchObject({ status: 500, body: ioIssue });
  // A service that was refused does not exist.
  expect((await testbed.status("GMS"))?.sessions).toBe(3);
});

test("a chat whose service waits for an agent: 503 with an empty body until one is announced", async () => {
  await testbed.end("InteractionServer");
  const created = await fetch(`${gms()}/genesys/1/service/waiting`, { method: "POST" });
  expect(created.status).toBe(200);
  const url = String(((await created.json()) as Record<string, unknown>)["_chatIxnAPI-CREATE-URL"]);
  const start = async () => {
    const response = await fetch(`${gms()}${url}`, { method: "POST" });
    return { status: response.status, text: await response.text() };
  };
  expect(await start()).toEqual({ status: 503, text: "" });
  // A GMS that starts again remembers that the service waits.
  await testbed.end("GMS");
  testbed.run("GMS");
  await testbed.healthy("GMS");
  expect(await start()).toEqual({ status: 503, text: "" });
  testbed.run("InteractionServer");
  await until("an agent was announced", async () => (await start()).status === 200);
  const { transcriptToShow } = JSON.parse((await start()).text) as { transcriptToShow: unknown[] };
  expect(transcriptToShow.length).toBeGreaterThan(0);
  // Other services do not wait: their chats wait for an agent in the queue.
  const customer = await Customer.begin(gms(), "builtin");
  await answered(customer, "Hello");
});

test.each(["killed", "frozen"])(
  "while it is %s, chats continue and new services are refused",
  async (how) => {
    const customer = await Customer.begin(gms());
    await answered(customer, "before");
    if (how === "killed") await testbed.end("OrchestrationServer");
    else testbed.signal("OrchestrationServer", "SIGSTOP");
    const { status, body, ms } = await refused("request-chat-poll");
    expect([status, body]).toEqual([500, ioIssue]);
    expect(ms).toBeLessThan(15_000);
    await answered(customer, "meanwhile");
    expect(await testbed.health("GMS")).toBe("healthy");
    await answered(await Customer.begin(gms(), "builtin"), "without it");
    if (how === "killed") testbed.run("OrchestrationServer");
    else testbed.signal("OrchestrationServer", "SIGCONT");
    await until("a new service", () =>
      Customer.begin(gms()).then(
        () => true,
        (error: unknown) => error instanceof ChatError && false,
      ),
    );
  },
);

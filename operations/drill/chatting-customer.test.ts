import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { ChattingCustomer } from "./chatting-customer";

/** What GMS does with a message: takes it and says so, takes it and says nothing, refuses it, or has lost the chat. */
type Mood = "takes" | "takes silently" | "refuses" | "lost";

/** A GMS that handles each message according to a list; afterwards it accepts all. */
class MoodyGms {
  readonly transcript: string[] = [];
  readonly sent: string[] = [];
  chats = 0;
  private readonly server: Server;

  constructor(
    private readonly moods: Mood[],
    private readonly refusesToStart = 0,
  ) {
    this.server = createServer((request, response) => {
      let form = "";
      request.on("data", (chunk: Buffer) => (form += chunk.toString()));
      request.on("end", () => {
        const [status, body] = this.answer(request.url ?? "", new URLSearchParams(form));
        response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
      });
    });
  }

  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, "127.0.0.1", resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/genesys`;
  }

  close(): void {
    this.server.closeAllConnections();
    this.server.close();
  }

  private answer(path: string, form: URLSearchParams): [number, unknown] {
    if (path.endsWith("/request-chat-poll")) return [200, { _id: "1" }];
    if (path.endsWith("/ixn/chat")) {
      this.chats += 1;
      if (this.chats <= this.refusesToStart)
        return [500, { exception: "com.genesyslab.gsg.GSGException", message: "no such endpoint" }];
      this.transcript.length = 0;
    }
    if (path.endsWith("/send")) {
      const message = form.get("message") ?? "";
      const mood = this.moods.shift() ?? "takes";
      this.sent.push(message);
      if (mood.startsWith("takes")) this.transcript.push(message);
      if (mood === "lost")
        return [404, { exception: "com.genesyslab.gsg.GSGException", message: "no such chat" }];
      if (mood !== "takes")
        return [503, { exception: "com.genesyslab.gsg.GSGException", message: "not now" }];
    }
    const after = Number(form.get("transcriptPosition") ?? 0);
    const all = this.transcript.map((text) => ["Message.Text", "Ada", text, "1", "CLIENT"]);
    const entries = all.slice(after);
    return [
      200,
      {
        chatIxnState: "TRANSCRIPT",
        chatSessionId: `chat ${this.chats}`,
        transcriptPosition: all.length,
        transcriptToShow: entries,
      },
    ];
  }
}

async function chatting(gms: MoodyGms, texts: readonly string[]): Promise<ChattingCustomer> {
  const customer = new ChattingCustomer(await gms.listen(), "Ada", Date.now() + 10_000);
  try {
    expect(await customer.start()).toBe(true);
    for (const text of texts) await customer.say(text);
    expect(await customer.transcript()).toEqual(gms.transcript);
    return customer;
  } finally {
    gms.close();
  }
}

test("a message that was taken without an acknowledgement is not sent again", async () => {
  const gms = new MoodyGms(["takes", "takes silently"]);
  const { record } = await chatting(gms, ["a", "b"]);
  expect(gms.sent).toEqual(["a", "b"]);
  expect(record.messages.map(({ acknowledgedAt }) => acknowledgedAt !== undefined)).toEqual([true, true]);
  expect(record.refusals).toEqual({ "503 customer -> GMS: not now": 1 });
});

test("a message that was refused is sent again until it is taken", async () => {
  const gms = new MoodyGms(["refuses", "refuses"]);
  const { record } = await chatting(gms, ["a"]);
  expect(gms.sent).toEqual(["a", "a", "a"]);
  expect(gms.transcript).toEqual(["a"]);
  expect(record.restarts).toBe(0);
});

test("a lost chat is started again, and what was acknowledged in it stays with its session", async () => {
  const gms = new MoodyGms(["takes", "lost"]);
  const { record } = await chatting(gms, ["a", "b"]);
  expect(record.restarts).toBe(1);
  expect(record.messages).toMatchObject([
    { text: "a", session: "chat 1" },
    { text: "b", session: "chat 2" },
  ]);
});

test("a chat that is refused outright counts as started again", async () => {
  const { record } = await chatting(new MoodyGms([], 2), ["a"]);
  expect(record.restarts).toBe(2);
});

test("a customer who stops trying has no acknowledgement", async () => {
  const gms = new MoodyGms(Array<Mood>(1000).fill("refuses"));
  const customer = new ChattingCustomer(await gms.listen(), "Ada", Date.now() + 10_000);
  await customer.start();
  setTimeout(() => customer.giveUp(), 150);
  await customer.say("a");
  gms.close();
  expect(customer.record.messages).toHaveLength(1);
  expect(customer.record.messages[0]?.acknowledgedAt).toBeUndefined();
});

import * as http from "node:http";
import type { AddressInfo } from "node:net";
import { accessOf, gmsAddress } from "./chat-access";
import { converse } from "./conversation";
import { Customer } from "./customer";
import { Failure } from "../../system/failure";

/*
 * A GMS as other makes and releases answer: with addresses that are relative, absolute or missing, positions in strings, its own folder
 * behind a proxy. It is the least that the client needs; the simulator itself is tested with it elsewhere.
 */
interface Manner {
  readonly folder?: string;
  readonly address?: (path: string) => string | undefined;
  readonly urls?: boolean;
  readonly position?: (position: number) => unknown;
  readonly credentials?: string;
  readonly status?: number;
  readonly ends?: boolean;
}

interface Seen {
  readonly url: string;
  readonly headers: http.IncomingHttpHeaders;
}

let server: http.Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

async function gms(manner: Manner): Promise<{ url: string; seen: Seen[] }> {
  const seen: Seen[] = [];
  const entries: string[][] = [["Notice.Joined", "Agent", "has joined the session", "2", "AGENT"]];
  entries.push(["Message.Text", "Agent", "Hello", "2", "AGENT"]);
  const { folder = "", address = (path) => path, position = (value) => value } = manner;
  const handle = (url: string, form: URLSearchParams): unknown => {
    const chat = `/genesys/1/service/7/ixn/chat`;
    if (url === `${folder}/genesys/1/service/request-chat-poll`) {
      return { _id: "7", "_chatIxnAPI-CREATE-URL": address(chat) };
    }
    const answer = (from: number) => ({
      chatIxnState: manner.ends || url.endsWith("disconnect") ? "DISCONNECTED" : "TRANSCRIPT",
      chatSessionId: "s",
      transcriptPosition: position(entries.length),
      transcriptToShow: entries.slice(from),
      ...(manner.urls && { _chatIxnAPI_SEND_URL: address(`${chat}/send`) }),
    });
    if (!url.startsWith(`${folder}${chat}`)) return undefined;
    const message = form.get("message");
    if (message && !manner.ends) {
      entries.push(
        ["Message.Text", "Ada", message, "1", "CLIENT"],
        ["Message.Text", "Agent", "Yes", "2", "AGENT"],
      );
    }
    return answer(Number(form.get("transcriptPosition") ?? 0));
  };
  server = http.createServer((request, response) => {
    seen.push({ url: request.url ?? "", headers: request.headers });
    let body = "";
    request.on("data", (chunk: Buffer) => (body += chunk.toString()));
    request.on("end", () => {
      if (manner.credentials !== undefined && request.headers.authorization !== manner.credentials) {
        return void response.writeHead(401).end(JSON.stringify({ exception: "x", message: "who are you?" }));
      }
      if (manner.status)
        return void response.writeHead(manner.status, { location: "http://evil.example/" }).end();
      const answered = handle(request.url ?? "", new URLSearchParams(body));
      response
        .writeHead(answered ? 200 : 404)
        .end(JSON.stringify(answered ?? { exception: "x", message: "no path" }));
    });
  });
  await new Promise<void>((resolve) => server?.listen(0, "127.0.0.1", resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}${folder}/genesys`, seen };
}

test.each<[string, Manner]>([
  ["relative addresses", {}],
  ["relative addresses of every request", { urls: true }],
  [
    "absolute addresses under another name",
    { address: (path) => `http://inside.example:8080${path}`, urls: true },
  ],
  ["no addresses", { address: () => undefined }],
  ["positions in strings", { position: String }],
  ["a folder of a proxy's, that GMS does not know of", { folder: "/mobile", urls: true }],
  ["a folder that GMS knows of", { folder: "/mobile", address: (path) => `/mobile${path}`, urls: true }],
])("a conversation with a GMS that answers %s", async (_, manner) => {
  const { url, seen } = await gms(manner);
  for (const stated of [url, `${url}/`]) {
    const conversation = await converse({ url: stated, messages: ["one", "two"] });
    expect(conversation).toMatchObject({ ok: true, fromCustomer: expect.any(Number) as number });
  }
  expect(seen.some(({ url: path }) => path.endsWith("/ixn/chat/send"))).toBe(true);
});

test("credentials and headers go with every request, and a wrong password is said", async () => {
  const { url, seen } = await gms({ credentials: `Basic ${Buffer.from("app:pä:ss").toString("base64")}` });
  const access = accessOf(
    { user: "app", header: ["gms_user: ada", "X-Empty:"] },
    { GENESYS_CHAT_PASSWORD: "pä:ss" },
  );
  expect(await converse({ url, messages: ["one"], access })).toMatchObject({ ok: true });
  expect(
    new Set(seen.map(({ headers }) => `${headers.gms_user as string}|${headers["x-empty"] as string}`)),
  ).toEqual(new Set(["ada|"]));
  const refused = await converse({ url, messages: ["one"], access: accessOf({ header: [] }, {}) });
  expect(refused.failure).toEqual({ hop: "customer -> GMS", message: "who are you?" });
});

test.each([
  [302, /redirects/],
  [503, /GMS answered 503/],
  [200, /without a JSON object/],
])("status %d without a JSON body is said, and no redirect is followed", async (status, message) => {
  const { url, seen } = await gms({ status });
  await expect(new Customer(url, "Ada").start("x")).rejects.toMatchObject({
    message: expect.stringMatching(message) as string,
  });
  expect(seen).toHaveLength(1);
});

test("a message to a chat that has ended is not taken for stored", async () => {
  const { url } = await gms({ ends: true });
  const customer = new Customer(url, "Ada");
  await customer.start("x");
  await expect(customer.send("too late")).rejects.toMatchObject({ lost: true });
});

test.each([
  [() => gmsAddress("localhost:8080"), /no http or https address/],
  [() => gmsAddress("ftp://gms"), /no http or https address/],
  [() => gmsAddress("http://app:secret@gms/genesys"), /contains credentials/],
  [() => accessOf({ user: "app", header: [] }, {}), /Set GENESYS_CHAT_PASSWORD/],
  [() => accessOf({ user: "a:b", header: [] }, {}), /colon/],
  [() => accessOf({ user: "app", passwordFile: "/no/such", header: [] }, {}), /can't be read \(ENOENT\)/],
  [() => accessOf({ passwordFile: "x", header: [] }, {}), /--user/],
  [() => accessOf({ header: ["no header"] }, {}), /Name: value/],
  [() => accessOf({ header: ["a: b\r\nc: d"] }, {}), /Name: value/],
])("a wrong option %# is one sentence that never shows a password", (act, message) => {
  const fault = (() => {
    try {
      act();
    } catch (error) {
      return error;
    }
    return undefined;
  })();
  expect(fault).toBeInstanceOf(Failure);
  expect((fault as Failure).message).toMatch(message);
  expect((fault as Failure).message).not.toContain("secret");
});

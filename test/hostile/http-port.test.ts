import * as http from "node:http";
import * as net from "node:net";
import type { AddressInfo } from "node:net";
import pino from "pino";
import { listen, Routes } from "../../simulator/http-port";

/*
 * A port under hostile clients. In this process: the port is tested, not the server behind it.
 */
let server: http.Server;
let port: number;
const lines: string[] = [];
beforeAll(async () => {
  const log = pino({}, { write: (line: string) => void lines.push(line) });
  const routes = new Routes("no such path", 65_536)
    .on("POST", "/echo/:id", ({ bytes }) => ({ length: bytes.length }))
    .on("POST", "/json", (incoming) => incoming.json())
    .on("GET", "/broken/:id", () => {
      throw new Error(`a mistake ${"x".repeat(20_000)}`);
    });
  server = await listen(routes, 0, "127.0.0.1", log);
  port = (server.address() as AddressInfo).port;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});
beforeEach(() => void (lines.length = 0));

/** Sends bytes as they are; what comes back until the connection ends, and how long that took. */
function raw(...pieces: string[]): Promise<{ answer: string; ms: number }> {
  const start = performance.now();
  return new Promise((resolve) => {
    const socket = net.connect(port, "127.0.0.1");
    let answer = "";
    socket.on("data", (chunk: Buffer) => (answer += chunk.toString("latin1")));
    socket.on("error", () => undefined);
    socket.on("close", () => resolve({ answer, ms: performance.now() - start }));
    for (const piece of pieces) socket.write(piece);
  });
}

const statusOf = (answer: string): number => Number(/^HTTP\/1\.1 (\d+)/.exec(answer)?.[1] ?? 0);
const closing = "Host: x\r\nConnection: close\r\n\r\n";

test.each([
  ["an address that is no URL", `GET //[${"a".repeat(15_000)} HTTP/1.1\r\n${closing}`, [400]],
  ["an address with a bad port", `GET http://a:99999/ HTTP/1.1\r\n${closing}`, [400]],
  ["an address with controls", `GET /\x01 HTTP/1.1\r\n${closing}`, [400, 404]],
  ["a bad escape", `GET /echo/%zz%ff HTTP/1.1\r\n${closing}`, [405]],
  ["an unknown method", `BREW /echo/1 HTTP/1.1\r\n${closing}`, [400]],
  ["a method without use here", `DELETE /echo/1 HTTP/1.1\r\n${closing}`, [405]],
  ["no HTTP", "hello\r\n\r\n", [400]],
  ["a header without a name", `GET / HTTP/1.1\r\n: x\r\n${closing}`, [400]],
  ["headers that are too large", `GET / HTTP/1.1\r\nX: ${"a".repeat(20_000)}\r\n${closing}`, [431]],
  ["two lengths", `POST /echo/1 HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n${closing}ab`, [400]],
  ["a bad chunk", `POST /echo/1 HTTP/1.1\r\nTransfer-Encoding: chunked\r\n${closing}zz\r\n`, [0, 400]],
  ["a body that is no JSON", `POST /json HTTP/1.1\r\nContent-Length: 1\r\n${closing}{`, [400]],
  [
    "a body that is said to be too large",
    `POST /echo/1 HTTP/1.1\r\nContent-Length: 9999999\r\n${closing}`,
    [413],
  ],
])("%s is the client's mistake, and no line in the log", async (_, request, statuses) => {
  const { answer, ms } = await raw(request);
  expect(statuses).toContain(statusOf(answer));
  expect(lines).toEqual([]);
  expect(ms).toBeLessThan(5000);
});

test("2,000 bad requests write nothing", async () => {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 20 });
  const statuses = await Promise.all(
    Array.from(
      { length: 2000 },
      () =>
        new Promise<number>((resolve, reject) => {
          http
            .get({ port, agent, path: `//[${"a".repeat(15_000)}` }, (response) => {
              response.resume();
              resolve(response.statusCode ?? 0);
            })
            .on("error", reject);
        }),
    ),
  );
  agent.destroy();
  expect(new Set(statuses)).toEqual(new Set([400]));
  expect(lines.join("").length).toBe(0);
}, 30_000);

test("mistakes of the program itself: one short line a second, without the request's path", async () => {
  for (let count = 0; count < 50; count += 1) {
    expect((await fetch(`http://127.0.0.1:${port}/broken/the-only-key`)).status).toBe(500);
  }
  expect(lines.length).toBeLessThanOrEqual(3);
  for (const line of lines) {
    expect(line.length).toBeLessThan(2500);
    expect(line).not.toContain("the-only-key");
  }
});

test("a body that grows beyond the limit is answered with 413 before it ends", async () => {
  const chunk = `${(32_768).toString(16)}\r\n${"x".repeat(32_768)}\r\n`;
  const { answer, ms } = await raw(
    `POST /echo/1 HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n`,
    chunk,
    chunk,
    chunk,
  );
  expect(statusOf(answer)).toBe(413);
  expect(answer).toMatch(/connection: close/i);
  expect(ms).toBeLessThan(5000);
  const sent = await fetch(`http://127.0.0.1:${port}/echo/1`, { method: "POST", body: "x".repeat(300_000) });
  expect([sent.status, ((await sent.json()) as { error: string }).error]).toEqual([
    413,
    "the request's body is larger than 65536 bytes",
  ]);
  const largest = await fetch(`http://127.0.0.1:${port}/echo/1`, {
    method: "POST",
    body: "x".repeat(65_536),
  });
  expect(await largest.json()).toEqual({ length: 65_536 });
});

test("an aborted request is no line in the log", async () => {
  await new Promise<void>((resolve) => {
    const socket = net.connect(port, "127.0.0.1", () => {
      socket.write("POST /echo/the-only-key HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nhalf");
      setTimeout(() => socket.resetAndDestroy(), 100);
    });
    socket.on("close", () => setTimeout(resolve, 200));
    socket.on("error", () => undefined);
  });
  expect(lines).toEqual([]);
});

test("headers and bodies that come too slowly end after 5 and 10 s, and nothing is logged", async () => {
  const [headers, body, silence] = await Promise.all([
    raw("GET / HTTP/1.1\r\nHost: x\r\n"),
    raw("POST /echo/the-only-key HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nhalf"),
    raw(""),
  ]);
  expect([headers, body].map(({ answer }) => statusOf(answer))).toEqual([408, 408]);
  for (const { ms } of [headers, silence]) expect(ms).toBeLessThan(9_000);
  expect(body.ms).toBeLessThan(14_000);
  expect(lines).toEqual([]);
}, 30_000);

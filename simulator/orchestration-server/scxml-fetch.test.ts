import * as fc from "fast-check";
import * as http from "node:http";
import type { AddressInfo } from "node:net";
import { samples } from "./samples";
import { scxmlProblem } from "./scxml-check";
import { fetchScxml, redirectLimit, sizeLimit } from "./scxml-fetch";
import { anyText } from "../../test/support/any-text";

const right = samples["request-chat-poll.scxml"]!;
const root = '<scxml version="1.0" xmlns="http://www.w3.org/2005/07/scxml">';

let server: http.Server;
let base: string;
let sent = 0;

/** Answers by the path: what a web server with applications might do, and what it should not. */
function answer(request: http.IncomingMessage, response: http.ServerResponse): void {
  const { pathname, searchParams } = new URL(request.url ?? "/", "http://localhost");
  const redirects = Number(searchParams.get("left") ?? 0);
  switch (pathname) {
    case "/right":
      return void response.end(right);
    case "/bytewise": {
      const bytes = [...Buffer.from(right)];
      const next = (): void => {
        const some = bytes.splice(0, 40);
        if (some.length === 0) return void response.end();
        response.write(Buffer.from(some));
        setImmediate(next);
      };
      return next();
    }
    case "/redirect":
      return void response
        .writeHead(302, { location: redirects > 1 ? `/redirect?left=${redirects - 1}` : "/right" })
        .end();
    case "/for-ever":
      return void response.writeHead(302, { location: "/for-ever" }).end();
    case "/elsewhere":
      return void response.writeHead(302, { location: "file:///etc/passwd" }).end();
    case "/huge":
      return flood(response.writeHead(200, { "content-length": 50 * 1024 * 1024 }));
    case "/huge-unannounced":
      return flood(response);
    case "/silent":
      return;
    case "/drip": {
      response.write(root);
      const timer = setInterval(() => response.write(" "), 50);
      return void response.on("close", () => clearInterval(timer));
    }
    case "/cut-off":
      response.write(right.slice(0, 300));
      return void setTimeout(() => response.destroy(), 20);
    case "/compressed":
      return void response.writeHead(200, { "content-encoding": "gzip" }).end("x");
    case "/html":
      return void response.end("<!DOCTYPE html><html><body><p>Not here<br></body></html>");
    default:
      return void response.writeHead(404).end(right);
  }
}

function flood(response: http.ServerResponse): void {
  const chunk = Buffer.alloc(65_536, " ");
  response.write(root);
  const more = (): void => {
    while (sent < 50 * 1024 * 1024 && !response.destroyed) {
      sent += chunk.length;
      if (!response.write(chunk)) return void response.once("drain", more);
    }
    response.end("</scxml>");
  };
  more();
}

beforeAll(async () => {
  server = http.createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

test.each(["/right", "/bytewise", "/redirect?left=1", `/redirect?left=${redirectLimit}`])(
  "%s is an SCXML application",
  async (path) => {
    await expect(fetchScxml(`${base}${path}`, 5000)).resolves.toEqual({ waitsForAgent: false });
  },
);

test.each([
  [`/redirect?left=${redirectLimit + 1}`, `redirects more than ${redirectLimit} times`],
  ["/for-ever", `redirects more than ${redirectLimit} times`],
  ["/elsewhere", "has an address that is neither http nor https"],
  ["/missing", "can't be fetched (status 404)"],
  ["/cut-off", "was cut off"],
  ["/compressed", "is compressed"],
  ["/html", "has the root element html, not scxml"],
])("%s is refused", async (path, message) => {
  await expect(fetchScxml(`${base}${path}`, 5000)).rejects.toThrow(message);
});

test.each(["/huge", "/huge-unannounced"])("%s is refused before it has arrived", async (path) => {
  sent = 0;
  await expect(fetchScxml(`${base}${path}`, 5000)).rejects.toThrow(`is larger than ${sizeLimit} bytes`);
  expect(sent).toBeLessThan(16 * 1024 * 1024);
});

test.each(["/silent", "/drip"])("%s is refused in time", async (path) => {
  const began = performance.now();
  await expect(fetchScxml(`${base}${path}`, 300)).rejects.toThrow("did not arrive within 300 ms");
  expect(performance.now() - began).toBeLessThan(3000);
});

test.each(["ftp://h/x", "file:///etc/passwd", "x", "", "http://127.0.0.1:1/x"])(
  "%j is refused without a word of the address",
  async (address) => {
    const error = await fetchScxml(address, 1000).catch((reason: unknown) => reason as Error);
    expect((error as Error).message).toMatch(
      /^(?:has an address that is neither|can't be fetched \(ECONNREFUSED\))/,
    );
    expect((error as Error).message).not.toContain("passwd");
  },
);

test.each(Object.entries(samples))("the sample %s is right", (_, text) => {
  expect(scxmlProblem(text)).toBeUndefined();
});

test.each([
  ["nothing", "", /no well-formed XML/],
  ["no XML", "request-chat-poll", /no well-formed XML/],
  ["an element that is not closed", `${root}<state>`, /no well-formed XML/],
  ["a second root", `${root}</scxml><scxml/>`, /no well-formed XML/],
  ["no namespace", "<scxml/>", /namespace/],
  ["another namespace", '<scxml xmlns="http://example/"/>', /namespace/],
  ["a prefix that is not declared", `${root}<ws:call/></scxml>`, /no well-formed XML/],
  ["an entity of its own", `<!DOCTYPE scxml [<!ENTITY a "b">]>${root}&a;</scxml>`, /no well-formed XML/],
  [
    "a file of this machine",
    `<!DOCTYPE scxml [<!ENTITY a SYSTEM "file:///etc/passwd">]>${root}&a;</scxml>`,
    /no well-formed XML/,
  ],
  ["another encoding", `<?xml version="1.0" encoding="UTF-16"?>${root}</scxml>`, /UTF-8/],
  ["deep nesting", `${root}${"<state>".repeat(100_000)}`, /deep/],
])("%s is no SCXML", (_, text, problem) => {
  expect(scxmlProblem(text)).toMatch(problem);
});

test("entities that multiply cost nothing", () => {
  const levels = Array.from({ length: 30 }, (_, at) => `<!ENTITY e${at + 1} "${`&e${at};`.repeat(10)}">`);
  const bomb = `<!DOCTYPE scxml [<!ENTITY e0 "ha">${levels.join("")}]>${root}&e30;</scxml>`;
  const began = performance.now();
  expect(scxmlProblem(bomb)).toMatch(/no well-formed XML/);
  expect(performance.now() - began).toBeLessThan(1000);
});

test("a prefixed root and text around it are right", () => {
  expect(
    scxmlProblem(`\uFEFF<s:scxml xmlns:s="http://www.w3.org/2005/07/scxml">&lt;&#65;</s:scxml>\n`),
  ).toBeUndefined();
});

test("no document that lacks its end is right, and no text makes the check fail", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: right.trimEnd().length - 1 }), (length) => {
      expect(scxmlProblem(right.slice(0, length))).toBeDefined();
    }),
  );
  fc.assert(fc.property(anyText, (text) => void scxmlProblem(text)));
});

// @ts-check
"use strict";

const { execFile } = require("node:child_process");
const fs = require("node:fs");
const http = require("node:http");
const net = require("node:net");
const path = require("node:path");
const { scratchFolder, lay } = require("../../setup/scratch-folder.js");

/**
 * Asks the image's health script, with another port, and with a shorter stay with one that is settled.
 * @param {number} port
 * @param {number} [stay]
 * @returns {Promise<{ code: number, output: string, ms: number }>}
 */
function health(port, stay = 3) {
  const script = fs.readFileSync(path.join(__dirname, "../../simulator/image/health"), "utf8");
  expect(script).toContain("127.0.0.1/4999");
  expect(script).toContain("readonly stay=45");
  const text = script.replaceAll("4999", String(port)).replace("stay=45", `stay=${stay}`);
  const file = path.join(lay(scratchFolder(), { health: text }), "health");
  const start = Date.now();
  return new Promise((resolve) => {
    // Without PATH: the image has no other tools.
    execFile("/bin/bash", [file], { env: { PATH: "/nowhere" } }, (error, stdout) => {
      resolve({ code: error ? Number(error.code) : 0, output: stdout.trim(), ms: Date.now() - start });
    });
  });
}

/** @param {net.Server} server @returns {Promise<number>} */
const listen = (server) =>
  new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () => resolve(/** @type {net.AddressInfo} */ (server.address()).port));
  });

test("a healthy process is healthy, an unhealthy one says why", async () => {
  let status = 200;
  const server = http.createServer((request, response) => {
    response.statusCode = request.url === "/health" ? status : 404;
    response.end("store not reachable\nsecond line");
  });
  const port = await listen(server);
  expect(await health(port)).toMatchObject({ code: 0, output: "" });
  status = 503;
  expect(await health(port)).toMatchObject({ code: 1, output: "store not reachable" });
  server.close();
  server.closeAllConnections();
  expect((await health(port)).code).toBe(1);
});

test("a frozen process, which takes connections and does not answer, is unhealthy within 3 s", async () => {
  const server = net.createServer(() => {});
  const outcome = await health(await listen(server));
  server.close();
  expect(outcome).toMatchObject({ code: 1, output: "no answer within 2 s" });
  expect(outcome.ms).toBeLessThan(4500);
});

describe("a process that is settled", () => {
  /** @type {string[]} */ let asked = [];
  /** @type {Set<net.Socket>} */ const connections = new Set();
  /** @type {(response: http.ServerResponse) => void} */ let answer;
  const server = http.createServer((request, response) => {
    asked.push(`${request.url}`);
    answer(response);
  });
  server.on("connection", (socket) => connections.add(socket));
  /** @param {boolean} settled @returns {(response: http.ServerResponse) => void} */
  const healthy = (settled) => (response) => response.end(`{"healthy":true,"settled":${settled}}`);
  /** @type {number} */ let port;

  beforeAll(async () => {
    port = await listen(server);
  });
  afterAll(() => {
    server.close();
    server.closeAllConnections();
  });
  beforeEach(() => {
    asked = [];
    connections.clear();
    answer = healthy(true);
  });

  test("is asked on over one connection, about every second, and one that is not, once", async () => {
    const stayed = await health(port);
    expect(stayed).toMatchObject({ code: 0, output: "" });
    expect(stayed.ms).toBeGreaterThan(1900);
    expect(asked.length).toBeGreaterThanOrEqual(3);
    expect(asked.length).toBeLessThanOrEqual(5);
    const [first, ...rest] = asked;
    const last = rest.pop();
    expect({ first, between: [...new Set(rest)], last }).toEqual({
      first: "/health",
      between: ["/health?on"],
      last: "/health?last",
    });
    expect(connections.size).toBe(1);
    asked = [];
    answer = healthy(false);
    expect(await health(port)).toMatchObject({ code: 0, output: "" });
    expect(asked).toEqual(["/health"]);
  });

  test.each([
    [
      "says that it is not",
      /** @param {http.ServerResponse} response */ (response) => {
        response.statusCode = 503;
        response.end("store gone");
      },
      "store gone",
    ],
    [
      "closes the connection",
      /** @param {http.ServerResponse} response */ (response) => {
        response.end("{}");
        response.socket?.end();
      },
      /the connection to port \d+ ended/,
    ],
    ["says nothing any more", () => {}, "no answer within 2 s"],
  ])("and then %s, is unhealthy at once", async (_what, then, output) => {
    setTimeout(() => (answer = then), 1500);
    const outcome = await health(port, 60);
    expect(outcome).toMatchObject({ code: 1, output: expect.stringMatching(output) });
    expect(outcome.ms).toBeLessThan(7000);
    for (const socket of connections) socket.destroy();
  });
});

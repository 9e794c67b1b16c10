// @ts-check
"use strict";

const { execFile } = require("node:child_process");
const fs = require("node:fs");
const http = require("node:http");
const net = require("node:net");
const path = require("node:path");
const { imageInputs } = require("./simulator-image.js");
const { scratchFolder, lay } = require("./scratch-folder.js");

const FILES = { Dockerfile: "FROM x", "simulator.js": "code", health: "#!/bin/bash", "tag.json": "{}" };

test("the image's inputs are its files and its base, and not its tag", () => {
  const folder = lay(scratchFolder(), FILES);
  const before = imageInputs(folder, "sha256:1");
  expect(before).toMatch(/^[0-9a-f]{64}$/);
  lay(folder, { "tag.json": '{"image": "x:1"}' });
  expect(imageInputs(folder, "sha256:1")).toBe(before);
  expect(imageInputs(folder, "sha256:2")).not.toBe(before);
  lay(folder, { "simulator.js": "other code" });
  expect(imageInputs(folder, "sha256:1")).not.toBe(before);
});

/** Asks the image's health script, with another port. @param {number} port @returns {Promise<{ code: number, output: string, ms: number }>} */
function health(port) {
  const script = fs.readFileSync(path.join(__dirname, "../simulator/image/health"), "utf8");
  expect(script).toContain("127.0.0.1/4999");
  const file = path.join(lay(scratchFolder(), { health: script.replaceAll("4999", String(port)) }), "health");
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
    response.writeHead(request.url === "/health" ? status : 404).end("store not reachable\nsecond line");
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

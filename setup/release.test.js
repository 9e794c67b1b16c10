// @ts-check
"use strict";

const { execFileSync } = require("node:child_process");
const fs = require("node:fs");
const http = require("node:http");
const path = require("node:path");
const { fileHash } = require("./artifact.js");
const { SetupFailure } = require("./failure.js");
const { cliRelease, findChecksum, pluginRelease, unpackRelease } = require("./release.js");
const { scratchFolder, lay } = require("./scratch-folder.js");

const site = scratchFolder();
/** @type {http.Server} */
let server;
let address = "";

beforeAll(async () => {
  const content = lay(scratchFolder(), { "pulumi/pulumi": "#!cli" });
  execFileSync("tar", ["-czf", path.join(site, "tool.tar.gz"), "-C", content, "pulumi"]);
  lay(site, { "checksums.txt": `${fileHash(path.join(site, "tool.tar.gz"))}  tool.tar.gz\n` });
  lay(site, { "wrong.txt": `${"0".repeat(64)}  tool.tar.gz\n` });
  server = http.createServer((request, response) => {
    const file = path.join(site, request.url ?? "");
    if (fs.existsSync(file)) fs.createReadStream(file).pipe(response);
    else response.writeHead(404).end();
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(undefined)));
  address = `http://127.0.0.1:${/** @type {import("node:net").AddressInfo} */ (server.address()).port}`;
});
afterAll(() => {
  server.close();
  server.closeAllConnections();
});

/** @param {string} checksums */
const release = (checksums) => ({ archive: `${address}/tool.tar.gz`, checksums: `${address}/${checksums}` });

test("an archive with its published checksum is unpacked", async () => {
  const folder = scratchFolder();
  expect(await unpackRelease(release("checksums.txt"), folder)).toBe(true);
  expect(fs.readFileSync(path.join(folder, "pulumi/pulumi"), "utf8")).toBe("#!cli");
  expect(fs.readdirSync(folder)).toEqual(["pulumi"]);
});

test("one with another checksum is refused, and not unpacked", async () => {
  const folder = scratchFolder();
  const attempt = unpackRelease(release("wrong.txt"), folder);
  await expect(attempt).rejects.toThrow(SetupFailure);
  await expect(attempt).rejects.toThrow(/has the SHA-256 [0-9a-f]{64}, published is 0{64}/);
  expect(fs.existsSync(path.join(folder, "pulumi"))).toBe(false);
});

test("without a published checksum, or a site, nothing is taken", async () => {
  expect(await unpackRelease(release("absent.txt"), scratchFolder())).toBe(false);
  expect(
    await unpackRelease(
      { archive: "http://127.0.0.1:1/a", checksums: "http://127.0.0.1:1/b" },
      scratchFolder(),
    ),
  ).toBe(false);
});

test("behind a proxy it is downloaded through it, whatever the variable's case; loopback is not", async () => {
  /** @type {string[]} */
  const asked = [];
  const proxy = http.createServer((request, response) => {
    const { hostname, pathname } = new URL(request.url ?? "");
    asked.push(hostname);
    fs.createReadStream(path.join(site, pathname)).pipe(response);
  });
  await new Promise((resolve) => proxy.listen(0, "127.0.0.1", () => resolve(undefined)));
  process.env.HTTP_PROXY = `http://127.0.0.1:${/** @type {import("node:net").AddressInfo} */ (proxy.address()).port}`;
  try {
    const folder = scratchFolder();
    const site = "http://releases.example";
    const far = { archive: `${site}/tool.tar.gz`, checksums: `${site}/checksums.txt` };
    expect(await unpackRelease(far, folder)).toBe(true);
    expect(fs.readdirSync(folder)).toEqual(["pulumi"]);
    expect(asked).toEqual(["releases.example", "releases.example"]);
    expect(await unpackRelease(release("checksums.txt"), scratchFolder())).toBe(true);
    expect(asked).toHaveLength(2);
  } finally {
    delete process.env.HTTP_PROXY;
    proxy.close();
    proxy.closeAllConnections();
  }
});

test("a pinned checksum holds, whatever is published and whether anything is", async () => {
  const pinned = { "tool.tar.gz": fileHash(path.join(site, "tool.tar.gz")) };
  expect(await unpackRelease(release("wrong.txt"), scratchFolder(), pinned)).toBe(true);
  expect(await unpackRelease(release("absent.txt"), scratchFolder(), pinned)).toBe(true);
  const other = unpackRelease(release("checksums.txt"), scratchFolder(), { "tool.tar.gz": "1".repeat(64) });
  await expect(other).rejects.toThrow(/pinned in setup\/toolchain\/checksums\.json is 1{64}/);
});

test("what is pinned is the SHA-256 of archives", () => {
  const pinned = JSON.parse(fs.readFileSync(path.join(__dirname, "toolchain", "checksums.json"), "utf8"));
  for (const [name, sum] of Object.entries(pinned)) {
    expect(name).toMatch(/\.tar\.gz$/);
    expect(sum).toMatch(/^[0-9a-f]{64}$/);
  }
});

test("checksum lists are read as sha256sum writes them", () => {
  const sum = "A".repeat(64);
  expect(findChecksum(`${"b".repeat(64)}  other\n${sum} *tool\n`, "tool")).toBe(sum.toLowerCase());
  expect(findChecksum(`${sum}  tool.sig\nshort  tool\n`, "tool")).toBeUndefined();
});

test("releases are named as they are published, and none is where none is", () => {
  expect(cliRelease("3.256.0", "linux", "x64")?.archive).toMatch(
    /\/sdk\/pulumi-v3\.256\.0-linux-x64\.tar\.gz$/,
  );
  expect(pluginRelease("5.2.0", "darwin", "arm64")?.archive).toMatch(
    /\/pulumi-resource-docker-v5\.2\.0-darwin-arm64\.tar\.gz$/,
  );
  expect(pluginRelease("5.2.0", "linux", "x64")?.archive).toMatch(/linux-amd64/);
  expect(cliRelease("3.256.0", "linux", "riscv64")).toBeUndefined();
  expect(cliRelease("3.256.0", "freebsd", "x64")).toBeUndefined();
});

// @ts-check
"use strict";

const fs = require("node:fs");
const path = require("node:path");
const { ensureBase, baseKey, libraries } = require("./base-image.js");
const { scratchFolder, lay } = require("./scratch-folder.js");

const onLinux = process.platform === "linux" ? test : test.skip;

onLinux("the libraries of a program are all that it loads, each by its place", async () => {
  const found = await libraries("/bin/bash");
  expect(found.some((file) => /\/libc\.so|\/ld-musl/.test(file))).toBe(true);
  expect(found.some((file) => /\/ld-(linux|musl)/.test(file))).toBe(true);
  for (const file of found) expect(fs.existsSync(file)).toBe(true);
});

onLinux("a static program has none", async () => {
  const tools = lay(scratchFolder(), { ldd: "#!/bin/sh\necho '\tnot a dynamic executable' >&2\nexit 1\n" });
  const before = process.env.PATH;
  process.env.PATH = `${tools}:${before}`;
  expect(await libraries("/some/program")).toEqual([]);
  process.env.PATH = before;
});

/** A stand-in for docker: a registry that can't be reached, or can. @param {string} pull */
function docker(pull) {
  const tools = lay(scratchFolder(), {
    docker: `#!/bin/sh\necho "$*" >> "$(dirname "$0")/calls"\n[ "$1" = pull ] && { ${pull}; }\nexit 1\n`,
  });
  process.env.PATH = `${tools}:${process.env.PATH}`;
  return () => fs.readFileSync(path.join(tools, "calls"), "utf8");
}
const searchPath = process.env.PATH;
afterEach(() => {
  process.env.PATH = searchPath;
});

test("an ordinary image on the daemon comes first, then a base made before, and neither asks a registry", async () => {
  const own = `genesys-chat-base:${baseKey()}`;
  /** @param {string[]} present */
  const having =
    (...present) =>
    async (/** @type {string} */ name) =>
      present.includes(name) ? `id of ${name}` : undefined;
  expect(await ensureBase("node:20-slim", having("node:20-slim", own), () => {})).toMatchObject({
    reference: "node:20-slim",
    made: false,
  });
  expect(await ensureBase("node:20-slim", having(own), () => {})).toMatchObject({
    reference: own,
    id: `id of ${own}`,
    made: false,
  });
});

test("an image that can be pulled is pulled", async () => {
  const calls = docker("exit 0");
  let asked = 0;
  const imageId = async (/** @type {string} */ name) =>
    name === "node:20-slim" && asked++ > 0 ? "sha256:1" : undefined;
  expect(await ensureBase("node:20-slim", imageId, () => {})).toEqual({
    reference: "node:20-slim",
    id: "sha256:1",
    made: true,
  });
  expect(calls()).toBe("pull node:20-slim\n");
});

// @ts-check
"use strict";

const { imageInputs, nodeImage } = require("./simulator-image.js");
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

test("the base is the pinned Node.js image, or the one that is set, such as one by digest", () => {
  const root = lay(scratchFolder(), { "setup/toolchain/versions.json": '{"nodeImage": "node:20-slim"}' });
  expect(nodeImage(root, {})).toBe("node:20-slim");
  const digest = `node@sha256:${"a".repeat(64)}`;
  expect(nodeImage(root, { GENESYS_CHAT_NODE_IMAGE: digest })).toBe(digest);
});

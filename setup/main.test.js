// @ts-check
"use strict";

const { spawnSync } = require("node:child_process");
const fs = require("node:fs");
const path = require("node:path");
const { scratchFolder } = require("./scratch-folder.js");

test("a project's folder with a backslash in its path is refused in one sentence", () => {
  const folder = path.join(scratchFolder(), "a\\b");
  fs.cpSync(__dirname, path.join(folder, "setup"), { recursive: true });
  const { status, stderr } = spawnSync(
    process.execPath,
    [path.join(folder, "setup", "main.js"), "validate"],
    {
      encoding: "utf8",
    },
  );
  expect(stderr).toBe(
    `chatstack: The project's folder, ${folder}, has a backslash in its path, and Node.js loads no packages from there; ` +
      "move the folder and run this again.\n",
  );
  expect(status).toBe(2);
});

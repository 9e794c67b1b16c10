// @ts-check
"use strict";

const fs = require("node:fs");
const path = require("node:path");
const { unfitVariables } = require("./pulumi-variables.js");
const { scratchFolder } = require("./scratch-folder.js");

test("what keeps Pulumi from running the program is unset, and nothing else", () => {
  const kept = { PULUMI_DEBUG_COMMANDS: "true", PULUMI_HOME: "/x", PATH: "/bin" };
  expect(unfitVariables(kept)).toEqual({});
  expect(Object.keys(unfitVariables({ ...kept, PULUMI_PREFER_YARN: "1" }))).toEqual(["PULUMI_PREFER_YARN"]);
  expect(Object.keys(unfitVariables({ PULUMI_NODEJS_TSCONFIG_PATH: "" }))).toEqual([
    "PULUMI_NODEJS_TSCONFIG_PATH",
  ]);
});

test.each([
  ["in a folder that is missing", "absent/grpc.json", /\(ENOENT\), and Pulumi panics then: set it to a file/],
  ["that is a folder", ".", /\(EISDIR\)/],
  ["below a file", "file/grpc.json", /\(ENOTDIR\)/],
  ["with a name that is too long", "x".repeat(300), /\(ENAMETOOLONG\)/],
])("a log of gRPC calls %s is refused", (_, name, says) => {
  const folder = scratchFolder();
  fs.writeFileSync(path.join(folder, "file"), "");
  expect(() => unfitVariables({ PULUMI_DEBUG_GRPC: path.join(folder, name) })).toThrow(says);
});

test("a log of gRPC calls that can be written is the operator's", () => {
  const file = path.join(scratchFolder(), "grpc.json");
  fs.writeFileSync(file, "before\n");
  expect(unfitVariables({ PULUMI_DEBUG_GRPC: file })).toEqual({});
  expect(fs.readFileSync(file, "utf8")).toBe("before\n");
});

test.each(["file://", "file://?x=y", "file://#x"])("a backend without a path, %s, is refused", (url) =>
  expect(() => unfitVariables({ PULUMI_BACKEND_URL: url })).toThrow(
    /^PULUMI_BACKEND_URL is file:\/\/\S*, which names no folder for the state: set it to file:\/\/\/PATH, /,
  ),
);

test.each(["", "file://.", "file://./x", "file://x", "file://~", "file:///x", "s3://bucket"])(
  "the backend %j is left to Pulumi",
  (url) => expect(unfitVariables({ PULUMI_BACKEND_URL: url })).toEqual({}),
);

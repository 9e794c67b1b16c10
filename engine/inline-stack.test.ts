import { spawnSync } from "node:child_process";
import { installation } from "../system/installation";

/** What Node.js does with a promise that nothing awaits, in a process that has loaded the module. */
const endOf = (rejection: string) => {
  const program = `require("./bin/engine/inline-stack.js"); Promise.reject(${rejection});`;
  const { status, stderr } = spawnSync(process.execPath, ["-e", program], {
    cwd: installation,
    encoding: "utf8",
  });
  return { status, stderr };
};

const grpc = (code: number, words: string) =>
  `Object.assign(new Error(${JSON.stringify(words)}), { code: ${String(code)} })`;

test.each([
  ["lost its connection", grpc(14, "14 UNAVAILABLE: read ECONNRESET")],
  ["found no connection", grpc(14, "14 UNAVAILABLE: No connection established")],
  ["was cancelled", grpc(1, "1 CANCELLED: Cancelled on client")],
  ["came after the SDK had noticed", grpc(14, "Resource monitor is terminating")],
])("a question to an engine that has ended is no error of its own: it %s", (_, rejection) => {
  expect(endOf(rejection)).toEqual({ status: 0, stderr: "" });
});

test.each([
  ["an answer of the engine", grpc(3, "3 INVALID_ARGUMENT: no such resource")],
  [
    "an error that only has the SDK's words for an ended engine",
    'new Error("Resource monitor is terminating")',
  ],
  ["a defect", 'new TypeError("nothing is not a function")'],
  ["what is not an error", '"words"'],
])("%s is still thrown", (_, rejection) => {
  const { status, stderr } = endOf(rejection);
  expect(status).not.toBe(0);
  expect(stderr).not.toBe("");
});

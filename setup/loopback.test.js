// @ts-check
"use strict";

const { hasProxy, loopbackVariables, proxyVariables } = require("./loopback.js");

const PROXY = "http://proxy.example:3128";
const ALL = "127.0.0.1,localhost,::1";

test.each([
  "http_proxy",
  "HTTP_PROXY",
  "https_proxy",
  "HTTPS_PROXY",
  "all_proxy",
  "ALL_PROXY",
  "grpc_proxy",
  "GRPC_PROXY",
])("%s: loopback is excepted, in both spellings", (name) => {
  expect(loopbackVariables({ [name]: PROXY })).toEqual({ NO_PROXY: ALL, no_proxy: ALL });
  expect(hasProxy({ [name]: "" })).toBe(false);
});

test("without a proxy nothing is set", () => {
  expect(loopbackVariables({ NO_PROXY: "corp.example" })).toEqual({});
});

test.each([
  ["corp.example", `corp.example,${ALL}`],
  [".corp.example, 10.0.0.0/8", `.corp.example,10.0.0.0/8,${ALL}`],
  ["localhost,127.0.0.1", "localhost,127.0.0.1,::1"],
  [ALL, ALL],
  ["*", `*,${ALL}`],
])("NO_PROXY=%s keeps what it excepts", (list, expected) => {
  expect(loopbackVariables({ http_proxy: PROXY, NO_PROXY: list })).toEqual({
    NO_PROXY: expected,
    no_proxy: expected,
  });
  expect(loopbackVariables({ http_proxy: PROXY, no_proxy: list })).toEqual({
    NO_PROXY: expected,
    no_proxy: expected,
  });
});

test("two spellings with other lists stay other lists; gRPC's own list gets the exception too", () => {
  const env = { http_proxy: PROXY, NO_PROXY: "a.example", no_proxy: "b.example", no_grpc_proxy: "c.example" };
  expect(loopbackVariables(env)).toEqual({
    NO_PROXY: `a.example,${ALL}`,
    no_proxy: `b.example,${ALL}`,
    no_grpc_proxy: `c.example,${ALL}`,
  });
});

test("it is the same when it is applied again", () => {
  const env = { http_proxy: PROXY, no_proxy: "b.example" };
  const once = { ...env, ...loopbackVariables(env) };
  expect({ ...once, ...loopbackVariables(once) }).toEqual(once);
});

test("apt and curl get every proxy in lower case, and the lower case counts first", () => {
  expect(proxyVariables({ HTTPS_PROXY: PROXY, http_proxy: "http://b.example:1", HTTP_PROXY: PROXY })).toEqual(
    {
      http_proxy: "http://b.example:1",
      https_proxy: PROXY,
    },
  );
});

import * as internal from "@pulumi/pulumi/runtime/debuggable";
import { untouchedVariable } from "../system/sdk-switch";
import { leaveOutPromiseStacks } from "./promise-stacks";

type Sdk = NonNullable<Parameters<typeof leaveOutPromiseStacks>[0]>;

/** The SDK's function as it is, in an object of its own, and the stack that a promise gets. */
function watching(env: NodeJS.ProcessEnv = {}, patched = true) {
  const sdk: Sdk = { ...(internal as Sdk) };
  if (patched) leaveOutPromiseStacks(sdk, env);
  return (promise: Promise<unknown>) => {
    const watched = sdk.debuggablePromise?.(promise, "a test");
    return { watched, stack: (promise as { _debugStackTrace?: string })._debugStackTrace };
  };
}

const taken = /\n\s+at /;

test("the SDK takes a stack for each promise; without it, this module would be of no use", () => {
  expect(watching({}, false)(Promise.resolve()).stack).toMatch(taken);
});

test("no stack is taken", () => {
  expect(watching()(Promise.resolve()).stack).not.toMatch(taken);
});

test("promises end as they would", async () => {
  const watch = watching();
  await expect(watch(Promise.resolve(3)).watched).resolves.toBe(3);
  await expect(watch(Promise.reject(new Error("no"))).watched).rejects.toThrow("no");
});

test("errors of the program keep their stacks", () => {
  watching()(Promise.resolve());
  expect(new Error("later").stack).toMatch(taken);
});

test.each([["PULUMI_DEBUG_PROMISE_LEAKS"], [untouchedVariable]])("%s brings stacks back", (name) => {
  expect(watching({ [name]: "1" })(Promise.resolve()).stack).toMatch(taken);
});

test("an SDK without the function is left as it is", () => {
  const sdk = {};
  leaveOutPromiseStacks(sdk, {});
  expect(sdk).toEqual({});
});

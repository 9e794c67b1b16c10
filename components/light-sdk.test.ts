import { Volume } from "@pulumi/docker/volume";
import * as log from "@pulumi/pulumi/log";
import * as promises from "@pulumi/pulumi/runtime/debuggable";
import * as rpc from "@pulumi/pulumi/runtime/rpc";
import { untouchedVariable } from "../system/sdk-switch";
import { Container } from "./container";
import { lightenSdk, type SdkModules } from "./light-sdk";

/** The SDK's modules as they are, in objects of their own. */
const untouched = (): SdkModules => ({
  promises: { ...promises },
  log: { ...log },
  rpc: { ...rpc } as SdkModules["rpc"],
});

const light = (env: NodeJS.ProcessEnv = {}): SdkModules => {
  const sdk = untouched();
  lightenSdk(sdk, env);
  return sdk;
};

const watch = (sdk: SdkModules, promise: Promise<unknown>) =>
  sdk.promises.debuggablePromise?.(promise, "a test");

/** The stack that the SDK keeps of a promise. */
function stackFrom(sdk: SdkModules): string | undefined {
  const promise: Promise<unknown> & { _debugStackTrace?: string } = Promise.resolve();
  void watch(sdk, promise);
  return promise._debugStackTrace;
}

const taken = /\n\s+at /;

describe("stacks of promises", () => {
  test("are taken by the SDK; else this module would be of no use", () => {
    expect(stackFrom(untouched())).toMatch(taken);
  });

  test("are left out", () => expect(stackFrom(light())).not.toMatch(taken));

  test.each([["PULUMI_DEBUG_PROMISE_LEAKS"], [untouchedVariable]])("are taken with %s", (name) => {
    expect(stackFrom(light({ [name]: "1" }))).toMatch(taken);
  });

  test("are left out of promises only: errors of the program keep theirs", () => {
    stackFrom(light());
    expect(new Error("later").stack).toMatch(taken);
  });

  test("make no difference to how a promise ends", async () => {
    const sdk = light();
    await expect(watch(sdk, Promise.resolve(3))).resolves.toBe(3);
    await expect(watch(sdk, Promise.reject(new Error("no")))).rejects.toThrow("no");
  });
});

describe("debug messages", () => {
  test.each([[{}], [{ PULUMI_DEBUG_PROMISE_LEAKS: "1" }]])("are left out with %p", (env) => {
    expect(light(env).log.debug).not.toBe(log.debug);
  });

  test(`are sent with ${untouchedVariable}`, () => {
    expect(light({ [untouchedVariable]: "1" }).log.debug).toBe(log.debug);
  });

  test("are no other messages", () => {
    const { log: after } = light();
    expect({ ...after, debug: log.debug }).toEqual({ ...log });
  });
});

describe("outputs", () => {
  const stated = { name: "one", image: "two", labels: [] };
  /** What the SDK puts on a resource of a class that states these properties, and can resolve. */
  const transferred = (sdk: SdkModules, { prototype }: { prototype: object }) => {
    const resource = Object.create(prototype) as object;
    const resolvers = sdk.rpc.transferProperties?.(resource, "a test", stated);
    return { onResource: Object.keys(resource), resolved: Object.keys(resolvers ?? {}) };
  };
  const all = { onResource: Object.keys(stated), resolved: Object.keys(stated) };

  test.each([[Container], [Volume]])(
    "are made by the SDK of all properties; else this would be of no use",
    (of) => {
      expect(transferred(untouched(), of)).toEqual(all);
    },
  );

  test.each([[Container], [Volume]])("are left out, but the name", (of) => {
    expect(transferred(light(), of)).toEqual({ onResource: ["name"], resolved: ["name"] });
  });

  test("are made of all properties of other resources", () => {
    expect(transferred(light(), Object)).toEqual(all);
  });

  test(`are made of all properties with ${untouchedVariable}`, () => {
    expect(transferred(light({ [untouchedVariable]: "1" }), Container)).toEqual(all);
  });
});

test("an SDK without these functions is left as it is", () => {
  const sdk = { promises: {}, log: {}, rpc: {} };
  lightenSdk(sdk, {});
  expect(sdk).toEqual({ promises: {}, log: {}, rpc: {} });
});

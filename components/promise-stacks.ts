import * as internal from "@pulumi/pulumi/runtime/debuggable";
import { untouchedVariable } from "../system/sdk-switch";

/** The SDK's own function that watches each promise it makes; in no documentation. */
type Watch = (promise: Promise<unknown>, context: unknown) => Promise<unknown>;

/**
 * The SDK takes the stack of every promise that it makes, some fifty for each resource, to print it if PULUMI_DEBUG_PROMISE_LEAKS is set. Without
 * it, stacks are not taken (docs/adr/0062-lighten-the-sdk.md). Promises that never settle are found and counted as before.
 */
export function leaveOutPromiseStacks(
  sdk: { debuggablePromise?: Watch } = internal,
  env: NodeJS.ProcessEnv = process.env,
): void {
  const watch = sdk.debuggablePromise;
  if (watch === undefined || env.PULUMI_DEBUG_PROMISE_LEAKS || env[untouchedVariable] !== undefined) return;
  sdk.debuggablePromise = (promise, context) => {
    const { stackTraceLimit } = Error;
    Error.stackTraceLimit = 0;
    try {
      return watch(promise, context);
    } finally {
      Error.stackTraceLimit = stackTraceLimit;
    }
  };
}

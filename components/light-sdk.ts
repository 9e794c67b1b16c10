import * as log from "@pulumi/pulumi/log";
import * as promises from "@pulumi/pulumi/runtime/debuggable";
import { untouchedVariable } from "../system/sdk-switch";

/** The SDK's function that watches each promise it makes; in no documentation. */
type Watch = (promise: Promise<unknown>, context: unknown) => Promise<unknown>;

/** What is replaced of the SDK's modules. */
export interface SdkModules {
  readonly promises: { debuggablePromise?: Watch };
  readonly log: { debug?: typeof log.debug };
}

/**
 * Leaves out what the SDK does for those who debug it, which is most of what a registration costs this process: it takes the stack of some
 * fifty promises a resource, to print it if PULUMI_DEBUG_PROMISE_LEAKS is set, and sends the engine five messages a resource, one after the other,
 * which are shown with `--debug`. Promises that never settle are found and counted as before (docs/adr/0062-lighten-the-sdk.md).
 */
export function leaveOutDebugging(
  sdk: SdkModules = { promises, log },
  env: NodeJS.ProcessEnv = process.env,
): void {
  if (env[untouchedVariable] !== undefined) return;
  const watch = sdk.promises.debuggablePromise;
  if (watch !== undefined && !env.PULUMI_DEBUG_PROMISE_LEAKS)
    sdk.promises.debuggablePromise = withoutStack(watch);
  if (sdk.log.debug !== undefined) sdk.log.debug = () => Promise.resolve();
}

function withoutStack(watch: Watch): Watch {
  return (promise, context) => {
    const { stackTraceLimit } = Error;
    Error.stackTraceLimit = 0;
    try {
      return watch(promise, context);
    } finally {
      Error.stackTraceLimit = stackTraceLimit;
    }
  };
}

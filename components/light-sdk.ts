import { Volume } from "@pulumi/docker/volume";
import * as log from "@pulumi/pulumi/log";
import * as promises from "@pulumi/pulumi/runtime/debuggable";
import * as rpc from "@pulumi/pulumi/runtime/rpc";
import { Container } from "./container";
import { untouchedVariable } from "../system/sdk-switch";

/** The SDK's function that watches each promise it makes; in no documentation. */
type Watch = (promise: Promise<unknown>, context: unknown) => Promise<unknown>;

/** The SDK's function that makes an output of each property which a resource states; in no documentation. */
type Transfer = (resource: object, label: string, properties: Record<string, unknown>) => object;

/** What is replaced of the SDK's modules. */
export interface SdkModules {
  readonly promises: { debuggablePromise?: Watch };
  readonly log: { debug?: typeof log.debug };
  readonly rpc: { transferProperties?: Transfer };
}

/**
 * Leaves out what the SDK does for those who debug it, which is most of what a registration costs this process: it takes the stack of some
 * fifty promises a resource, to print it if PULUMI_DEBUG_PROMISE_LEAKS is set, and sends the engine five messages a resource, one after the other,
 * which are shown with `--debug`. Promises that never settle are found and counted as before (docs/adr/0062-lighten-the-sdk.md).
 *
 * Of containers and volumes it makes no output but the name: the SDK makes four promises for each property that they state, which were half
 * of what a preview of a large stack kept in memory (docs/adr/0066-less-memory-for-large-stacks.md).
 */
export function lightenSdk(
  sdk: SdkModules = { promises, log, rpc: rpc as SdkModules["rpc"] },
  env: NodeJS.ProcessEnv = process.env,
): void {
  if (env[untouchedVariable] !== undefined) return;
  const watch = sdk.promises.debuggablePromise;
  if (watch !== undefined && !env.PULUMI_DEBUG_PROMISE_LEAKS)
    sdk.promises.debuggablePromise = withoutStack(watch);
  if (sdk.log.debug !== undefined) sdk.log.debug = () => Promise.resolve();
  const transfer = sdk.rpc.transferProperties;
  if (transfer !== undefined) sdk.rpc.transferProperties = withNameOnly(transfer);
}

function withNameOnly(transfer: Transfer): Transfer {
  return (resource, label, properties) => {
    const isLight = resource instanceof Container || resource instanceof Volume;
    return transfer(resource, label, isLight ? { name: properties.name } : properties);
  };
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

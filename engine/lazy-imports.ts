import { sep } from "node:path";
import "../system/lazy-locales";
import { interceptLoads, lazyFunction, lazyModule } from "../system/lazy-module";
import { untouchedVariable } from "../system/sdk-switch";

/*
 * Loaded before the SDK: by this process before it runs a program, and by Node.js in Pulumi's language host, as Pulumi.yaml says (`nodeargs`). The
 * SDK loads what no resource here needs, which takes longer than all else that it loads (docs/adr/0062-lighten-the-sdk.md).
 */

/** What the SDK's own modules get instead of what they request, by their words for it. */
const instead: ReadonlyMap<string, (load: () => unknown) => object> = new Map(
  Object.entries({
    // To serialise functions, for dynamic providers and cloud functions.
    typescript: lazyModule,
    "@npmcli/arborist": lazyModule,
    "normalize-package-data": lazyFunction,
    // To trace itself, if the engine asks for it.
    "@opentelemetry/exporter-zipkin": lazyModule,
    "@opentelemetry/instrumentation": lazyModule,
    "@opentelemetry/instrumentation-grpc": lazyModule,
    "@opentelemetry/resources": lazyModule,
    "@opentelemetry/sdk-trace-base": lazyModule,
    "@opentelemetry/sdk-trace-node": lazyModule,
    // For programs that run Pulumi.
    "./automation": lazyModule,
    execa: lazyFunction,
    // A session with this process's debugger, which takes note of every module that is loaded, so that the SDK can say in which file a function is that
    // can't be serialised. The SDK's start waits for it; without this, the session is opened when a function is serialised.
    "../../runtime/closure/v8Hooks": () => ({ isInitializedAsync: () => Promise.resolve() }),
  }),
);

const sdk = `${sep}@pulumi${sep}pulumi${sep}`;

if (process.env[untouchedVariable] === undefined)
  interceptLoads((request, file, load) => (file.includes(sdk) && instead.get(request)?.(load)) || load());

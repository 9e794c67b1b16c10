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
  }),
);

/**
 * A session with this process's debugger, which the SDK opens at the start of a program, so that it can say in which file a function is that can't
 * be serialised. It takes note of every module that is loaded. The session is opened when a function is serialised.
 */
const debuggerSession = "../../runtime/closure/v8Hooks";
const start = `${sep}@pulumi${sep}pulumi${sep}cmd${sep}run${sep}index.js`;

const sdk = `${sep}@pulumi${sep}pulumi${sep}`;

if (process.env[untouchedVariable] === undefined)
  interceptLoads((request, file, load) => {
    if (!file.includes(sdk)) return load();
    if (request === debuggerSession && file.endsWith(start))
      return { isInitializedAsync: () => Promise.resolve() };
    return instead.get(request)?.(load) ?? load();
  });

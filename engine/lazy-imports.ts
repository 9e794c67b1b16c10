import Module from "node:module";
import { sep } from "node:path";
import { lazyModule } from "../system/lazy-module";
import { untouchedVariable } from "../system/sdk-switch";

/*
 * Loaded before the SDK: by this process before it runs a program, and by Node.js in Pulumi's language host, as Pulumi.yaml says (`nodeargs`). The
 * SDK loads TypeScript and a package manager's tree when it is loaded, and needs them only to serialise functions, which no
 * resource here has. They take as long to load as the rest of the SDK together (docs/adr/0062-lighten-the-sdk.md).
 */

/** What the SDK's own modules get when something of it is used. */
const lazy: ReadonlySet<string> = new Set(["typescript", "@npmcli/arborist"]);

/** Node.js's own loader of modules, as far as it is replaced here; it is in no documentation. */
interface Loader {
  _load?: (request: string, parent: { readonly filename?: string } | undefined, isMain: boolean) => unknown;
}

const loader = Module as unknown as Loader;
const load = loader._load;
const sdk = `${sep}@pulumi${sep}pulumi${sep}`;

if (load !== undefined && process.env[untouchedVariable] === undefined) {
  loader._load = function (request, parent, isMain) {
    const now = () => load.call(this, request, parent, isMain);
    return lazy.has(request) && parent?.filename?.includes(sdk) === true ? lazyModule(now) : now();
  };
}

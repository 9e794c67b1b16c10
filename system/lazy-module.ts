import Module from "node:module";

/** Node.js's own loader of modules, as far as it is replaced here; it is in no documentation. */
interface Loader {
  _load?: (request: string, parent: { readonly filename?: string } | undefined, isMain: boolean) => unknown;
}

/**
 * Has some modules load only when an export of theirs is used.
 *
 * @param isLazy whether this holds for what a file requests, in the words in which it does
 */
export function loadLazily(isLazy: (request: string, file: string) => boolean): void {
  const loader = Module as unknown as Loader;
  const load = loader._load;
  if (load === undefined) return;
  loader._load = function (request, parent, isMain) {
    const now = () => load.call(this, request, parent, isMain);
    return isLazy(request, parent?.filename ?? "") ? lazyModule(now) : now();
  };
}

/** A module that is loaded when one of its exports is asked for. */
export function lazyModule(now: () => unknown): object {
  let loaded: object | undefined;
  const module = () => (loaded ??= now() as object);
  return new Proxy(
    {},
    {
      // Compiled code asks this of every module, and copies all exports of one that says no.
      get: (_, name) => (name === "__esModule" ? true : (Reflect.get(module(), name) as unknown)),
      has: (_, name) => Reflect.has(module(), name),
      ownKeys: () => Reflect.ownKeys(module()),
      getOwnPropertyDescriptor: (_, name) => {
        const found = Reflect.getOwnPropertyDescriptor(module(), name);
        return found && { ...found, configurable: true };
      },
    },
  );
}

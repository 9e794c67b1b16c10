import Module from "node:module";

/** Node.js's own loader of modules, as far as it is replaced here; it is in no documentation. */
interface Loader {
  _load?: (request: string, parent: { readonly filename?: string } | undefined, isMain: boolean) => unknown;
}

/** Answers each request for a module from now on: `load` loads what was requested, and `file` requests it. */
export function interceptLoads(
  answer: (request: string, file: string, load: () => unknown) => unknown,
): void {
  const loader = Module as unknown as Loader;
  const original = loader._load;
  if (original === undefined) return;
  loader._load = function (request, parent, isMain) {
    return answer(request, parent?.filename ?? "", () => original.call(this, request, parent, isMain));
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
      set: (_, name, value) => Reflect.set(module(), name, value),
      deleteProperty: (_, name) => Reflect.deleteProperty(module(), name),
      has: (_, name) => Reflect.has(module(), name),
      ownKeys: () => Reflect.ownKeys(module()),
      getOwnPropertyDescriptor: (_, name) => {
        const found = Reflect.getOwnPropertyDescriptor(module(), name);
        return found && { ...found, configurable: true };
      },
    },
  );
}

/** A module that is a function, loaded when it is called or one of its properties is asked for. */
export function lazyFunction(now: () => unknown): object {
  type Loaded = (...words: unknown[]) => unknown;
  let loaded: Loaded | undefined;
  const module = () => (loaded ??= now() as Loaded);
  return new Proxy(() => undefined, {
    apply: (_, self, words: unknown[]): unknown => Reflect.apply(module(), self, words),
    // Compiled code takes a module that says no for its own default export.
    get: (_, name) => (name === "__esModule" ? undefined : (Reflect.get(module(), name) as unknown)),
  });
}

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

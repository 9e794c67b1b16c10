import { lazyFunction, lazyModule } from "./lazy-module";

test("a lazy module is loaded once, when something of it is used", () => {
  const load = jest.fn(() => ({ join: (...words: string[]) => words.join("/"), sep: "/" }));
  const lazy = lazyModule(load) as ReturnType<typeof load>;
  expect(Reflect.get(lazy, "__esModule")).toBe(true);
  expect(load).not.toHaveBeenCalled();
  expect(lazy.join("a", "b")).toBe("a/b");
  expect(Object.keys(lazy)).toEqual(["join", "sep"]);
  expect("sep" in lazy).toBe(true);
  lazy.sep = ":";
  expect(lazy.sep).toBe(":");
  Reflect.deleteProperty(lazy, "sep");
  expect(lazy.sep).toBeUndefined();
  expect(load).toHaveBeenCalledTimes(1);
});

test("a lazy function is loaded once, when it is called or one of its properties is asked for", () => {
  const load = jest.fn(() => Object.assign((...words: string[]) => words.join("/"), { sep: "/" }));
  const lazy = lazyFunction(load) as ReturnType<typeof load>;
  // Compiled code takes such a module for its own default export.
  expect(Reflect.get(lazy, "__esModule")).toBeUndefined();
  expect(load).not.toHaveBeenCalled();
  expect(lazy("a", "b")).toBe("a/b");
  expect(lazy.sep).toBe("/");
  expect(load).toHaveBeenCalledTimes(1);
});

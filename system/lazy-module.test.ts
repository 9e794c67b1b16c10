import { lazyModule } from "./lazy-module";

test("a lazy module is loaded once, when something of it is used", () => {
  const load = jest.fn(() => ({ join: (...words: string[]) => words.join("/"), sep: "/" }));
  const lazy = lazyModule(load) as ReturnType<typeof load>;
  expect(Reflect.get(lazy, "__esModule")).toBe(true);
  expect(load).not.toHaveBeenCalled();
  expect(lazy.join("a", "b")).toBe("a/b");
  expect(Object.keys(lazy)).toEqual(["join", "sep"]);
  expect("sep" in lazy).toBe(true);
  expect(load).toHaveBeenCalledTimes(1);
});

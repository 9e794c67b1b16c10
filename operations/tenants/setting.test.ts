import { readSetting, refuseUnknownApplication, withSettings } from "./setting";

test.each([
  ["stage=lab", ["stage"], "lab"],
  ["chatServers.ChatServer1.redundancy=none", ["chatServers", "ChatServer1", "redundancy"], "none"],
  [
    "/mobileServices/GMS/options/service.poll/ttl=60",
    ["mobileServices", "GMS", "options", "service.poll", "ttl"],
    60,
  ],
  ["/a~1b/c~0d=x=y", ["a/b", "c~d"], "x=y"],
  ["release=8.1", ["release"], "8.1"],
  ["a=010", ["a"], "010"],
  ["a=true", ["a"], true],
  ["a=~", ["a"], null],
  ["a={ port: 1 }", ["a"], { port: 1 }],
  ["a=", ["a"], ""],
])("%s", (text, path, value) => expect(readSetting(text)).toEqual({ path, value }));

test.each([["stage"], ["=x"], ["a..b=1"], ["/=1"]])("%s is refused, with an example", (text) =>
  expect(() => readSetting(text)).toThrow(/is no path=value. Such as: --set stage=lab/),
);

test("a value that is no YAML is refused", () =>
  expect(() => readSetting("a={ b")).toThrow("--set a={ b: the value is no YAML in one line."));

test("an application that the profile has not is refused, with the one that was meant", () => {
  const profile = { chatServers: { ChatServer1: {} } };
  const setting = (text: string) =>
    refuseUnknownApplication(readSetting(text), profile, "profiles/pair.yaml");
  expect(() => setting("chatServers.ChatServr1.redundancy=none")).toThrow(/Did you mean "ChatServer1"/);
  expect(() => setting("chatServers.ChatServer1.redundancy=none")).not.toThrow();
  expect(() => setting("network.subnet=10.0.0.0/24")).not.toThrow();
});

test("maps on the way are made, what is no map is replaced, and no name reaches a prototype", () => {
  const settings = ["a.b.c=1", "x.y=2", "__proto__.polluted=yes"].map(readSetting);
  const put = withSettings({ a: { d: 0 }, x: "text" }, settings);
  expect(put).toMatchObject({ a: { b: { c: 1 }, d: 0 }, x: { y: 2 } });
  expect(({} as Record<string, unknown>).polluted).toBeUndefined();
});

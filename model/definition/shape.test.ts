import { withValue } from "../fixtures/edit";
import { twoPairs } from "../fixtures/pairs";
import { type Path } from "../path";
import { resolve } from "../resolve";
import { keysAt } from "./keys";
import { shapeOf } from "./shape";

/* Single mistakes in shape are among the cases of the rules; here is what is special about telling them. */

const gms = ["mobileServices", "GMS"];
const chat = ["chatServers", "ChatServer1"];
const option = [...gms, "options", "chat", "x"];

function faults(path: Path, value: unknown): string[] {
  return shapeOf(withValue(twoPairs(), path, value)).faults.map((fault) => `${fault.rule} ${fault.message}`);
}

test.each<[name: string, path: Path, value: unknown, says: RegExp]>([
  ["half a port", [...gms, "ports"], { default: { port: 80.5 } }, /^wrong-type .*got 80\.5\.$/],
  [
    "an address of 300",
    [...gms, "ports"],
    { default: { port: 1, publish: 1, address: "300.0.0.1" } },
    /IPv4/,
  ],
  ["a number too big to be exact", option, 2 ** 53, /^value-not-allowed .*a string, true, false/],
  ["a list as an option", option, ["a"], /^wrong-type .*a string, true, false/],
  ["a secret without a name", option, { secret: "" }, /^value-not-allowed .*a secret's name/],
  ["a long text, cut", [...gms, "release"], "x".repeat(100), /"x{57}\.\.\."/],
  ["half of a delivery", ["delivery"], { configurationServer: {} }, /^missing-key "host" is missing/],
  [
    "a slip in a delivery",
    ["delivery"],
    { configurationSrever: { host: "h" } },
    /^unknown-key "configurationSrever"/,
  ],
])("%s", (_, path, value, says) => {
  const found = faults(path, value);
  expect(found).toHaveLength(1);
  expect(found[0]).toMatch(says);
});

test("every fault is found at once, and what is right is kept", () => {
  const edits: [Path, unknown][] = [
    [[...gms, "release"], 8],
    [[...chat, "redundancy"], "maybe"],
    [["contactServers", "ContactServer", "redundancy"], "none"],
  ];
  const wrong = edits.reduce<unknown>((data, [path, value]) => withValue(data, path, value), twoPairs());
  const { faults: found, definition } = shapeOf(wrong);
  expect(found.map(({ rule }) => rule).sort()).toEqual(["unknown-key", "value-not-allowed", "wrong-type"]);
  expect(definition).toEqual(twoPairs());
});

test("a fault in shape doesn't keep the rules from judging the rest", () => {
  const definition = withValue(
    withValue(twoPairs(), [...gms, "foo"], 1),
    ["webApiServers", "WebAPI", "connections"],
    ["x"],
  );
  const errors = resolve(definition).problems.filter(({ severity }) => severity === "error");
  expect(errors.map(({ rule }) => rule).sort()).toEqual(["connection-exists", "unknown-key"]);
});

test("the keys of a place are read off the schema", () => {
  expect(keysAt(["network"])).toEqual(["masquerade", "subnet"]);
  expect(keysAt(["chatServers", "x", "backup"])).toEqual(["host", "name", "options", "ports"]);
  expect(keysAt(["chatServers", "x", "connections", "y"])).toEqual(["addp", "port", "protocol"]);
  expect(keysAt(["mobileServices", "x", "health"])).toEqual(["command", "interval", "retries", "timeout"]);
  expect(keysAt(["delivery"])).toEqual(["configurationServer"]);
  expect(keysAt(["chatServers"])).toEqual([]);
});

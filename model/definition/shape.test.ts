import { withValue } from "../fixtures/edit";
import { twoPairs } from "../fixtures/pairs";
import { resolve } from "../resolve";
import { keysAt } from "./keys";

const gms = ["mobileServices", "GMS"];
const chat = ["chatServers", "ChatServer1"];
const option = [...gms, "options", "chat", "x"];

const wrong: readonly [
  name: string,
  path: readonly (string | number)[],
  value: unknown,
  rule: string,
  says: RegExp,
  at?: string,
][] = [
  ["a slip in a key", [...gms, "conections"], ["WebAPI"], "unknown-key", /Did you mean "connections"/],
  ["a slip in a group's name", ["chatServer"], {}, "unknown-key", /Did you mean "chatServers"/],
  [
    "redundancy where there is none",
    ["contactServers", "ContactServer", "redundancy"],
    "none",
    "unknown-key",
    /not a key/,
  ],
  [
    "a standby's connections",
    [...chat, "backup"],
    { connections: [] },
    "unknown-key",
    /not a key/,
    "/connections",
  ],
  [
    "a standby's protocol",
    [...chat, "backup"],
    { ports: { ESP: { protocol: "x" } } },
    "unknown-key",
    /not a key/,
    "/ports/ESP/protocol",
  ],
  [
    "a port without a number",
    [...gms, "ports"],
    { default: { protocol: "http" } },
    "missing-key",
    /"port" is missing: a port/,
    "/default/port",
  ],
  [
    "a port above 65535",
    [...gms, "ports"],
    { default: { port: 65536 } },
    "value-not-allowed",
    /1 to 65535, got 65536/,
    "/default/port",
  ],
  ["port 0", [...gms, "ports"], { default: { port: 0 } }, "value-not-allowed", /1 to 65535/, "/default/port"],
  [
    "a port in quotes",
    [...gms, "ports"],
    { default: { port: "8080" } },
    "wrong-type",
    /Leave the quotes out/,
    "/default/port",
  ],
  ["half a port", [...gms, "ports"], { default: { port: 80.5 } }, "wrong-type", /got 80\.5/, "/default/port"],
  [
    "an address that is none",
    [...gms, "ports"],
    { default: { port: 1, publish: 1, address: "300.0.0.1" } },
    "value-not-allowed",
    /IPv4/,
    "/default/address",
  ],
  [
    "a host name as address",
    [...gms, "ports"],
    { default: { port: 1, publish: 1, address: "localhost" } },
    "value-not-allowed",
    /IPv4/,
    "/default/address",
  ],
  [
    "a list of maps",
    [...gms, "connections"],
    [{ WebAPI: {} }],
    "wrong-type",
    /an application's name, got a map/,
    "/0",
  ],
  ["a name where a list is wanted", [...gms, "connections"], "WebAPI", "wrong-type", /a list or a map/],
  [
    "a connection without braces",
    [...gms, "connections"],
    { WebAPI: null },
    "wrong-type",
    /Write \{\}/,
    "/WebAPI",
  ],
  [
    "half of a keep-alive",
    [...gms, "connections"],
    { WebAPI: { addp: { local: 10 } } },
    "missing-key",
    /"remote" is missing/,
    "/WebAPI/addp/remote",
  ],
  ["an application without braces", ["contactServers", "ContactServer"], null, "wrong-type", /Write \{\}/],
  ["a list of applications", ["chatServers"], ["ChatServer1"], "wrong-type", /Expected a map, got a list/],
  ["a release as a number", [...gms, "release"], 8, "wrong-type", /Quote it: "8"/],
  ["a release that is none", [...gms, "release"], "latest", "value-not-allowed", /8\.1\.100\.28/],
  ["an image with a blank", [...gms, "image"], "a b", "value-not-allowed", /an image/],
  ["a stage there isn't", ["stage"], "prod", "value-not-allowed", /lab production/],
  [
    "a redundancy in another spelling",
    [...chat, "redundancy"],
    "warmstandby",
    "value-not-allowed",
    /Did you mean "warm-standby"/,
  ],
  ["a fraction as an option", option, 1.5, "wrong-type", /Quote it: "1\.5"/],
  ["nothing as an option", option, null, "wrong-type", /Quote it/],
  ["a list as an option", option, ["a"], "wrong-type", /a string, true, false/],
  ["a number too big to be exact", option, 2 ** 53, "value-not-allowed", /a string, true, false/],
  ["a map as an option", option, { secrt: "x" }, "unknown-key", /Did you mean "secret"/, "/secrt"],
  ["a secret without a name", option, { secret: "" }, "value-not-allowed", /a secret's name/, "/secret"],
  ["an encrypted value", option, { secure: "v1:abc" }, "secret-in-definition", /pulumi config set --secret/],
  ["an option without a section", [...gms, "options", "verbose"], "all", "wrong-type", /Expected a map/],
  ["a DBID that is none", ["tenants"], { acme: { dbid: "x" } }, "wrong-type", /a DBID/, "/acme/dbid"],
  [
    "an external server's type",
    ["externalServers"],
    { M: { type: "MesageServer", host: "h", port: 1 } },
    "value-not-allowed",
    /Did you mean "MessageServer"/,
    "/M/type",
  ],
  ["too little memory", [...gms, "resources"], { memoryMb: 1 }, "value-not-allowed", /MiB/, "/memoryMb"],
  [
    "a prototype",
    [...gms, "options", "chat"],
    JSON.parse('{"__proto__":{"a":"b"}}'),
    "key-not-allowed",
    /__proto__/,
    "/__proto__",
  ],
];

test.each(wrong)("%s", (_, path, value, rule, says, inside = "") => {
  const { problems, deployment } = resolve(withValue(twoPairs(), path, value));
  const errors = problems.filter(({ severity }) => severity === "error");
  const found = errors.find(
    (problem) => problem.rule === rule && problem.path === `/${path.join("/")}${inside}`,
  );
  expect(deployment).toBeUndefined();
  expect(errors.map((problem) => `${problem.rule} ${problem.path}`)).toContain(
    `${rule} /${path.join("/")}${inside}`,
  );
  expect([found!.message, found!.hint, ...(found!.allowed ?? [])].join(" ")).toMatch(says);
  expect(errors).toHaveLength(1);
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
  expect(keysAt(["network"])).toEqual(["subnet"]);
  expect(keysAt(["chatServers", "x", "backup"])).toEqual(["host", "name", "options", "ports"]);
  expect(keysAt(["chatServers", "x", "connections", "y"])).toEqual(["addp", "port", "protocol"]);
  expect(keysAt(["chatServers"])).toEqual([]);
});

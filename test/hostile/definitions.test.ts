import { expectRefused, HostileProject } from "./harness";

/* Definitions that are wrong in form or meaning: every one is refused with its place, by exit code 1. */

const project = new HostileProject();

afterAll(() => project.remove());

const deployment = (...lines: readonly string[]) =>
  `config:\n  genesys-chat:deployment:\n${lines.map((line) => `    ${line}\n`).join("")}`;

const rest = [
  "mobileServices: { GMS: { connections: [WebAPI] } }",
  "webApiServers: { WebAPI: { connections: [ChatServer1] } }",
  "chatServers: { ChatServer1: { connections: [InteractionServer, ContactServer] } }",
  "interactionServers: { InteractionServer: {} }",
  "contactServers: { ContactServer: {} }",
];

/** A stack file that is right but for these lines. */
const besides = (...lines: readonly string[]) => deployment(...rest, ...lines);

/** A stack file that is right but for the line that begins like this one. */
const instead = (line: string) => {
  const key = line.slice(0, line.indexOf(":") + 1);
  return deployment(...rest.filter((one) => !one.startsWith(key)), line);
};

/** Values that fit nowhere but where any text does. */
const odd = [
  "[]",
  "{}",
  "-1",
  "1.5",
  ".nan",
  ".inf",
  "true",
  "'\\0'",
  "2026-11-26",
  "0x1F",
  "1_000",
  "'a,b'",
];

/** Places in a definition, each with the values that are wrong there. */
const places: readonly (readonly [
  place: string,
  line: (value: string) => string,
  values: readonly string[],
])[] = [
  ["stage", (value) => `stage: ${value}`, [...odd, "labb", "''", "LAB"]],
  ["release", (value) => `release: ${value}`, [...odd, "8", "''"]],
  [
    "tenants",
    (value) => `tenants: ${value}`,
    ["[]", "-1", "true", "{ A: { dbid: 0 } }", "{ A: { dbid: x } }", "{ A: { id: 1 } }"],
  ],
  [
    "network",
    (value) => `network: { subnet: ${value} }`,
    [...odd, "10.0.0.0/33", "10.0.0.1/24", "300.0.0.0/24", "::1/64", "0.0.0.0/0"],
  ],
  ["delivery", (value) => `delivery: ${value}`, [...odd.filter((one) => one !== "{}"), "nowhere"]],
  [
    "publish",
    (value) =>
      `mobileServices: { GMS: { connections: [WebAPI], ports: { default: { port: 8080, protocol: http, publish: ${value} } } } }`,
    [...odd, "0", "65536", "1e9", "'8080x'"],
  ],
  [
    "port",
    (value) => `contactServers: { ContactServer: { ports: { default: { port: ${value} } } } }`,
    [...odd, "0", "65536", "99999999999999999999"],
  ],
  [
    "connections",
    (value) => `webApiServers: { WebAPI: { connections: ${value} } }`,
    ["-1", "true", "x", "[ChatServer9]", "[WebAPI]", "[__proto__]", "[constructor]", "[[ChatServer1]]"],
  ],
  [
    "redundancy",
    (value) =>
      `chatServers: { ChatServer1: { redundancy: ${value}, connections: [InteractionServer, ContactServer] } }`,
    [...odd, "warm", "hot-standby"],
  ],
  [
    "image",
    (value) => `contactServers: { ContactServer: { image: ${value} } }`,
    ["[]", "{}", "-1", "true", "''", "'a b'", "'UPPER/case:1'"],
  ],
  [
    "options",
    (value) => `contactServers: { ContactServer: { options: ${value} } }`,
    ["[]", "-1", "x", "{ log: [] }", "{ log: { verbose: [] } }", "{ log: { verbose: { secret: } } }"],
  ],
  [
    "unknown key",
    (value) => `${value}: {}`,
    ["chatServer", "Stage", "__proto__", "constructor", "toString", "'a/b'", "'~0'"],
  ],
  ["silence", (value) => `silence: ${value}`, ["[]", "x", "{ no-such-rule: Why. }", "{ addp-advised: }"]],
  [
    "extend",
    (value) => `extend: ${value}`,
    [
      "/etc/passwd",
      "../../etc/passwd",
      "absent.yaml",
      "Pulumi.hostile.yaml",
      ".",
      "profiles",
      "''",
      "[]",
      "'a\\0b'",
      "setup/run.js",
    ],
  ],
];

describe.each(places)("%s", (_, line, values) => {
  test.each(values)("%s", async (value) => {
    const text = line(value);
    project.write("Pulumi.hostile.yaml", instead(text));
    expectRefused(
      await project.run(["validate", "--stack", "hostile"]),
      1,
      /^Pulumi\.\w+\.yaml:\d+:\d+: error \[[a-z-]+\] /m,
    );
    project.expectUntouched("Pulumi.hostile.yaml");
  });
});

const laughs = Array.from({ length: 12 }, (_, index) => {
  const inner = index === 0 ? "lol" : Array.from({ length: 9 }, () => `*l${index - 1}`).join(", ");
  return `l${index}: &l${index} [${inner}]`;
});

/** Texts that are no stack file, or no YAML. */
const texts: readonly (readonly [title: string, text: string])[] = [
  ["nothing", ""],
  ["a blank", " \n"],
  ["a comment", "# nothing\n"],
  ["a scalar", "hello\n"],
  ["a list", "- config\n"],
  ["null", "~\n"],
  ["config that is a text", "config: x\n"],
  ["config that is a list", "config: []\n"],
  ["another project's config", "config:\n  other:deployment: {}\n"],
  ["a definition that is a text", "config:\n  genesys-chat:deployment: x\n"],
  ["a definition that is a list", "config:\n  genesys-chat:deployment: []\n"],
  ["a definition that is empty", "config:\n  genesys-chat:deployment:\n"],
  ["a sealed definition", "config:\n  genesys-chat:deployment:\n    secure: v1:abc\n"],
  ["a sealed value inside", besides("namePrefix: { secure: v1:abc }")],
  ["an open bracket", "config: { genesys-chat:deployment: {"],
  ["an open quote", 'config:\n  genesys-chat:deployment: "\n'],
  ["a tab as indentation", "config:\n\tgenesys-chat:deployment: {}\n"],
  ["two documents", `${besides()}---\n${besides()}`],
  ["a directive", `%YAML 1.1\n---\n${besides()}`],
  ["an unknown directive", `%TAG ! tag:example.com,2000:\n---\n${besides()}`],
  ["a key twice", besides("stage: lab", "stage: lab")],
  ["an application twice", instead("contactServers: { ContactServer: {}, ContactServer: {} }")],
  ["an unknown alias", besides("namePrefix: *nothing")],
  ["an anchor in itself", besides("silence: &a { addp-advised: *a }")],
  ["aliases that multiply", besides(...laughs)],
  ["a function", besides("namePrefix: !!js/function 'function () {}'")],
  ["a Python object", besides("namePrefix: !!python/object/apply:os.system [id]")],
  ["a binary value", besides("namePrefix: !!binary aGVsbG8=")],
  ["a set", besides("silence: !!set { a, b }")],
  ["an unknown tag", besides("namePrefix: !mine x")],
  ["a NUL", besides("namePrefix: 'a\0b'")],
  ["an ESC", besides("namePrefix: 'a\u001B[31mb'")],
  ["deep lists", besides(`namePrefix: ${"[".repeat(5_000)}${"]".repeat(5_000)}`)],
  ["deeper lists", besides(`namePrefix: ${"[".repeat(50_000)}`)],
  ["deep maps", besides(`silence: ${"{ a: ".repeat(2_000)}1${" }".repeat(2_000)}`)],
  ["a very long key", besides(`${"k".repeat(5_000)}: 1`)],
  ["a complex key", besides("? [a, b]\n    : 1")],
  ["a number as a key", besides("1: 1")],
  ["no application", deployment("stage: lab")],
  [
    "a name with a blank",
    instead("contactServers: { 'Contact Server': {}, ContactServer: {} }").replace(
      "'Contact Server'",
      "'a/b'",
    ),
  ],
  ["an empty name", instead("contactServers: { '': {}, ContactServer: {} }")],
  ["a very long name", instead(`contactServers: { ${"C".repeat(300)}: {}, ContactServer: {} }`)],
  ["the name __proto__", instead("contactServers: { __proto__: {} }")],
  ["one name in two groups", instead("contactServers: { ContactServer: {}, WebAPI: {} }")],
  ["a carriage return in a name", instead('contactServers: { "Contact\\rServer": {}, ContactServer: {} }')],
];

test.each(texts)("%s", async (_, text) => {
  project.write("Pulumi.hostile.yaml", text);
  expectRefused(await project.run(["validate", "--stack", "hostile"]), 1, /error \[[a-z-]+\] /);
  // `render` refuses it too, and writes nothing.
  const rendered = await project.run(["render", "--stack", "hostile"]);
  expect(rendered).toMatchObject({ code: 1, stdout: "" });
  expect(rendered.stderr).toMatch(/nothing was changed\.\n$/);
  project.expectUntouched("Pulumi.hostile.yaml");
});

test("a megabyte of blank lines takes about four times as long as a quarter of one", async () => {
  const seconds = async (lines: number) => {
    project.write("Pulumi.hostile.yaml", project.text + "\n".repeat(lines) + "# end\n");
    const began = performance.now();
    // Beside the stack that it is a copy of, it has the same port and subnet.
    expectRefused(await project.run(["validate", "--stack", "hostile"]), 1, /2 errors/);
    return (performance.now() - began) / 1000;
  };
  await seconds(1000);
  const [quarter, all] = [await seconds(250_000), await seconds(1_000_000)];
  // Quadratic, it took 25 s for the quarter and 234 s for all; a busy machine may spread the times.
  expect(all).toBeLessThan(10 * quarter + 1);
  project.expectUntouched("Pulumi.hostile.yaml");
}, 60_000);

/** Bytes that Pulumi can't read. */
const bytes: readonly (readonly [title: string, bytes: Buffer])[] = [
  ["Latin-1", Buffer.from(besides("namePrefix: Käse_"), "latin1")],
  ["UTF-16", Buffer.from(`\uFEFF${besides()}`, "utf16le")],
  ["UTF-16, the other order", Buffer.from(`\uFEFF${besides()}`, "utf16le").swap16()],
  ["a program", Buffer.from([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0, 0xff, 0xfe])],
  ["gzip", Buffer.from([0x1f, 0x8b, 8, 0, 0, 0])],
  ["a character that is cut in two", Buffer.from(`${besides()}# ☕`).subarray(0, -1)],
  ["a surrogate", Buffer.concat([Buffer.from(besides()), Buffer.from([0x23, 0xed, 0xa0, 0x80])])],
];

test.each(bytes)("%s", async (_, content) => {
  project.write("Pulumi.hostile.yaml", content);
  for (const command of ["validate", "render", "preview", "chat", "verify"])
    expectRefused(
      await project.run([command, "--stack", "hostile"]),
      2,
      /^Pulumi\.hostile\.yaml is not UTF-8 in line \d+/m,
    );
  // Beside another stack it is the same: what it takes of the host is not known.
  expectRefused(
    await project.run(["validate", "--stack", "right"]),
    2,
    /^Pulumi\.hostile\.yaml is not UTF-8/,
  );
  project.expectUntouched("Pulumi.hostile.yaml");
});

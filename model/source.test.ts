import { fullDefinition, shortDefinition } from "./fixtures/seed";
import { resolve } from "./resolve";
import { readSource } from "./source";

const errors = (text: string, file = "Pulumi.dev.yaml") => {
  const { definition, source } = readSource(text, file);
  return resolve(definition, source).problems.filter(({ severity }) => severity === "error");
};

/** The short definition with one more option of GMS. */
const withOption = (written: string) =>
  shortDefinition.replace("options: {", `options: { gms: { ${written} },`);

describe("values that YAML reads two ways", () => {
  test.each([
    ...[
      "010",
      "-010",
      "+1",
      "1_000",
      "0x1F",
      "0o17",
      "0b11",
      "1e3",
      "1.5",
      "8.1",
      ".5",
      "1.",
      "-0",
      "1:30",
      "190:20:30",
    ],
    ...["yes", "No", "on", "OFF", "y", "N", "True", "FALSE", "NULL", ".inf", "-.INF", ".NaN", "2024-01-01"],
    ...["2024-1-1", "2001-12-14t21:59:43.10-05:00", "2001-12-14 21:59:43", "=", "12345678901234567890"],
  ])("%s is refused, with what to do", (value) => {
    expect(errors(withOption(`x: ${value}`))).toEqual([
      expect.objectContaining({
        rule: "yaml-ambiguous",
        path: "/mobileServices/GMS/options/gms/x",
        hint: `Quote it: "${value}".`,
        file: "Pulumi.dev.yaml",
        line: 6,
        column: 30,
      }),
    ]);
  });

  test.each([
    ["0", "0"],
    ["-7", "-7"],
    ["30000", "30000"],
    ["true", "true"],
    ["false", "false"],
    ['"010"', "010"],
    ["'yes'", "yes"],
    ["8.1.100.28", "8.1.100.28"],
    ["10.213.0.0/24", "10.213.0.0/24"],
    ["Chat In", "Chat In"],
    ["1 000", "1 000"],
    ["yes please", "yes please"],
  ])("%s is not", (written, value) => {
    const { definition, source } = readSource(withOption(`x: ${written}`), "x");
    const gms = resolve(definition, source).deployment!.applications.find(({ key }) => key === "GMS")!;
    expect(gms.options["gms"]).toEqual({ x: value });
  });

  test.each([
    ["an unquoted release", 'release: "8.1.100.28" ', "release: 8.1 ", "/release"],
    ["a port in octal", "port: 4801", "port: 04801", "/chatServers/ChatServer1/ports/default/port"],
    ["a number as a key", "tenants: { Environment:", "tenants: { 1:", "/tenants/1"],
    ["a truth value as a key", "tenants: { Environment:", "tenants: { on:", "/tenants/on"],
  ])("%s", (_, right, wrong, path) => {
    expect(fullDefinition).toContain(right);
    expect(errors(fullDefinition.replace(right, wrong))).toEqual([
      expect.objectContaining({ rule: "yaml-ambiguous", path }),
    ]);
  });

  test.each(["\u0085", "\u2028", "\u2029", "\uFEFF"])("an invisible character: %j", (character) => {
    expect(errors(withOption(`x: "a${character}b"`)).map(({ rule }) => rule)).toContain("yaml-ambiguous");
  });

  test("a byte order mark at the beginning is none", () => {
    expect(errors(`\uFEFF${shortDefinition}`)).toEqual([]);
  });
});

describe("what Go's reader of YAML, which the engine has, takes for something else", () => {
  test.each([
    ["+_3", "underscores that only Go leaves out"],
    ["-___._3", "a fraction below underscores"],
    ["1e1_0", "an exponent with an underscore"],
    ["http://x.example/y?z", "a question mark in braces"],
    [":x", "a colon in front, in braces"],
    ['"\\uD83D\\uDE00"', "a pair of surrogates"],
    ['"\\nx"', "a line break in front"],
    ['"\\tx\\n"', "a tab in front of lines"],
    ['"a\\u2028b"', "a line break that only some know"],
    ['"a\n\n          b"', "a blank line in quotes"],
    ["b, y:{}", "a key whose colon has no blank behind it"],
  ])("%s: %s", (written) => {
    const found = errors(withOption(`x: ${written}`));
    expect(found.map(({ rule }) => rule)).toContain("yaml-ambiguous");
    expect(found[0]).toMatchObject({ line: expect.any(Number), message: expect.stringMatching(/\.$/) });
  });

  test.each([
    ["a text that begins with a tab", "x: |\n      \ta\n"],
    ["a text of blank lines", "x: |+\n\n"],
    ["a text with blanks at its end", "x: |\n      a\n      \n"],
    ["a text at the end of a file without a line break", "x: |\n      a"],
    ["a line with nothing but a tab", "x: a\n\t\n"],
    ["a tab behind a dash", "x:\n    -\ta\n"],
    ["a key with a question mark in front", "? x\n"],
    ["a control character", "x: a # \u0007\n"],
    ["a carriage return by itself", 'x: "a\rb"\n'],
  ])("%s", (_, written) => {
    const { problems } = readSource(`config:\n  genesys-chat:deployment:\n    ${written}`, "Pulumi.dev.yaml");
    expect(problems.map(({ rule }) => rule)).toEqual(["yaml-ambiguous"]);
  });
});

describe("keys of the config that the engine takes for ours, or for none", () => {
  test.each([
    ["deployment", "yaml-duplicate-key"],
    ["genesys-chat:config:deployment", "yaml-duplicate-key"],
    ["a:b:c", "stack-file"],
    ["a:b:c:d", "stack-file"],
  ])("%s beside genesys-chat:deployment", (key, rule) => {
    expect(errors(`${shortDefinition}  ${key}: {}\n`)).toEqual([expect.objectContaining({ rule, line: 11 })]);
  });

  test.each(["other", "other:x", "docker:config:host"])("%s is neither", (key) => {
    expect(errors(`${shortDefinition}  ${key}: a\n`)).toEqual([]);
  });
});

test("a quote that the line's end only seems to close", () => {
  const text = "config:\n  genesys-chat:deployment:\n    x: 'a\\''\n    z: 'b'\n";
  expect(readSource(text, "Pulumi.dev.yaml").problems).toEqual([
    expect.objectContaining({
      rule: "yaml-syntax",
      path: "/x",
      message: "The closing quote is missing.",
      line: 3,
    }),
  ]);
});

describe("around the definition, what makes the engine refuse the file", () => {
  test.each([
    ["a number that is none", "  other:x: .nan\n", "yaml-ambiguous"],
    ["a key that is no text", "  other:x: { 010: a }\n", "yaml-ambiguous"],
    ["a list as a key", "  other:x: { [a]: b }\n", "yaml-ambiguous"],
    ["a merge key", "  other:x: { <<: { a: b } }\n", "yaml-reference"],
    ["an alias of nothing", "  other:x: *nowhere\n", "yaml-reference"],
    ["a tag that contradicts", "  other:x: !!int abc\n", "yaml-reference"],
    ["a key twice, deep inside", "  other:x: { a: { b: 1, b: 2 } }\n", "yaml-duplicate-key"],
    ["a question mark in braces", "  other:x: { a: http://x?y }\n", "yaml-ambiguous"],
  ])("%s", (_, more, rule) => {
    expect(errors(`${shortDefinition}${more}`)).toEqual([
      expect.objectContaining({ rule, line: 11, path: "" }),
    ]);
  });
});

describe("what is not let through", () => {
  test.each([
    ["an escaped slash", withOption('x: "a\\/b"'), "yaml-ambiguous", "/mobileServices/GMS/options/gms/x", 6],
    ["an anchor", withOption("x: &a b"), "yaml-reference", "/mobileServices/GMS/options/gms/x", 6],
    ["a tag", withOption("x: !!str 010"), "yaml-reference", "/mobileServices/GMS/options/gms/x", 6],
    ["a merge key", withOption("<<: { x: y }"), "yaml-reference", "/mobileServices/GMS/options/gms/<<", 6],
    ["a key twice", withOption("x: a, x: b"), "yaml-duplicate-key", "/mobileServices/GMS/options/gms/x", 6],
    [
      "an encrypted value",
      withOption("x: { secure: v1:abc }"),
      "secret-in-definition",
      "/mobileServices/GMS/options/gms/x",
      6,
    ],
    [
      "a section twice",
      `${shortDefinition}    contactServers: {}\n`,
      "yaml-duplicate-key",
      "/contactServers",
      11,
    ],
    [
      "the deployment twice",
      `${shortDefinition}  genesys-chat:deployment: {}\n`,
      "yaml-duplicate-key",
      "",
      11,
    ],
    ["a second document", `${shortDefinition}---\na: b\n`, "yaml-one-document", "", 11],
    ["a directive", `%YAML 1.1\n---\n${shortDefinition}`, "yaml-ambiguous", "", 1],
    ["a secret in clear", `${shortDefinition}  genesys-chat:secrets.key: abc\n`, "secret-in-clear", "", 11],
    ["a tab", shortDefinition.replace("      GMS:", "\t  GMS:"), "yaml-syntax", "", 4],
    ["an open bracket", shortDefinition.replace("[WebAPI]", "[WebAPI"), "yaml-syntax", "", 6],
    ["no config", "encryptionsalt: v1:x\n", "stack-file", "", 1],
    ["no deployment", "config:\n  genesys-chat:deploymnet: {}\n", "stack-file", "", 2],
    ["nothing", "", "stack-file", "", 1],
    ["no map", "config:\n  genesys-chat:deployment: '{}'\n", "wrong-type", "", 2],
    ["nothing in it", "config:\n  genesys-chat:deployment:\n", "deployment-least", "", 2],
  ])("%s", (_, text, rule, path, line) => {
    expect(errors(text)).toEqual([expect.objectContaining({ rule, path, file: "Pulumi.dev.yaml", line })]);
  });

  test("an alias in the definition, of an anchor outside", () => {
    const text = `x: &a b\n${withOption("x: *a")}`;
    expect(errors(text)).toMatchObject([
      { rule: "yaml-reference", path: "/mobileServices/GMS/options/gms/x" },
    ]);
  });
});

test("outside of the definition a stack file may hold what it likes", () => {
  const text = `encryptionsalt: v1:x\n${shortDefinition}  docker:host: &h ssh://010\n  other:x: [yes, 010, *h]\n`;
  expect(errors(text)).toEqual([]);
});

test("a key without its namespace gets the right spelling as a hint", () => {
  expect(errors("config:\n  deployment: {}\n")[0]!.hint).toBe(
    "Write genesys-chat:deployment instead of deployment.",
  );
});

test("an escaped backslash before a slash is none of that", () => {
  expect(errors(withOption('x: "a\\\\/b"'))).toEqual([]);
});

test("a key without a value is empty, as the engine returns it", () => {
  const { source } = readSource("config:\n  genesys-chat:deployment:\n", "Pulumi.dev.yaml");
  for (const empty of ["", null, undefined]) {
    expect(resolve(empty, source).problems.map(({ rule }) => rule)).toEqual(["deployment-least"]);
  }
});

test("a text of its own may be nothing but a definition", () => {
  const bare = shortDefinition
    .split("\n")
    .slice(2)
    .map((line) => line.slice(4))
    .join("\n");
  const { definition, source, problems } = readSource(bare, "definition.yaml");
  expect(problems).toEqual([]);
  expect(resolve(definition).deployment).toEqual(
    resolve(readSource(shortDefinition, "Pulumi.dev.yaml").definition).deployment,
  );
  expect(source.secrets).toBeUndefined();
});

describe("positions", () => {
  const { source } = readSource(shortDefinition, "Pulumi.dev.yaml");
  test.each([
    [["mobileServices", "GMS"], 4, 7],
    [["mobileServices", "GMS", "connections", 0], 5, 23],
    [["mobileServices", "GMS", "ports", "default"], 4, 7],
    [["chatServers", "ChatServer1", "backup", "name"], 8, 20],
    [["network", "subnet"], 3, 5],
    [[], 3, 5],
  ])("%j is at %d:%d", (path, line, column) => {
    expect(source.positionOf(path)).toEqual({ file: "Pulumi.dev.yaml", line, column });
  });
});

describe("secrets", () => {
  const option = withOption("x: { secret: key }");
  test("one that is set", () => {
    const text = `${option}  genesys-chat:secrets.key: { secure: v1:abc }\n`;
    expect(errors(text)).toEqual([]);
    expect([...readSource(text, "Pulumi.dev.yaml").source.secrets!]).toEqual(["key"]);
  });
  test("one that isn't", () => {
    expect(errors(option)).toMatchObject([{ rule: "secret-set", path: "/mobileServices/GMS/options/gms/x" }]);
  });
  test("unknown, if an environment supplies values", () => {
    expect(errors(`environment: [prod]\n${option}`)).toEqual([]);
  });
});

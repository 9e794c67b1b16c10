import { markdown } from "./markdown";
import { containerChanges, valueChanges, type Preview, type PreviewStep } from "./preview-steps";

const urn = (type: string, name: string) => `urn:pulumi:dev::genesys-chat::${type}::${name}`;

function pair(op: string, old: object | undefined, now: object | undefined): PreviewStep {
  const type = "genesys-chat:index:ChatServer";
  const state = (inputs: object | undefined) =>
    inputs && { type, inputs: { backup: "Chat_Standby", ...inputs } };
  return {
    op,
    urn: urn(type, "Chat"),
    ...(old && { oldState: state(old) }),
    ...(now && { newState: state(now) }),
  };
}

function container(op: string, name: string, reasons: string[] = []): PreviewStep {
  const type = "docker:index/container:Container";
  const inputs = { name: `genesys-chat.dev.${name.toLowerCase()}` };
  return { op, urn: urn(type, name), newState: { type, inputs }, replaceReasons: reasons };
}

const settings = (values: object) => ({ options: { settings: values } });

function report(preview: Preview): string {
  return markdown({
    stack: "dev",
    problems: [],
    values: valueChanges(preview),
    containers: containerChanges(preview),
  });
}

test("an immediate option is a row and no restart, though its carrier is replaced", () => {
  const text = report({
    steps: [
      pair("update", settings({ "transcript-auto-save": "2" }), settings({ "transcript-auto-save": "1" })),
      container("replace", "Chat-carrier", ["uploads"]),
    ],
  });
  expect(text).toContain("1 changed value, no restart");
  expect(text).toContain(
    "| Chat | settings/transcript-auto-save | <code>2</code> | <code>1</code> | immediately |",
  );
  expect(text).not.toContain("| Container |");
});

test("an option with restart names both members of the pair, and itself as the reason", () => {
  const text = report({
    steps: [
      pair("update", settings({}), settings({ "session-shutdown-timeout": "200" })),
      container("replace", "Chat_Standby", ["labels"]),
      container("replace", "Chat", ["labels"]),
    ],
  });
  expect(text).toContain("2 containers replaced");
  for (const name of ["chat_standby", "chat"]) {
    expect(text).toContain(
      `| \`genesys-chat.dev.${name}\` | replaced | takes settings/session-shutdown-timeout in only at its start |`,
    );
  }
});

test("an option that nobody documented counts as needing a restart, and says so", () => {
  const text = report({ steps: [pair("update", settings({}), { options: { odd: { one: "x" } } })] });
  expect(text).toContain("| Chat | odd/one | – | <code>x</code> | not documented: after restart |");
});

test("a secret shows by name, and a value cannot break out of its cell", () => {
  const text = report({
    steps: [pair("update", settings({ a: "x" }), settings({ a: { secret: "key" }, b: "1|2`3\n<b>" }))],
  });
  expect(text).toContain("<code>(secret key)</code>");
  expect(text).toContain("<code>1&#124;2&#96;3↵&lt;b></code>");
});

test("created and removed applications are new and no longer declared", () => {
  const text = report({
    steps: [container("create", "One"), container("delete", "Two"), container("same", "Three")],
  });
  expect(text).toContain("| `genesys-chat.dev.one` | created | new |");
  expect(text).toContain("| `genesys-chat.dev.two` | removed | no longer declared |");
  expect(text).not.toContain("three");
});

test("no change is said in the headline, and an error too", () => {
  expect(report({})).toContain("## Chat stack `dev`: no change");
  const problem = {
    rule: "endpoint-exists",
    severity: "error",
    path: "/x",
    message: "It is not there.",
    file: "Pulumi.dev.yaml",
    line: 3,
    column: 1,
  } as const;
  const text = markdown({ stack: "dev", problems: [problem], values: [], containers: [] });
  expect(text).toContain("invalid, 1 error; nothing would run");
  expect(text).toContain("- error `endpoint-exists` (`Pulumi.dev.yaml:3`): It is not there.");
});

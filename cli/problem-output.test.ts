import { defaultFormat, writtenProblems } from "./problem-output";

const problem = {
  rule: "endpoint-exists",
  severity: "error",
  path: "/x",
  message: "It is not there.",
  file: "Pulumi.dev.yaml",
  line: 1,
  column: 4,
} as const;
const resolution = { problems: [problem], texts: new Map([["Pulumi.dev.yaml", "a: bad\n"]]) };

const environment = process.env;
const { isTTY } = process.stdout;

beforeEach(() => {
  process.env = { TERM: "xterm" };
});

afterEach(() => {
  process.env = environment;
  process.stdout.isTTY = isTTY;
});

test.each([
  [true, {}, "text"],
  [false, {}, "lines"],
  [true, { GITHUB_ACTIONS: "true" }, "github"],
  [false, { GITHUB_ACTIONS: "false" }, "lines"],
])("on a terminal: %s, with %j, it is %s", (terminal, more, format) => {
  process.stdout.isTTY = terminal;
  Object.assign(process.env, more);
  expect(defaultFormat()).toBe(format);
});

describe("colours", () => {
  const coloured = () => writtenProblems(resolution, "text", { base: "/" }).includes("\u001B[");

  test.each([
    ["on a terminal", true, {}, true],
    ["elsewhere", false, {}, false],
    ["on a terminal with NO_COLOR", true, { NO_COLOR: "1" }, false],
    ["with the wish left empty", true, { NO_COLOR: "" }, true],
    ["on a terminal that has none", true, { TERM: "dumb" }, false],
  ])("%s", (_, terminal, more, wanted) => {
    process.stdout.isTTY = terminal;
    Object.assign(process.env, more);
    expect(coloured()).toBe(wanted);
  });
});

test("lines and frames begin with the same line", () => {
  process.stdout.isTTY = false;
  const line = "Pulumi.dev.yaml:1:4: error [endpoint-exists] /x: It is not there.\n";
  expect(writtenProblems(resolution, "lines", { base: "/" })).toBe(line);
  expect(writtenProblems(resolution, "text", { base: "/" })).toBe(`${line}   1 | a: bad\n     |    ^^^\n\n`);
});

test.each([
  ["/repository", "/repository/chat", "chat/Pulumi.dev.yaml"],
  ["/repository", "/repository", "Pulumi.dev.yaml"],
  ["/repository", "/elsewhere", "Pulumi.dev.yaml"],
])("in the workspace %s, a file of %s is annotated as %s", (workspace, base, name) => {
  process.env.GITHUB_WORKSPACE = workspace;
  expect(writtenProblems(resolution, "github", { base })).toContain(`file=${name},line=1,col=4,`);
});

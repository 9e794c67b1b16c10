import type { Problem } from "../model/problem";
import { annotation } from "./annotation";

const problem: Problem = {
  rule: "endpoint-exists",
  severity: "error",
  path: "/mobileServices/GMS",
  message: "50% of it, at least: is not there.",
  allowed: ["default", "vip"],
  hint: "Add it.",
  file: "Pulumi.dev.yaml",
  line: 12,
  column: 9,
};

test("an error beside its line, in the words of every other output", () => {
  expect(annotation(problem)).toBe(
    "::error file=Pulumi.dev.yaml,line=12,col=9,title=endpoint-exists::" +
      "/mobileServices/GMS: 50%25 of it, at least: is not there. Allowed: default, vip. Add it.",
  );
});

test.each([
  ["warning", "::warning "],
  ["advice", "::notice "],
] as const)("%s", (severity, command) => {
  expect(annotation({ ...problem, severity }).startsWith(command)).toBe(true);
});

test("a file's name can end neither its property nor the command", () => {
  const said = annotation({ ...problem, file: "a,b:c%\r\n::error::d.yaml" });
  expect(said).toMatch(/^::error file=a%2Cb%3Ac%25%0D%0A%3A%3Aerror%3A%3Ad\.yaml,line=12,/);
  expect(said.split("\n")).toHaveLength(1);
});

test("a message can't begin a command of its own", () => {
  expect(annotation({ ...problem, message: "a\n::error::b" }).split("\n")).toHaveLength(1);
});

test("a file is named from the repository's root", () => {
  expect(annotation(problem, (file) => `chat/${file}`)).toContain("file=chat/Pulumi.dev.yaml,");
});

test("without a position there is a title and a message", () => {
  const said = annotation({ ...problem, file: null, line: null, column: null, path: "" });
  expect(said).toMatch(/^::error title=endpoint-exists::the definition: /);
});

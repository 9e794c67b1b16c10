import { expectRefused, HostileProject } from "./harness";

/* Names of stacks that no stack has, or can have, in every command that takes one. */

const project = new HostileProject();

afterAll(() => project.remove());

/** Commands, with the words before the name. */
const commands: readonly (readonly string[])[] = [
  ["validate", "--stack"],
  ["render", "--stack"],
  ["render", "--json", "--stack"],
  ["preview", "--stack"],
  ["chat", "--stack"],
  ["verify", "--stack"],
  ["verify", "--json", "--stack"],
  ["report", "--no-engine", "--stack"],
  ["diagram", "--stack"],
  ["drill", "--stack"],
  ["up", "--yes", "--stack"],
  ["tenants", "show"],
  ["tenants", "up", "--yes"],
  ["tenants", "preview"],
  ["tenants", "verify"],
  ["tenants", "destroy", "--yes"],
  ["tenants", "remove", "--yes"],
];

/** Those that need no file of the stack: what can be a name is refused for other reasons, or not at all. */
const commandsWithoutFile: readonly (readonly string[])[] = [
  ["tenants", "add"],
  ["destroy", "--yes", "--stack"],
  ["destroy", "--foreign", "--yes", "--stack"],
  ["destroy", "--forget-daemon", "--yes", "--stack"],
];

const noName = /is no stack name: it may hold letters, digits/;

const names: readonly (readonly [name: string, says: RegExp])[] = [
  ["", noName],
  [" ", noName],
  [" right", noName],
  ["right ", noName],
  ["right\n", noName],
  ["right\0", noName],
  ["../right", noName],
  ["..", noName],
  [".", noName],
  [".right", noName],
  ["a/b", noName],
  ["a\\b", noName],
  ["a,genesys-chat.stack=dev", noName],
  ["a=b", noName],
  ["a b", noName],
  ["ü", noName],
  ["right\u200B", noName],
  ["\u202Ethgir", noName],
  ["$(id)", noName],
  ["`id`", noName],
  ["a;id", noName],
  ["a|id", noName],
  ["*", noName],
  ["~", noName],
  ["%2e%2e", noName],
  ["\u001B[31mred", noName],
  ['right"', noName],
  ["right'", noName],
  ['","', noName],
  ["right=1,2", noName],
  ["\u2066right\u2069", noName],
  ["ri\u00ADght", noName],
  ["\uFEFFright", noName],
  ["ri\u200Dght", noName],
  ["right\u0085", noName],
  ["x".repeat(101), noName],
  ["absent", /There is no stack absent: its definition would be Pulumi\.absent\.yaml/],
  ["RIGHT", /There is no stack RIGHT/],
  ["constructor", /There is no stack constructor/],
  ["x".repeat(100), /There is no stack x/],
];

const rowsOf = (words: readonly string[], tried: typeof names) =>
  tried.map(([name, says]) => ({ title: `${words.join(" ")} ${JSON.stringify(name)}`, words, name, says }));

const rows = [
  ...commands.flatMap((words) => rowsOf(words, names)),
  ...commandsWithoutFile.flatMap((words) =>
    rowsOf(
      words,
      names.filter(([, says]) => says === noName),
    ),
  ),
];

test.each(rows)("$title", async ({ words, name, says }) => {
  expectRefused(await project.run([...words, name]), 2, says);
});

test("nothing was written", () => project.expectUntouched());

import { labels, runLabelVariable } from "./names";

afterEach(() => {
  delete process.env[runLabelVariable];
});

test("labels have the prefix, in one order", () => {
  expect(labels({ stack: "dev", project: "genesys-chat" })).toEqual([
    { label: "genesys-chat.project", value: "genesys-chat" },
    { label: "genesys-chat.stack", value: "dev" },
  ]);
});

test.each([
  ["unset", undefined, []],
  ["empty", "", []],
  ["set", "17-1", [{ label: "genesys-chat.run", value: "17-1" }]],
])("a run's label with the variable %s", (_, value, expected) => {
  if (value !== undefined) process.env[runLabelVariable] = value;
  expect(labels({})).toEqual(expected);
});

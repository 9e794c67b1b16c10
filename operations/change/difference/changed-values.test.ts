import { changedValues } from "./changed-values";

const valuesOf = (before: object, after: object) =>
  changedValues("GMS", "GenesysMobileServices", { options: before }, { options: after }).map(
    ({ path, old, new: now }) => [path.join("/"), old, now],
  );

test("a reference to a secret is shown by the secret's name", () => {
  expect(
    valuesOf({ server: { password: { secret: "old" } } }, { server: { password: { secret: "new" } } }),
  ).toEqual([["options/server/password", "(secret old)", "(secret new)"]]);
});

test("an option that is called secret, alone in its section, is an ordinary value", () => {
  expect(valuesOf({ door: { secret: "1" } }, { door: { secret: "2" } })).toEqual([
    ["options/door/secret", "1", "2"],
  ]);
});

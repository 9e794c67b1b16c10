import { exampleDefinition } from "../test/support/topologies";
import { withValue } from "./fixtures/edit";
import { resolve } from "./resolve";

const gmsPort = ["mobileServices", "GMS", "ports", "default"];

test("what is silenced is kept apart, with its reason", () => {
  const { problems, silenced } = resolve(exampleDefinition("several-primaries"));
  expect(problems).toEqual([]);
  expect(silenced).toEqual([
    {
      problem: expect.objectContaining({ rule: "host-recorded-only", path: "/chatServers/ChatServer1/host" }),
      reason: expect.stringMatching(/^The hosts are recorded/),
    },
  ]);
});

test("an error that can't be silenced stays, and one that can doesn't stop", () => {
  const silenced = (rule: string, path: readonly string[], value: unknown) =>
    resolve(
      withValue(withValue(exampleDefinition("external-servers"), path, value), ["silence"], {
        [rule]: "We know.",
      }),
    );
  const open = silenced("production-published-address", [...gmsPort, "address"], "0.0.0.0");
  expect([open.problems, open.silenced.length, open.deployment !== undefined]).toEqual([[], 1, true]);
  const fatal = silenced("connection-exists", ["webApiServers", "WebAPI", "connections"], ["Unknown"]);
  expect(fatal.deployment).toBeUndefined();
  expect(fatal.problems.map(({ rule }) => rule)).toEqual(
    expect.arrayContaining(["connection-exists", "silence-allowed"]),
  );
});

import { deploymentOf } from "./fixtures/single";
import { exampleDefinition } from "../test/support/topologies";
import { twoPairs } from "./fixtures/pairs";
import { chatServerPairs } from "./pairs";

const names = (definition: unknown) =>
  chatServerPairs(deploymentOf(definition).applications).map((pair) => pair.map(({ name }) => name));

test("a primary comes first, with its standby", () => {
  expect(names(twoPairs())).toEqual([
    ["ChatServer1", "ChatServer1_B"],
    ["ChatServer2", "ChatServer2_B"],
  ]);
});

test("a Chat Server without a standby is alone", () => {
  for (const pair of names(exampleDefinition("n-plus-one"))) expect(pair).toHaveLength(1);
  expect(names(exampleDefinition("n-plus-one")).length).toBeGreaterThan(1);
});

test("a standby that is not deployed is left out", () => {
  const { applications } = deploymentOf(twoPairs());
  const some = applications.filter(({ name }) => name !== "ChatServer1_B");
  expect(chatServerPairs(some).map((pair) => pair.length)).toEqual([1, 2]);
});

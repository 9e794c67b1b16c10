import type { ContainerSummary } from "../../docker/client";
import type { StackState } from "../state";
import { areOrphaned, lacksNetwork, unknownContainers, type Origin } from "./orphaned-resources";

const network = { urn: "u:net", type: "docker:index/network:Network", id: "ours" };
const stackItself = { urn: "u:stack", type: "pulumi:pulumi:Stack" };
const state: StackState = { pending: [], resources: [stackItself, network] };
const empty: StackState = { pending: [], resources: [] };

const container = (started: boolean, ...networks: string[]): Origin => ({
  Id: "c",
  State: { StartedAt: started ? "2026-01-01T00:00:00Z" : "0001-01-01T00:00:00Z" },
  NetworkSettings: {
    Networks: Object.fromEntries(networks.map((NetworkID, at) => [`n${at}`, { NetworkID }])),
  },
});

test.each([
  ["nothing", state, [], true],
  ["what was started in the state's own network", state, [container(true, "bridge", "ours")], true],
  ["what was never started", state, [container(false, "bridge"), container(false)], true],
  ["what was started in another network", state, [container(true, "theirs")], false],
  ["a carrier beside what another state runs", state, [container(false), container(true, "theirs")], false],
  [
    "what runs, where the state has not recorded a network",
    { ...empty, resources: [stackItself] },
    [container(true, "theirs")],
    false,
  ],
  [
    "half a container, where the state has not recorded a network",
    { ...empty, resources: [stackItself] },
    [container(false)],
    true,
  ],
  ["anything, where the state holds nothing: it has made nothing", empty, [container(false)], false],
  ["anything, where there is no state", undefined, [container(false)], false],
])("whether this state's runs made %s", (_, known, unknown, ours) => {
  expect(areOrphaned(known, unknown)).toBe(ours);
});

test("a container is known by its id: one that has only the name of another is not", () => {
  const summary = (id: string): ContainerSummary => ({
    id,
    name: "x",
    state: "running",
    labels: {},
    ports: "",
  });
  const known: StackState = {
    ...state,
    resources: [{ urn: "u", type: "t", id: "c1", inputs: { name: "x" } }],
  };
  expect(unknownContainers(known, [summary("c1"), summary("c2")]).map(({ id }) => id)).toEqual(["c2"]);
});

test("a network is looked for where a run has begun and none is on record", () => {
  expect([state, empty, { ...empty, resources: [stackItself] }].map(lacksNetwork)).toEqual([
    false,
    false,
    true,
  ]);
});

import { type ContainerSummary } from "../../docker/client";
import {
  type DaemonView,
  disconnectedContainers,
  missingContainers,
  unfinishedContainers,
} from "./obstacles";
import { type StackState } from "../../engine/state";

const type = "docker:index/container:Container";

/** A state with a process's container and its carrier, as the engine keeps them. */
const state: StackState = {
  pending: [],
  resources: [
    { urn: "u:net", type: "docker:index/network:Network", id: "n", inputs: { name: "x.dev" } },
    { urn: "u:carrier", type, id: "c1", inputs: { name: "x.dev.gms_carrier", start: false } },
    { urn: "u:gms", type, id: "c2", inputs: { name: "x.dev.gms" } },
    // Begun and never finished: the recovery's business.
    { urn: "u:web", type, inputs: { name: "x.dev.webapi" } },
  ],
};

const container = (id: string, stateOf: string): ContainerSummary => ({
  id,
  name: id,
  state: stateOf,
  labels: {},
  ports: "",
});

test.each([
  ["all is there", [container("c1", "created"), container("c2", "running")], []],
  ["a process is on its way up again", [container("c1", "created"), container("c2", "restarting")], []],
  ["a process has stopped", [container("c1", "created"), container("c2", "exited")], ["x.dev.gms"]],
  ["a process was never started", [container("c1", "created"), container("c2", "created")], ["x.dev.gms"]],
  ["a carrier was removed", [container("c2", "running")], ["x.dev.gms_carrier"]],
  ["another container has the name", [container("c1", "created"), container("c9", "running")], ["x.dev.gms"]],
  ["nothing is there", [], ["x.dev.gms_carrier", "x.dev.gms"]],
])("what is gone where %s", (_, all, gone) => {
  expect(missingContainers(state, all)).toEqual(gone);
});

test.each([
  ["runs in its network", "running", "x.dev", false],
  ["was never started", "created", "x.dev", true],
  ["runs in Docker's default network", "running", "bridge", true],
  ["was stopped", "exited", "x.dev", false],
  ["was cut off by an operator", "running", "", false],
])("whether a process's container is unfinished that %s", (_, stateOf, networks, unfinished) => {
  const carrier = { ...container("c1", "created"), networks: "none" };
  const foreign = { ...container("c9", "created"), networks: "bridge" };
  const process = { ...container("c2", stateOf), networks };
  expect(unfinishedContainers(state, [carrier, foreign, process])).toEqual(unfinished ? [process] : []);
});

describe("a container is replaced since it", () => {
  const inputs = { name: "x.dev.gms", networksAdvanced: [{ name: "x.dev" }, { name: "x.core.shared" }] };
  const joining: StackState = {
    pending: [],
    resources: [
      { urn: "u:carrier", type, id: "c1", inputs: { name: "x.dev.gms_carrier", start: false } },
      { urn: "u:gms", type, id: "c2", inputs },
    ],
  };
  const both = ["x.dev", "x.core.shared"];

  test.each<[string, string, string, readonly string[], boolean]>([
    ["is not out of a network", "running", "x.core.shared,x.dev,bridge", both, false],
    ["is out of its stack's network", "running", "x.core.shared", both, true],
    ["is out of a shared network", "running", "x.dev", both, true],
    ["is out of all of them", "running", "", both, true],
    // The network of another stack that is not deployed now.
    ["is not out of one that is gone", "running", "x.dev", ["x.dev"], false],
    // It is started again in the networks that it was in.
    ["has stopped, which a refresh finds", "exited", "x.core.shared", both, false],
  ])("%s", (_, stateOf, joined, existing, expected) => {
    const view = {
      containers: [container("c1", "created"), { ...container("c2", stateOf), networks: joined }],
      networks: existing.map((name) => ({ name })) as unknown as DaemonView["networks"],
    };
    expect(disconnectedContainers(joining, view).map(({ urn }) => urn)).toEqual(expected ? ["u:gms"] : []);
  });
});

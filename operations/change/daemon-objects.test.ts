import { query } from "../../docker/command";
import type { StackState } from "../../engine/state";
import { DaemonSnapshot } from "../../docker/snapshot";
import { changedByHand } from "./daemon-objects";

jest.mock("../../docker/command");

const container = "docker:index/container:Container";
const state: StackState = {
  pending: [],
  resources: [
    { urn: "u:net", type: "docker:index/network:Network", id: "n1", inputs: { name: "x.dev" } },
    { urn: "u:data", type: "docker:index/volume:Volume", id: "x.dev.data", inputs: { name: "x.dev.data" } },
    {
      urn: "u:carrier",
      type: container,
      id: "c1",
      inputs: { name: "x.dev.gms_carrier", start: false, memory: 1 },
    },
    {
      ...{ urn: "u:gms", type: container, id: "c2" },
      inputs: {
        name: "x.dev.gms",
        memory: 128,
        restart: "unless-stopped",
        networksAdvanced: [{ name: "x.dev" }],
      },
    },
  ],
};

/** What Docker shows of a container. */
const inspected = (id: string, memory: number, restart: string, networks: object, quota = 0) => ({
  Id: id,
  HostConfig: { Memory: memory, RestartPolicy: { Name: restart }, CpuQuota: quota },
  NetworkSettings: { Networks: networks },
});
const memory = 134217728;
const restart = "unless-stopped";
const networks = { "x.dev": {} };
const good = inspected("c2", memory, restart, networks);

/** What a daemon has otherwise than the state. */
interface Differs {
  readonly networks?: readonly string[];
  readonly volumes?: readonly string[];
  /** Undefined if it is gone. */
  readonly gms?: object;
  readonly carrier?: boolean;
}

/** A daemon that has what the state has, with these differences. */
function daemon(differs: Differs): void {
  const { networks, volumes, gms, carrier } = {
    ...{ networks: ["n0", "n1"], volumes: ["x.dev.data"], gms: good, carrier: true },
    ...differs,
  };
  const listed = (ids: readonly string[]) => ids.map((id) => JSON.stringify({ id, name: id })).join("\n");
  const answers: Record<string, string> = {
    network: listed(networks),
    volume: listed(volumes),
    container: JSON.stringify([carrier ? inspected("c1", 0, "no", {}) : [], gms ?? []].flat()),
  };
  jest
    .mocked(query)
    .mockImplementation(([kind = ""]) =>
      Promise.resolve({ code: 0, stdout: Buffer.from(answers[kind] ?? ""), stderr: "" }),
    );
}

test.each<[string, Differs, string[]]>([
  ["nothing", {}, []],
  ["the network is gone", { networks: ["n0"] }, ["x.dev"]],
  ["a volume is gone", { volumes: ["other"] }, ["x.dev.data"]],
  ["a carrier is gone", { carrier: false }, ["x.dev.gms_carrier"]],
  ["a process is gone", { gms: undefined }, ["x.dev.gms"]],
  ["its memory limit", { gms: inspected("c2", 0, restart, networks) }, ["x.dev.gms"]],
  ["its restart policy", { gms: inspected("c2", memory, "no", networks) }, ["x.dev.gms"]],
  ["its limit of processor time", { gms: inspected("c2", memory, restart, networks, 50000) }, ["x.dev.gms"]],
  ["it left its network", { gms: inspected("c2", memory, restart, { bridge: {} }) }, ["x.dev.gms"]],
  ["another container has its name", { gms: inspected("c9", memory, restart, networks) }, ["x.dev.gms"]],
])("what was changed by hand: %s", async (_, differs, names) => {
  daemon(differs);
  expect(await changedByHand(state, new DaemonSnapshot())).toEqual(names);
});

test("without an answer everything counts as changed", async () => {
  jest.mocked(query).mockRejectedValue(new Error("spawn docker ENOENT"));
  expect(await changedByHand(state, new DaemonSnapshot())).toEqual([
    "x.dev",
    "x.dev.data",
    "x.dev.gms",
    "x.dev.gms_carrier",
  ]);
});

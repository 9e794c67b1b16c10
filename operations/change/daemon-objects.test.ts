import { query } from "../../docker/command";
import type { StackState } from "../../engine/state";
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

const good: Record<string, unknown> = {
  id: "c2",
  memory: 134217728,
  restart: "unless-stopped",
  quota: 0,
  networks: { "x.dev": {} },
};

/** What a daemon has otherwise than the state. */
interface Differs {
  readonly networks?: string;
  readonly volumes?: string;
  /** Undefined if it is gone. */
  readonly gms?: object;
  readonly carrier?: boolean;
}

/** A daemon that has what the state has, with these differences. */
function daemon(differs: Differs): void {
  const { networks, volumes, gms, carrier } = {
    ...{ networks: "n0\nn1\n", volumes: "x.dev.data\n", gms: good, carrier: true },
    ...differs,
  };
  const inspected = [
    carrier ? { id: "c1", memory: 0, restart: "no", quota: 0, networks: {} } : [],
    gms ?? [],
  ].flat();
  const answers: Record<string, string> = {
    network: networks,
    volume: volumes,
    container: inspected.map((one) => JSON.stringify(one)).join("\n"),
  };
  jest
    .mocked(query)
    .mockImplementation(([kind = ""]) =>
      Promise.resolve({ code: 0, stdout: Buffer.from(answers[kind] ?? ""), stderr: "" }),
    );
}

test.each<[string, Differs, string[]]>([
  ["nothing", {}, []],
  ["the network is gone", { networks: "n0\n" }, ["x.dev"]],
  ["a volume is gone", { volumes: "other\n" }, ["x.dev.data"]],
  ["a carrier is gone", { carrier: false }, ["x.dev.gms_carrier"]],
  ["a process is gone", { gms: undefined }, ["x.dev.gms"]],
  ["its memory limit", { gms: { ...good, memory: 0 } }, ["x.dev.gms"]],
  ["its restart policy", { gms: { ...good, restart: "no" } }, ["x.dev.gms"]],
  ["its limit of processor time", { gms: { ...good, quota: 50000 } }, ["x.dev.gms"]],
  ["it left its network", { gms: { ...good, networks: { bridge: {} } } }, ["x.dev.gms"]],
  ["another container has its name", { gms: { ...good, id: "c9" } }, ["x.dev.gms"]],
])("what was changed by hand: %s", async (_, differs, names) => {
  daemon(differs);
  expect(await changedByHand(state)).toEqual(names);
});

test("without an answer everything counts as changed", async () => {
  jest.mocked(query).mockRejectedValue(new Error("spawn docker ENOENT"));
  expect(await changedByHand(state)).toEqual(["x.dev", "x.dev.data", "x.dev.gms", "x.dev.gms_carrier"]);
});

import { query } from "./command";
import { DaemonSnapshot } from "./snapshot";

jest.mock("./command");

const line = (fields: object) => JSON.stringify(fields);
const stack = { project: "x", stack: "dev" };

/** What the Docker client was asked, without formats. */
const asked = () =>
  jest
    .mocked(query)
    .mock.calls.map(([args]) => args.filter((word) => !/^[{]|^--(format|no-trunc)$/.test(word)).join(" "));

/** A Docker client with one answer for each kind of object. */
function client(answers: Readonly<Record<string, string>>, code: number | null = 0, stderr = ""): void {
  jest
    .mocked(query)
    .mockImplementation(([kind = ""]) =>
      Promise.resolve({ code, stdout: Buffer.from(answers[kind] ?? ""), stderr }),
    );
}

beforeEach(() => jest.mocked(query).mockReset());

test("each list is asked for once, and again by a new snapshot only", async () => {
  client({
    ps: line({ id: "c1", name: "x.dev.gms", state: "running", ...stack }),
    network: line({ id: "n1", name: "x.dev", ...stack }),
    volume: line({ id: "x.dev.data", name: "x.dev.data", ...stack }),
  });
  const read = async (daemon: DaemonSnapshot) =>
    (await Promise.all([daemon.containers(), daemon.networks(), daemon.volumes()])).map(([one]) => one?.name);
  const daemon = new DaemonSnapshot();
  const names = ["x.dev.gms", "x.dev", "x.dev.data"];
  expect(await Promise.all([read(daemon), read(daemon)])).toEqual([names, names]);
  expect(await read(daemon)).toEqual(names);
  expect(asked().sort()).toEqual(["network ls", "ps --all", "volume ls"]);
  await read(new DaemonSnapshot());
  expect(asked()).toHaveLength(6);
});

test("details are asked for at once, and only those that are not known", async () => {
  client({ container: JSON.stringify([{ Id: "a" }, { Id: "b" }]) });
  const daemon = new DaemonSnapshot();
  expect([...(await daemon.containerDetails(["a", "b", "a"])).keys()]).toEqual(["a", "b"]);
  client({ container: JSON.stringify([{ Id: "c" }]) });
  expect([...(await daemon.containerDetails(["b", "c"])).keys()]).toEqual(["b", "c"]);
  expect([...(await daemon.containerDetails(["a"])).keys()]).toEqual(["a"]);
  expect(await daemon.containerDetails([])).toEqual(new Map());
  expect(asked()).toEqual(["container inspect a b", "container inspect c"]);
});

test("what is gone since it was listed is left out, and stays so", async () => {
  client({ container: JSON.stringify([{ Id: "a" }]) }, 1, "Error: No such container: b");
  const daemon = new DaemonSnapshot();
  for (const ids of [["a", "b"], ["b"]]) expect((await daemon.containerDetails(ids)).has("b")).toBe(false);
  expect(asked()).toHaveLength(1);
});

test("networks have their subnets, members and masquerade", async () => {
  const found = {
    ...{ id: "n1", name: "x, dev", pools: [{ Subnet: "10.1.0.0/24" }], containers: { c: { Name: "gms" } } },
    options: { "com.docker.network.bridge.enable_ip_masquerade": "false" },
  };
  const bare = { id: "n2", name: "host", pools: null, containers: null, options: null };
  client({ network: `${line(found)}\n${line(bare)}\n` });
  expect([...(await new DaemonSnapshot().networkDetails(["n1", "n2"])).values()]).toEqual([
    { id: "n1", name: "x, dev", subnets: ["10.1.0.0/24"], members: ["gms"], masquerade: false },
    { id: "n2", name: "host", subnets: [], members: [], masquerade: true },
  ]);
});

test("an image is found by its tag, by its digest, and without a tag as the latest", async () => {
  const images = [
    { Id: "i1", RepoTags: ["sim:1"], RepoDigests: null },
    { Id: "i2", RepoTags: null, RepoDigests: ["gms@sha256:a"] },
    { Id: "i3", RepoTags: ["ors:latest"], RepoDigests: [] },
  ];
  client({ image: JSON.stringify(images) }, 1, "Error: No such image: gone:1");
  const found = await new DaemonSnapshot().imageIds(["sim:1", "gms@sha256:a", "ors", "gone:1"]);
  expect(Object.fromEntries(found)).toEqual({ "sim:1": "i1", "gms@sha256:a": "i2", ors: "i3" });
});

describe("without an answer", () => {
  const refused = "Cannot connect to the Docker daemon at unix:///x. Is the docker daemon running?";
  test.each<[string, number | null, string, RegExp]>([
    ["no daemon", 1, refused, /^No Docker daemon answers/],
    ["a daemon that hangs", null, "", /gave no answer within 7 s/],
  ])("%s fails every question", async (_, code, stderr, message) => {
    client({}, code, stderr);
    const daemon = new DaemonSnapshot(7);
    await expect(daemon.containers()).rejects.toThrow(message);
    await expect(daemon.volumes()).rejects.toThrow(message);
    await expect(daemon.containerDetails(["a"])).rejects.toThrow(message);
    await expect(daemon.imageIds(["sim:1"])).rejects.toThrow(message);
  });

  test("another error of a list names the command", async () => {
    client({}, 1, "flag provided but not defined\n");
    await expect(new DaemonSnapshot().networks()).rejects.toThrow(/^docker network ls .*: flag provided/);
  });
});

import {
  containerResourceOptions,
  hardening,
  networkResourceOptions,
  volumeResourceOptions,
} from "../components/resource-options";
import { gatewayOf } from "../model/subnet";
import { docker, dockerRun } from "./support/docker-objects";
import { freePort, freeSubnet } from "./support/free-subnets";
import { type Bare, type Planned, TrapProject } from "./support/trap-project";
import {
  container,
  inspected,
  endsOnSignal,
  relabelled,
  endsLate,
  withFix,
  withoutFix,
} from "./support/trap-resources";
import { type Args, misread, neverApplied, neverForgotten } from "./support/trap-tables";

/*
 * The table of docs/adr/0007-provider-traps.md on the real engine and daemon: each trap without what closes it, so that the
 * test tells when a later version no longer has it, and with it. The tests are one project's life, in order.
 */
jest.setTimeout(600_000);

let project: TrapProject;
let ids: Record<string, string>;
let created: string;

const seen = (name: string) => inspected(project, name);
const each = (names: readonly string[], args: (name: string) => Args) =>
  Object.fromEntries(names.map((name) => [name, args(name)]));

beforeAll(async () => {
  project = await TrapProject.make();
  const [stillPort, onePort, otherPort] = [await freePort(), await freePort(), await freePort()];
  const image = (await docker("image", "inspect", project.image, "--format", "{{.Id}}")).trim();
  const network = (opts?: Bare["opts"]): Bare => {
    const subnet = freeSubnet();
    // As ours: a current engine reports the gateway at once, 20.10 only after it was restarted.
    return {
      kind: "Network",
      args: { ipamConfigs: [{ subnet, gateway: gatewayOf(subnet) }] },
      ...(opts && { opts }),
    };
  };
  const pairs = (all: Readonly<Record<string, { from: Args }>>, kind: string) =>
    Object.entries(all).flatMap(([name, { from }]) => [
      [`${kind}-${name}`, withoutFix(from)],
      [`${kind}-${name}-fixed`, withFix(from)],
    ]);
  project.declare({
    ...(Object.fromEntries([...pairs(neverApplied, "edited"), ...pairs(neverForgotten, "gone")]) as Record<
      string,
      Bare
    >),
    ...Object.fromEntries(
      Object.entries(misread).flatMap(([name, { args, instead }]) => [
        [`misread-${name}`, withFix(args)],
        [`misread-${name}-fixed`, withFix(instead)],
      ]),
    ),
    one: network(),
    other: network(),
    "labelled-fixed": network(networkResourceOptions()),
    volume: { kind: "Volume", args: {} },
    "volume-fixed": { kind: "Volume", args: {}, opts: volumeResourceOptions() },
    "in-labelled": {
      ...container({ entrypoints: endsOnSignal }, containerResourceOptions()),
      networks: ["labelled-fixed"],
    },
    "in-two": {
      ...container({ entrypoints: endsOnSignal, networksAdvanced: [{ name: "", aliases: ["before"] }] }),
      networks: ["one", "other"],
      opts: containerResourceOptions(),
    },
    tag: withFix({}),
    id: withFix({ image }),
    hardened: withFix(hardening()),
    published: withFix({ networkMode: "bridge", ports: [{ internal: 1, external: stillPort }] }),
    // Not in the order of their numbers.
    ports: container(
      {
        entrypoints: endsOnSignal,
        ports: [
          { internal: 9002, external: onePort, ip: "127.0.0.1" },
          { internal: 9001, external: otherPort, ip: "127.0.0.1" },
        ],
      },
      containerResourceOptions(),
    ),
    memory: withFix({ memory: 64, memorySwap: 64 }),
    killed: container({ networkMode: "none", entrypoints: endsLate }),
    stopped: container({ networkMode: "none", entrypoints: endsLate, destroyGraceSeconds: 10 }),
    halted: container({ networkMode: "none", entrypoints: endsOnSignal }, containerResourceOptions()),
  });
  const up = await project.up();
  if (up.code !== 0) throw new Error(up.stdout + up.stderr);
  const names = (await docker("ps", "--all", "--no-trunc", "--format", "{{.Names}} {{.ID}}")).split("\n");
  ids = Object.fromEntries(
    names
      .map((line) => line.split(" "))
      .map(([name = "", id = ""]) => [name.replace(`${project.stack}.`, ""), id]),
  );
  created = await docker("volume", "inspect", project.object("volume-fixed"), "--format", "{{.CreatedAt}}");
});

afterAll(() => project?.remove());

describe("after a refresh", () => {
  let plan: Record<string, Planned>;

  beforeAll(async () => {
    await project.succeed("refresh", "--yes", "--skip-preview", "--suppress-outputs");
    plan = await project.plan();
  });

  test.each(Object.entries(misread))(
    "%s is read back otherwise, and what we write is not",
    (name, { plan: is }) => {
      expect(plan[`misread-${name}`]).toEqual(is);
      expect(plan).not.toHaveProperty(`misread-${name}-fixed`);
    },
  );

  test("nothing else differs: image by tag or id, ports in any order, two networks, a health check, a volume's labels", () => {
    expect(Object.keys(plan).sort()).toEqual(
      Object.keys(misread)
        .map((name) => `misread-${name}`)
        .sort(),
    );
  });
});

describe("after edits", () => {
  let diedFrom: string;

  beforeAll(async () => {
    diedFrom = String(Math.floor(Date.now() / 1000));
    await docker("stop", project.object("halted"));
    const edits = Object.entries(neverApplied).flatMap(([name, { to }]) => [
      [`edited-${name}`, to] as const,
      [`edited-${name}-fixed`, to] as const,
    ]);
    const gone = Object.entries(neverForgotten).flatMap(([name, { from }]) => {
      const without = each(Object.keys(from), () => ({})) as Args;
      const nothing = Object.fromEntries(Object.keys(without).map((key) => [key, undefined])) as Args;
      // What statedHashes in components/application.ts does.
      const hash = {
        labels: [...project.labels, { label: "genesys-chat.settings-hash", value: "other" }],
      };
      return [[`gone-${name}`, nothing] as const, [`gone-${name}-fixed`, { ...nothing, ...hash }] as const];
    });
    project.edit({
      ...Object.fromEntries([...edits, ...gone]),
      memory: { memory: 96, memorySwap: 96 },
      "in-two": { networksAdvanced: [{ name: "", aliases: ["after"] }] },
      volume: relabelled(project),
      "labelled-fixed": relabelled(project),
      "volume-fixed": relabelled(project),
      ports: relabelled(project),
    });
    project.change({}, ["killed", "stopped"]);
    const up = await project.up("--refresh");
    if (up.code !== 0) throw new Error(up.stdout + up.stderr);
  });

  test.each(Object.entries(neverApplied))(
    "a changed %s is reported as updated and never applied; ours is",
    async (name, { seen: of, values: [from, to] }) => {
      expect(of(await seen(`edited-${name}`))).toBe(from);
      expect((await seen(`edited-${name}`)).Id).toBe(ids[`edited-${name}`]);
      expect(of(await seen(`edited-${name}-fixed`))).toBe(to);
    },
  );

  test.each(Object.entries(neverForgotten))(
    "a %s that is no longer given stays; with a label that names what is stated it goes",
    async (name, { seen: of, value }) => {
      expect(of(await seen(`gone-${name}`))).toBe(value);
      expect(of(await seen(`gone-${name}-fixed`))).not.toBe(value);
    },
  );

  test("memory is changed in place", async () => {
    const { Id, HostConfig } = await seen("memory");
    expect({ id: Id, megabytes: HostConfig.Memory / 2 ** 20 }).toEqual({ id: ids.memory, megabytes: 96 });
  });

  test("a changed name in a network replaces the container, which then has it in both", async () => {
    const { Id, NetworkSettings } = await seen("in-two");
    expect(Id).not.toBe(ids["in-two"]);
    const aliases = Object.values(NetworkSettings.Networks).map(({ Aliases }) => Aliases);
    expect(aliases).toEqual(Array(2).fill(expect.arrayContaining(["after"])));
  });

  test("a changed network goes before its successor comes, with the container that is in it", async () => {
    expect((await seen("in-labelled")).Id).not.toBe(ids["in-labelled"]);
    expect((await seen("in-labelled")).State.Running).toBe(true);
  });

  test("a volume whose label changes is gone when the update has succeeded; ours keeps its labels and what it holds", async () => {
    // Its successor is made first, has the same name, and so is the same volume.
    expect((await dockerRun("volume", "inspect", project.object("volume"))).code).toBe(1);
    const now = await docker(
      "volume",
      "inspect",
      project.object("volume-fixed"),
      "--format",
      "{{.CreatedAt}}",
    );
    expect(now).toBe(created);
  });

  test("a container with a fixed name and fixed ports is replaced by one with the same", async () => {
    expect((await seen("ports")).Id).not.toBe(ids.ports);
    expect((await seen("ports")).State.Running).toBe(true);
  });

  test("a container that has stopped is started again by an update that refreshes", async () => {
    const { Id, State } = await seen("halted");
    expect({ id: Id, running: State.Running }).toEqual({ id: ids.halted, running: true });
  });

  test("a container without destroyGraceSeconds is killed, one with them is asked to stop", async () => {
    const exitCode = async (name: string) => {
      const about = ["--since", diedFrom, "--until", String(Math.ceil(Date.now() / 1000))];
      const filters = ["--filter", `container=${ids[name]}`, "--filter", "event=die"];
      return (
        await docker("events", ...about, ...filters, "--format", "{{.Actor.Attributes.exitCode}}")
      ).trim();
    };
    expect({ killed: await exitCode("killed"), stopped: await exitCode("stopped") }).toEqual({
      killed: "137",
      stopped: "0",
    });
  });

  test("a port without an address is published on all of them", async () => {
    const { PortBindings } = (await seen("published")).HostConfig;
    expect(Object.values(PortBindings).flat()).toMatchObject([{ HostIp: "0.0.0.0" }]);
  });

  test("there is no pids limit, and the bound on an account's processes is in force", async () => {
    const { PidsLimit, Ulimits } = (await seen("hardened")).HostConfig;
    expect(PidsLimit ?? 0).toBe(0);
    expect(Ulimits).toMatchObject([{ Name: "nproc", Hard: 8192 }]);
  });
});

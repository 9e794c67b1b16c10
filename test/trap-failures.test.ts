import { containerResourceOptions } from "../components/resource-options";
import { freeSubnet } from "./support/free-subnets";
import { type Bare, TrapProject } from "./support/trap-project";
import { container, inspected, endsOnSignal, relabelled, withFix } from "./support/trap-resources";

/*
 * The rows of docs/adr/0007-provider-traps.md that make an update fail, on the real engine and daemon. The tests are one
 * project's life, in order.
 */
jest.setTimeout(600_000);

let project: TrapProject;
let said: string;
const sick: Bare = container(
  {
    ...{
      networkMode: "none",
      entrypoints: endsOnSignal,
      destroyGraceSeconds: 10,
      wait: true,
      waitTimeout: 3,
    },
    healthcheck: { tests: ["CMD", "/nothing"], interval: "1s", retries: 1 },
  },
  containerResourceOptions(),
);
const upload = { file: "/etc/genesys/x", content: "x" };

beforeAll(async () => {
  project = await TrapProject.make();
  project.declare({
    volume: { kind: "Volume", args: {} },
    labelled: { kind: "Network", args: { ipamConfigs: [{ subnet: freeSubnet() }] } },
  });
  const first = await project.up();
  if (first.code !== 0) throw new Error(first.stdout + first.stderr);
  const volumes = [{ volumeName: project.object("volume"), containerPath: "/etc/genesys" }];
  project.edit({ labelled: relabelled(project) });
  project.change(
    {
      empty: withFix({ user: "0", uploads: [{ file: "/etc/x", content: "" }] }),
      "line-break": withFix({ user: "0", uploads: [{ file: "/etc/x/", contentBase64: "\n" }] }),
      "read-only": withFix({ user: "0", readOnly: true, volumes, uploads: [upload] }),
      carrier: withFix({ user: "0", volumes, uploads: [upload] }),
      sick,
    },
    [],
  );
  const up = await project.up("--continue-on-error");
  expect(up.code).not.toBe(0);
  said = up.stdout + up.stderr;
});

afterAll(() => project?.remove());

test.each([
  ["a label of a network that has a fixed name", /network with name \S+\.labelled already exists/],
  ["an empty upload", /one of 'content', 'content_base64', or 'source' must be set/],
  ["an upload into a read-only container", /rootfs is marked read-only/],
])("fails: %s", (_, sentence) => expect(said).toMatch(sentence));

test("an upload by root, and a line break for nothing, do not fail", async () => {
  for (const name of ["carrier", "line-break"])
    expect((await inspected(project, name)).Id).toMatch(/^[0-9a-f]{64}$/);
});

test("a container that does not become healthy in time is replaced by the next update, which fails again", async () => {
  expect(said).toContain("container failed to be in healthy state");
  const first = (await inspected(project, "sick")).Id;
  project.change({}, ["empty", "read-only", "labelled"]);
  expect((await project.up()).code).not.toBe(0);
  expect((await inspected(project, "sick")).Id).not.toBe(first);
});

test("a refresh forgets it (pulumi#17949), which ./chatstack up does not rely on", async () => {
  expect((await project.up("--refresh")).code).toBe(0);
  expect((await inspected(project, "sick")).State.Health?.Status).toBe("unhealthy");
});

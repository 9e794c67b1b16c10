import { createServer, type Server } from "node:net";
import { Customers } from "../operations/drill/customers";
import { reachable } from "./support/connect-probe";
import { containerIds, docker } from "./support/docker-objects";
import { freePort, freeSubnet } from "./support/free-subnets";
import { endedWith } from "./support/messages";
import { OutsideMachine } from "./support/outside-machine";
import { OwnDaemon } from "./support/own-daemon";
import { ProjectCopy } from "./support/project-copy";
import { TestStack } from "./support/test-stack";
import { until } from "./support/until";

/* Changes of what is fixed on the host, on a stack that runs: they work completely, or nothing is touched. */
jest.setTimeout(600_000);

let project: ProjectCopy;
let stack: TestStack;
let sound: string;
let before: Record<string, string>;
let outside: OutsideMachine | undefined;

beforeAll(async () => {
  project = await ProjectCopy.make();
  stack = await TestStack.from(project, "acme", { "request-chat-poll-url": "http://ors.example/x.scxml" });
  await stack.up();
});

beforeEach(async () => {
  sound = project.readStackFile(stack.name);
  before = await containerIds(stack.name);
});

afterAll(async () => {
  outside?.remove();
  await project?.remove();
});

/** Bare Pulumi and the CLI both refuse, both say why, and everything runs as before. */
async function refused(sentence: RegExp): Promise<void> {
  const bare = await stack.pulumi("up", "--yes", "--skip-preview");
  expect(bare.code).not.toBe(0);
  expect(bare.stdout + bare.stderr).toMatch(sentence);
  await refusedByCli(sentence);
}

async function refusedByCli(sentence: RegExp): Promise<void> {
  const cli = await project.chatstack(["up", "--stack", stack.name, "--yes"]);
  endedWith(2, cli);
  expect(cli.stderr).toMatch(sentence);
  expect(cli.stderr).toContain("Nothing was changed");
  expect(await containerIds(stack.name)).toEqual(before);
  await stack.allHealthy(6);
  project.writeStackFile(stack.name, sound);
}

function listening(port: number): Promise<Server> {
  return new Promise((resolve) => {
    const server = createServer().listen(port, "127.0.0.1", () => resolve(server));
  });
}

test("a published port that a program has is refused", async () => {
  const port = await freePort();
  const server = await listening(port);
  stack.edit(({ mobileServices }) => (mobileServices.GMS.ports.default.publish = port));
  await refused(new RegExp(`Port ${port} on 127\\.0\\.0\\.1, which Acme_GMS publishes, is in use`));
  server.close();
});

test("a published port that another application of the stack has still is refused, as in a renamed GMS", async () => {
  stack.edit((definition) => (definition.mobileServices = { Other: definition.mobileServices.GMS }));
  await refused(/is in use by the container \S+\.gms: one update can't hand a port over/);
});

test("a subnet that another network has a part of is refused", async () => {
  const subnet = freeSubnet();
  const name = `${stack.name}-other`;
  await docker("network", "create", "--subnet", subnet.replace("/24", "/26"), name);
  try {
    stack.edit(({ network }) => (network.subnet = subnet));
    await refused(new RegExp(`The subnet ${subnet} shares addresses with the network ${name}`));
  } finally {
    await docker("network", "rm", name);
  }
});

test("what would end chats is refused by the CLI, which says how to continue", async () => {
  stack.edit((definition) => (definition.namePrefix = "New_"));
  await refusedByCli(/every chat in progress ends[^]*--accept-loss/);
});

test("another subnet, way out, tenant and published address work in one update; no message, chat or stored file is lost", async () => {
  const marked = ["contactserver", "gms"];
  const inData = (host: string, script: string) =>
    docker("exec", stack.container(host), "node", "-p", script.replace("FILE", "'/var/lib/genesys/mark'"));
  for (const host of marked) await inData(host, "fs.writeFileSync(FILE, 'kept')");
  const customers = await Customers.start({
    ...{ urls: [stack.url], conversations: 8, messagesPerSecond: 8 },
    atMostSeconds: 300,
  });
  const obstacle = await OwnDaemon.obstacle();
  if (obstacle !== undefined)
    process.stderr.write(`Not shown here: what containers reach outside, since ${obstacle}.\n`);
  outside = obstacle === undefined ? await OutsideMachine.start() : undefined;
  const isReached = async () => outside && (await reachable(stack.container("webapi"), [outside.address]))[0];
  if (outside) expect(await isReached()).toBe(true);
  const subnet = freeSubnet();
  stack.edit((definition) => {
    definition.network = { subnet, masquerade: false };
    definition.tenants = { Other: { dbid: 101 } };
    definition.mobileServices.GMS.ports.default.address = "0.0.0.0";
  });
  const said = customers.acknowledged;
  await stack.up();
  const result = await customers.stop();
  expect(result).toMatchObject({ lost: 0, duplicated: 0, outOfOrder: 0, restarted: 0 });
  expect(result.acknowledged).toBeGreaterThan(said);
  for (const host of marked) expect(await inData(host, "fs.readFileSync(FILE, 'utf8')")).toBe("kept\n");
  const network = await docker("network", "inspect", `genesys-chat.${stack.name}`);
  expect(network).toContain(subnet);
  if (outside) expect(await isReached()).toBe(false);
  await stack.succeed("up", "--refresh", "--yes", "--skip-preview", "--expect-no-changes");
});

test("a process that is not healthy is no success, though there is nothing to change", async () => {
  const container = stack.container("webapi");
  await docker("kill", "--signal", "STOP", container);
  await until("it is unhealthy", 120, async () =>
    (await stack.states()).webapi === "running unhealthy" ? true : undefined,
  );
  const up = await project.chatstack(["up", "--stack", stack.name, "--yes"]);
  await docker("kill", "--signal", "CONT", container);
  endedWith(1, up);
  // GMS, which needs it, is not healthy either.
  expect(up.stderr).toMatch(new RegExp(`${container} (?:is|are) not healthy`));
});

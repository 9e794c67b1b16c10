import { readFileSync } from "node:fs";
import { join } from "node:path";
import { converse } from "../operations/chat/conversation";
import { Customers } from "../operations/drill/customers";
import type { BulkRunResult } from "../operations/tenants/outcome";
import { reachable } from "./support/connect-probe";
import { inspectContainers, processIds, stackObjects } from "./support/docker-objects";
import { freePort, freeSubnet } from "./support/free-subnets";
import { endedWith } from "./support/messages";
import { checkout, ProjectCopy } from "./support/project-copy";

/*
 * The example of a shared Interaction Server on the real engine and the real daemon: hub shares, north and south use, and a third comes
 * while customers chat. The tests are one life, in order.
 */
jest.setTimeout(300_000);

const example = join(checkout, "examples", "shared-interaction-server");
const nameOf = (stack: string) => `t${process.pid}${stack}`;
const [hub, north, south, east] = ["hub", "north", "south", "east"].map(nameOf) as [
  string,
  string,
  string,
  string,
];

let project: ProjectCopy;
const ports = new Map<string, number>();
const url = (stack: string) => `http://127.0.0.1:${ports.get(stack)}/genesys`;

beforeAll(async () => {
  project = await ProjectCopy.make();
  for (const stack of ["hub", "north", "south"]) await write(stack, stack);
});

afterAll(() => project?.remove());

/** A stack file of the example in places of the test's own; as another stack's, it is called after that. */
async function write(model: string, stack: string): Promise<void> {
  let text = readFileSync(join(example, `Pulumi.${model}.yaml`), "utf8").replace(
    "stack: hub",
    `stack: ${hub}`,
  );
  const capital = (word: string) => word.charAt(0).toUpperCase() + word.slice(1);
  text = text.replaceAll(capital(model), capital(stack)).replace(/dbid: \d+/, `dbid: ${300 + ports.size}`);
  for (const subnet of text.match(/10\.[\d./]+/g) ?? []) text = text.replace(subnet, freeSubnet());
  const published = /publish: \d+/.exec(text);
  if (published) {
    ports.set(nameOf(stack), await freePort());
    text = text.replace(published[0], `publish: ${ports.get(nameOf(stack))}`);
  }
  project.writeStackFile(nameOf(stack), text);
}

async function bulkRun(...words: string[]): Promise<BulkRunResult> {
  const { code, stdout, stderr } = await project.chatstack(["tenants", ...words, "--json"]);
  if (code !== 0) throw new Error(`tenants ${words.join(" ")} ended with ${code}:\n${stdout}${stderr}`);
  return JSON.parse(stdout) as BulkRunResult;
}

async function talks(stack: string): Promise<void> {
  const { failure, fromAgent } = await converse({ url: url(stack), messages: ["Is an agent there?"] });
  expect(failure).toBeUndefined();
  expect(fromAgent).toBe(2);
}

test("a stack that uses a server that is not up is previewed with a warning, and refused before anything is registered", async () => {
  const preview = await project.chatstack(["preview", "--stack", north]);
  endedWith(0, preview);
  const sentence = `The stack ${hub} does not have InteractionServer at interactionserver.${hub}:7120`;
  expect(preview.stdout + preview.stderr).toContain(sentence);
  const up = await project.pulumi(["up", "--stack", north, "--yes", "--skip-preview"]);
  expect(up.code).not.toBe(0);
  expect(up.stdout + up.stderr).toContain(`bring it up first, "./chatstack up --stack ${hub}"`);
  expect(await stackObjects(north)).toEqual({ containers: [], networks: [], volumes: [] });
});

test("the one that shares comes up first, whatever the order that is asked for, and agents answer in both", async () => {
  const { tenants } = await bulkRun("up", south, north, hub);
  expect(tenants.map(({ status }) => status)).toEqual(["done", "done", "done"]);
  await talks(north);
  await talks(south);
  const { stdout } = await project.pulumi(["stack", "output", "sharedNetwork", "--json", "--stack", hub]);
  expect(JSON.parse(stdout)).toMatchObject({
    servers: { InteractionServer: `interactionserver.${hub}:7120` },
    links: [`${north}/North_ChatServer1`, `${south}/South_ChatServer1`],
  });
  const shown = await project.chatstack(["tenants", "show", north, "--json"]);
  expect(JSON.parse(shown.stdout)).toMatchObject({ uses: [`${hub}/InteractionServer`], usedBy: [] });
});

test("a second update changes nothing, by the definition and by the daemon", async () => {
  for (const stack of [hub, north]) {
    const words = ["preview", "--stack", stack, "--refresh", "--run-program", "--expect-no-changes"];
    endedWith(0, await project.pulumi(words));
  }
});

test("verify finds nothing, and holds conversations, since the server of the other stack is simulated", async () => {
  const { tenants } = await bulkRun("verify", hub, north, south);
  expect(tenants.map(({ status }) => status)).toEqual(["done", "done", "done"]);
  const { stdout } = await project.chatstack(["verify", "--stack", north, "--json"]);
  expect(JSON.parse(stdout)).toMatchObject({ checked: { conversations: 1, networks: 1 } });
});

test("only Chat Servers and the shared server are in the shared network; nothing else of a tenant is reached from another", async () => {
  const [from, to] = [await inspectContainers(north), await inspectContainers(south)];
  const addresses = to.flatMap(({ NetworkSettings }) =>
    Object.values(NetworkSettings.Networks).flatMap(({ IPAddress }) => IPAddress || []),
  );
  const shared = from.filter(({ NetworkSettings }) => Object.keys(NetworkSettings.Networks).length > 1);
  expect(shared.map(({ Name }) => Name.split(".").at(-1)).sort()).toEqual(["chatserver1", "chatserver1-b"]);
  const targets = addresses.flatMap((host) =>
    [4801, 4802, 4803, 7130, 8080, 8090].map((port) => ({ host, port })),
  );
  expect(targets.length).toBeGreaterThan(30);
  const gms = from.find(({ Name }) => Name.endsWith(".gms"))!.Name.slice(1);
  expect((await reachable(gms, targets)).filter(Boolean)).toEqual([]);
});

test("a third tenant is added while customers chat with the two: only the shared server restarts, and no message is lost", async () => {
  const before = { ...(await processIds(north)), ...(await processIds(south)) };
  const [server] = Object.values(await processIds(hub));
  const customers = await Customers.start({
    urls: [url(north), url(south)],
    conversations: 6,
    messagesPerSecond: 12,
    atMostSeconds: 200,
  });
  await write("south", "east");
  const { tenants } = await bulkRun("up", "--all");
  const load = await customers.stop();
  expect(tenants.map(({ stack, status, reason }) => `${stack} ${status}: ${reason}`).sort()).toEqual([
    `${east} done: never deployed`,
    `${hub} done: what it shares with other stacks changed`,
    `${north} skipped: as declared`,
    `${south} skipped: as declared`,
  ]);
  expect(load).toMatchObject({ lost: 0, duplicated: 0, outOfOrder: 0, restarted: 0 });
  expect(load.acknowledged).toBeGreaterThan(30);
  expect({ ...(await processIds(north)), ...(await processIds(south)) }).toEqual(before);
  expect(Object.values(await processIds(hub))).not.toEqual([server]);
  for (const stack of [north, south, east]) await talks(stack);
});

test("a tenant's mistake keeps the shared server from dropping its link", async () => {
  const sound = project.readStackFile(east);
  project.writeStackFile(east, sound.replace("publish:", "pubish:"));
  const up = await project.chatstack(["up", "--stack", hub, "--yes"]);
  project.writeStackFile(east, sound);
  endedWith(1, up);
  expect(up.stdout + up.stderr).toMatch(new RegExp(`shared-server-users-sound.*Pulumi\\.${east}\\.yaml`));
});

test("the shared network gets no other subnet under them: refused before anything is changed, by bare pulumi too", async () => {
  const sound = project.readStackFile(hub);
  const before = await processIds(hub);
  const other = freeSubnet();
  // Pulumi has written the file again, with its salt: in one line or in several.
  const changed = sound.replace(/(?<=sharedNetwork:[^]*?subnet: )[\d./]+/, other);
  expect(changed).toContain(other);
  project.writeStackFile(hub, changed);
  const up = await project.pulumi(["up", "--stack", hub, "--yes", "--skip-preview"]);
  project.writeStackFile(hub, sound);
  expect(up.code).not.toBe(0);
  expect(up.stdout + up.stderr).toMatch(
    /can't get another subnet while containers of other stacks are in it/,
  );
  expect(await processIds(hub)).toEqual(before);
});

test("what others use can't be destroyed under them; all together, those that use it go first", async () => {
  const alone = await project.chatstack(["destroy", "--stack", hub, "--yes"]);
  endedWith(2, alone);
  expect(alone.stderr).toContain(`Stack ${hub} shares a server that ${[east, north, south].join(", ")} use.`);
  await talks(north);
  await bulkRun("destroy", "--all", "--yes");
  for (const stack of [hub, north, south, east])
    expect(await stackObjects(stack)).toEqual({ containers: [], networks: [], volumes: [] });
});

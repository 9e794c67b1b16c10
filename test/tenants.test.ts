import { resolve } from "../model";
import { converse } from "../operations/chat/conversation";
import { reachable, type Address } from "./support/connect-probe";
import { containerIds, inspectContainers, stackObjects } from "./support/docker-objects";
import { ProjectCopy } from "./support/project-copy";
import { TestStack } from "./support/test-stack";

/* Two tenants on one daemon. */
jest.setTimeout(120_000);

let project: ProjectCopy;
let dev: TestStack;
let acme: TestStack;

beforeAll(async () => {
  project = await ProjectCopy.make();
  dev = await TestStack.from(project, "dev");
  acme = await TestStack.from(project, "acme", { "request-chat-poll-url": "http://ors.example/acme.scxml" });
  await Promise.all([dev.up(), acme.up()]);
});

afterAll(() => project?.remove());

/** Every listening port of every process of a stack, by IP, by container name and by its host name inside. */
async function addressesOf(stack: TestStack): Promise<Address[]> {
  const { deployment } = resolve(stack.definition);
  const containers = await inspectContainers(stack.name);
  return (deployment?.applications ?? []).flatMap(({ ports, serverInfo: { host } }) => {
    const container = containers.find(({ Name }) => Name === `/${stack.container(host)}`);
    const ip = Object.values(container?.NetworkSettings.Networks ?? {})[0]?.IPAddress;
    if (!ip) throw new Error(`${host} has no address`);
    return ports.flatMap(({ port }) => [ip, stack.container(host)].map((name) => ({ host: name, port })));
  });
}

test("each holds a conversation of its own", async () => {
  for (const { url } of [dev, acme]) {
    const conversation = await converse({ url, messages: ["Hello."] });
    expect(conversation.failure).toBeUndefined();
  }
});

describe.each([
  ["dev", "acme", () => [dev, acme] as const],
  ["acme", "dev", () => [acme, dev] as const],
])("from a container of %s", (_from, _to, stacks) => {
  test("its own tenant's processes answer, by address and by name", async () => {
    const [own] = stacks();
    const addresses = await addressesOf(own);
    expect(addresses.length).toBeGreaterThanOrEqual(12);
    const answers = await reachable(own.container("webapi"), addresses);
    expect(addresses.filter((_, index) => !answers[index])).toEqual([]);
  });

  test("none of the other tenant's processes can be reached, by address, by name or over the host", async () => {
    const [own, other] = stacks();
    const { subnet } = other.definition.network as { subnet: string };
    const { subnet: ownSubnet } = own.definition.network as { subnet: string };
    const gateways = [subnet, ownSubnet].map((cidr) => cidr.replace(/0\/24$/, "1"));
    const overHost = gateways.map((host) => ({ host, port: other.port }));
    const addresses = [...(await addressesOf(other)), ...overHost];
    const answers = await reachable(own.container("webapi"), addresses);
    expect(addresses.filter((_, index) => answers[index])).toEqual([]);
  });
});

test("destroying one leaves the other as it was, and its chats continue", async () => {
  const before = await containerIds(dev.name);
  await acme.destroy();
  expect(await stackObjects(acme.name)).toEqual({ containers: [], networks: [], volumes: [] });
  expect(await containerIds(dev.name)).toEqual(before);
  expect((await converse({ url: dev.url, messages: ["Still there?"] })).failure).toBeUndefined();
});

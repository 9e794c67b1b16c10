import { OtherStacks, resolve, type Deployment } from "../model";
import { MockedEngine } from "../test/support/mocked-engine";
import { ChatDeployment } from "./chat-deployment";
import { type SharingOutput, sharingOutput, usedNetworks } from "./sharing";

jest.mock("../system/simulator-image", () => ({ simulatorImage: () => "genesys-chat-simulator:test" }));

/* One that shares and one that uses, on Pulumi's mock of its engine: what is read of the one, and declared of the other. */

const hub = {
  namePrefix: "Hub_",
  network: { subnet: "10.213.16.0/24" },
  interactionServers: { InteractionServer: {} },
  sharedNetwork: { subnet: "10.213.17.0/24", applications: ["InteractionServer"] },
};
const options = { "service.request-chat-poll": { service: "http://ors.example/x.scxml" } };
const north = {
  namePrefix: "North_",
  mobileServices: { GMS: { connections: ["WebAPI"], options } },
  webApiServers: { WebAPI: { connections: ["ChatServer1"] } },
  chatServers: { ChatServer1: { connections: ["InteractionServer", "ContactServer"] } },
  contactServers: { ContactServer: {} },
  sharedServers: { InteractionServer: { stack: "hub" } },
};

const folder = OtherStacks.of(
  Object.entries({ hub, north }).map(([stack, definition]) => ({
    file: `Pulumi.${stack}.yaml`,
    deployment: resolve(definition).deployment!,
  })),
);
const deploymentOf = (stack: string, definition: unknown): Deployment =>
  resolve(definition, undefined, { others: folder.without(`Pulumi.${stack}.yaml`) }).deployment!;

const engine = new MockedEngine();

let shared: SharingOutput;

beforeAll(async () => {
  await engine.start("north");
  shared = sharingOutput(deploymentOf("hub", hub), "hub")!;
});

beforeEach(() => {
  engine.registered.length = 0;
  engine.outputsElsewhere = { sharedNetwork: shared };
});

const user = deploymentOf("north", north);

test("the output names what is shared: network, servers, and the stacks that they connect back to", () => {
  expect(shared).toEqual({
    network: "genesys-chat_shared.hub",
    servers: { InteractionServer: "interactionserver.hub:7120" },
    links: ["north/North_ChatServer1"],
  });
  expect(sharingOutput(user, "north")).toBeUndefined();
});

test("both members of a pair that uses a shared server are in its network, under their names there; no other application is", async () => {
  const sharedNetworks = await usedNetworks(user);
  expect(sharedNetworks).toEqual({ hub: "genesys-chat_shared.hub" });
  await engine.declare((opts) => new ChatDeployment("north", { deployment: user, sharedNetworks }, opts));
  const joined = engine
    .containers()
    .map(
      ({ name, inputs }) =>
        [name, (inputs.networksAdvanced ?? []) as { name: string; aliases: string[] }[]] as const,
    )
    .filter(([, networks]) => networks.length > 1)
    .map(([name, [, shared]]) => [name, shared]);
  expect(Object.fromEntries(joined)).toEqual({
    ChatServer1: { name: "genesys-chat_shared.hub", aliases: ["chatserver1.north"] },
    ChatServer1_B: { name: "genesys-chat_shared.hub", aliases: ["chatserver1-b.north"] },
  });
});

test("the one that shares makes the network, with its own subnet, and puts only what it shares into it", async () => {
  const deployment = deploymentOf("hub", { ...hub, interactionServers: { InteractionServer: {}, Own: {} } });
  await engine.declare((opts) => new ChatDeployment("north", { deployment }, opts));
  expect(engine.inputsOf("shared-network")).toMatchObject({
    name: "genesys-chat_shared.north",
    ipamConfigs: [{ subnet: "10.213.17.0/24", gateway: "10.213.17.1" }],
  });
  const networks = engine
    .containers()
    .map(({ name, inputs }) => [name, (inputs.networksAdvanced as object[])?.length]);
  expect(Object.fromEntries(networks)).toMatchObject({ InteractionServer: 2, Own: 1 });
});

test.each<[string, () => SharingOutput | undefined, RegExp]>([
  [
    "shares nothing yet",
    () => undefined,
    /does not have InteractionServer at interactionserver\.hub:7120, since it shares/,
  ],
  [
    "listens elsewhere",
    () => ({ ...shared, servers: { InteractionServer: "interactionserver.hub:7121" } }),
    /does not have InteractionServer at interactionserver\.hub:7120: bring it up first/,
  ],
  [
    "has no link back",
    () => ({ ...shared, links: ["south/South_ChatServer1"] }),
    /does not have a link back to North_ChatServer1: bring it up first, ".\/chatstack up --stack hub"/,
  ],
])("an update ends before anything is declared where the other stack %s", async (_, output, sentence) => {
  const sharedNetwork = output();
  engine.outputsElsewhere = sharedNetwork ? { sharedNetwork } : {};
  const ended = usedNetworks(user);
  await expect(ended).rejects.toThrow(sentence);
  await expect(ended).rejects.toThrow(/Nothing was registered, nothing was changed\.$/);
  expect(engine.registered.map(({ type }) => type)).toEqual(["pulumi:pulumi:StackReference"]);
});

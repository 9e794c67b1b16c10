import type { Deployment } from "../model";
import { deploymentOf } from "../model/fixtures/single";
import { twoPairs } from "../model/fixtures/pairs";
import { findHostConflicts, type HostView } from "./host-conflicts";
import { objectNames } from "./names";

const names = objectNames("genesys-chat", "dev");

function deployment(port: object): Deployment {
  const definition = twoPairs();
  const gms = definition.mobileServices!.GMS!;
  return deploymentOf({
    ...definition,
    mobileServices: { GMS: { ...gms, ports: { default: { port: 8080, protocol: "http", ...port } } } },
  });
}

const taken = (port: object, host: Partial<HostView>) =>
  findHostConflicts(deployment(port), names, {
    containers: [],
    networks: [],
    program: () => Promise.resolve(undefined),
    ...host,
  });
const holding = (name: string, ports: string) => ({ containers: [{ name, ports }] });
const publish = { publish: 8080 };

test.each<[string, object, Partial<HostView>]>([
  ["a free port", publish, {}],
  ["a port that its own container has", publish, holding("genesys-chat.dev.gms", "127.0.0.1:8080->8080/tcp")],
  [
    "another address of its own container",
    { ...publish, address: "0.0.0.0" },
    holding("genesys-chat.dev.gms", "127.0.0.1:8080->8080/tcp"),
  ],
  ["a port of another address", publish, holding("x", "127.0.0.2:8080->80/tcp")],
  ["a container's inner port", publish, holding("x", "8080/tcp, 127.0.0.1:9->8080/tcp")],
  [
    "its own network",
    publish,
    { networks: [{ name: "genesys-chat.dev", subnets: ["10.213.0.0/24"], members: [], masquerade: true }] },
  ],
  [
    "a network beside it",
    publish,
    { networks: [{ name: "x", subnets: ["10.213.1.0/24", "fd00::/64"], members: [], masquerade: true }] },
  ],
])("%s conflicts with nothing", async (_, port, host) => expect(await taken(port, host)).toEqual([]));

test.each<[string, Partial<HostView>, RegExp]>([
  [
    "another's container",
    holding("web", "0.0.0.0:8080->80/tcp, :::8080->80/tcp"),
    /^Port 8080 on 127\.0\.0\.1, which GMS publishes, is in use by the container web: free it/,
  ],
  ["a range", holding("web", "127.0.0.1:8070-8090->70-90/tcp"), /in use by the container web/],
  ["every address of IPv6", holding("web", "[::]:8080->80/tcp"), /in use by the container web/],
  [
    "a program",
    { program: () => Promise.resolve("node (process 7)") },
    /in use by node \(process 7\): free it/,
  ],
  [
    "another of the stack, which may go too late",
    holding("genesys-chat.dev.gms2", "127.0.0.1:8080->8080/tcp"),
    /one update can't hand a port over/,
  ],
  [
    "a network with some of the addresses",
    { networks: [{ name: "x", subnets: ["10.213.0.128/25"], members: [], masquerade: true }] },
    /^The subnet 10\.213\.0\.0\/24 shares addresses with the network x \(10\.213\.0\.128\/25\)/,
  ],
])("a conflict with %s is reported", async (_, host, sentence) => {
  const sentences = await taken(publish, host);
  expect(sentences).toHaveLength(1);
  expect(sentences[0]).toMatch(sentence);
});

describe("a network that other stacks are in", () => {
  const hub = (sharedNetwork?: Deployment["sharedNetwork"]): Deployment => ({
    ...deployment(publish),
    ...(sharedNetwork && { sharedNetwork }),
  });
  const shared = { subnet: "10.217.0.0/24", applications: ["InteractionServer"] };
  const told = (wanted: Deployment, ...members: string[]) =>
    findHostConflicts(wanted, names, {
      containers: members.map((name) => ({ name, ports: "" })),
      networks: [
        { name: names.sharedNetwork, subnets: [shared.subnet], members, masquerade: true },
        // Docker lets a network be called so, and a list with commas between would show it in both.
        { name: `x,${names.sharedNetwork}`, subnets: [], members: ["a-stranger"], masquerade: true },
      ],
      program: () => Promise.resolve(undefined),
    });
  const [own, others] = ["genesys-chat.dev.interactionserver", "genesys-chat.north.chatserver1"] as const;

  test("may stay as it is, and change where only the stack's own are in it", async () => {
    expect(await told(hub(shared), own, others)).toEqual([]);
    expect(await told(hub({ ...shared, subnet: "10.218.0.0/24" }), own)).toEqual([]);
    expect(await told(hub(), own)).toEqual([]);
  });

  test("neither gets another subnet or another way out nor goes", async () => {
    expect(await told(hub({ ...shared, subnet: "10.218.0.0/24" }), own, others)).toEqual([
      expect.stringMatching(
        /can't get another subnet .*\(genesys-chat\.north\.chatserver1\): destroy .*keep 10\.217/,
      ),
    ]);
    expect(await told(hub(), others)).toEqual([expect.stringMatching(/can't be taken away while/)]);
    const closed = { ...hub(shared), network: { ...hub().network, masquerade: false } } as const;
    expect(await told(closed, own)).toEqual([]);
    expect(await told(closed, own, others)).toEqual([
      expect.stringMatching(
        /can't change whether it masquerades .*: destroy .*keep true at \/network\/masquerade/,
      ),
    ]);
  });
});

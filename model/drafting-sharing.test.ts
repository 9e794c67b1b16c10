import fc from "fast-check";
import { type Deployment, OtherStacks, resolve } from ".";
import { propertyRuns } from "../test/support/property-runs";

/* What stacks share, by what their files say together: a hub, and tenants that come and go. */

const hub = {
  namePrefix: "Hub_",
  network: { subnet: "10.213.16.0/24" },
  interactionServers: { Router: { ports: { default: { port: 7777 } } }, Other: {} },
  sharedNetwork: { subnet: "10.220.0.0/16", applications: ["Router"] },
};

const options = { "service.request-chat-poll": { service: "http://ors.example/x.scxml" } };

const tenant = (number: number, redundancy = "warm-standby") => ({
  namePrefix: `T${number}_`,
  network: { subnet: `10.216.${number}.0/24` },
  mobileServices: {
    GMS: { connections: ["WebAPI"], options, ports: { default: { port: 8080, publish: 9000 + number } } },
  },
  webApiServers: { WebAPI: { connections: ["Chat"] } },
  chatServers: { Chat: { connections: ["Agents", "ContactServer"], redundancy } },
  contactServers: { ContactServer: {} },
  sharedServers: { Agents: { stack: "hub", application: "Router" } },
});

/** Resolves all stacks of a folder beside each other, as StackFolder does. */
function folderOf(definitions: Readonly<Record<string, unknown>>): Map<string, Deployment> {
  const files = Object.entries(definitions).map(
    ([stack, definition]) => [`Pulumi.${stack}.yaml`, definition] as const,
  );
  const all = OtherStacks.of(
    files.flatMap(([file, definition]) => {
      const { deployment } = resolve(definition);
      return deployment ? [{ file, deployment }] : [];
    }),
  );
  return new Map(
    Object.entries(definitions).map(([stack, definition]) => {
      const { deployment, problems } = resolve(definition, undefined, {
        others: all.without(`Pulumi.${stack}.yaml`),
      });
      if (!deployment) throw new Error(`${stack}: ${JSON.stringify(problems)}`);
      return [stack, deployment];
    }),
  );
}

const connectionsOf = (deployment: Deployment | undefined, key: string) =>
  deployment?.applications.find((application) => application.key === key)?.connections;

test("a shared server is reached where its own stack's file says, and links back to both members of a pair", () => {
  const folder = folderOf({ hub, one: tenant(1), two: tenant(2, "none") });
  expect(connectionsOf(folder.get("one"), "Chat")).toContainEqual(
    expect.objectContaining({
      ...{ key: "Agents", application: "Hub_Router", host: "router.hub", port: 7777, stack: "hub" },
    }),
  );
  expect(connectionsOf(folder.get("hub"), "Router")).toEqual([
    {
      ...{ key: "one/T1_Chat", application: "T1_Chat", type: "ChatServer", portId: "ESP", stack: "one" },
      ...{ host: "chat.one", port: 4803 },
      backup: { application: "T1_Chat_B", host: "chat-b.one", port: 4803 },
    },
    {
      ...{ key: "two/T2_Chat", application: "T2_Chat", type: "ChatServer", portId: "ESP", stack: "two" },
      ...{ host: "chat.two", port: 4803 },
    },
  ]);
  expect(connectionsOf(folder.get("hub"), "Other")).toEqual([]);
});

test("links to users come beside connections that the shared server states", () => {
  const stating = {
    ...hub,
    interactionServers: { Router: { connections: ["Messages"] } },
    externalServers: messages,
  };
  const folder = folderOf({ hub: stating, one: tenant(1) });
  expect(connectionsOf(folder.get("hub"), "Router")?.map(({ key }) => key)).toEqual([
    "Messages",
    "one/T1_Chat",
  ]);
});

const messages = { Messages: { type: "MessageServer", host: "fw.example", port: 7120 } };

test("if the other stacks are unknown, a shared server is assumed to exist", () => {
  const { deployment, problems } = resolve(tenant(1));
  expect(problems.filter(({ severity }) => severity === "error")).toEqual([]);
  expect(deployment?.externalServers).toEqual([
    expect.objectContaining({ host: "router.hub", shared: { stack: "hub", application: "Router" } }),
  ]);
});

test("if stacks come and go, only the shared server changes among the applications that remain", () => {
  const present = fc.uniqueArray(fc.integer({ min: 1, max: 120 }), { minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(present, present, (before, after) => {
      const tenants = (numbers: readonly number[]) =>
        Object.fromEntries(numbers.map((number) => [`t${number}`, tenant(number)]));
      const [old, now] = [folderOf({ hub, ...tenants(before) }), folderOf({ hub, ...tenants(after) })];
      for (const number of before.filter((one) => after.includes(one)))
        expect(now.get(`t${number}`)).toEqual(old.get(`t${number}`));
      const others = (deployment: Deployment | undefined) =>
        deployment?.applications.map((one) => (one.key === "Router" ? { ...one, connections: [] } : one));
      expect(others(now.get("hub"))).toEqual(others(old.get("hub")));
      expect(connectionsOf(now.get("hub"), "Router")?.length).toBe(after.length);
    }),
    { numRuns: propertyRuns(30) },
  );
});

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { objectNames } from "../../docker/names";
import type { Application, Deployment } from "../../model/deployment";
import type { Definition } from "../../model/definition/definition";
import { deploymentOf } from "../../model/fixtures/single";
import { applicationsRecord, frameRecord } from "../../render/deployment-record";
import type { StateResource } from "../../engine/state";
import { deployedStack, deployedView } from "./deployed-stack";
import { declaredView } from "./difference/declared-view";
import { differenceOf } from "./difference/difference";
import { losses } from "./losses";

/* The same questions to a state with the record, and to one that the last release (26dcd73) wrote of the dev stack. */

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- edited in place, as an editor does
type Editable = any;

const { definition, resources: lastRelease } = JSON.parse(
  readFileSync(join(__dirname, "..", "..", "test", "golden", "state-of-last-release.json"), "utf8"),
) as { definition: Definition; resources: StateResource[] };

const state = (resources: readonly StateResource[]) => ({ resources, pending: [] });

function edited(edit: (definition: Editable) => void): Deployment {
  const copy = structuredClone(definition);
  edit(copy);
  return deploymentOf(copy);
}

/** The same state as this release writes it; what it no longer reads is left out. */
function withRecords(deployment: Deployment): StateResource[] {
  const members = (key: string): Application[] => {
    const primary = deployment.applications.find((one) => one.key === key)!;
    const standby = deployment.applications.filter(
      ({ serverInfo }) => serverInfo.primaryServer?.application === primary.name,
    );
    return [primary, ...standby];
  };
  return lastRelease.map((resource) => {
    const [, type] = /^genesys-chat:index:(\w+)$/.exec(resource.type) ?? [];
    if (type === undefined) return resource;
    const key = resource.urn.split("::").at(-1)!;
    const deployed = type === "ChatDeployment" ? frameRecord(deployment) : applicationsRecord(members(key));
    const { backup, namePrefix } = resource.inputs ?? {};
    return { ...resource, inputs: { backup, namePrefix }, outputs: { deployed } };
  });
}

const declaredBy = (deployment: Deployment, image: string) =>
  declaredView(deployment, "dev", objectNames("genesys-chat", "dev"), image, {});

/** The image that the containers of the fixture were made from. */
const image = String(
  lastRelease.find(({ urn, type }) => type.endsWith(":Container") && urn.endsWith("::GMS"))!.inputs!.image,
);

describe.each([
  ["of the last release", lastRelease],
  ["of this release", withRecords(deploymentOf(definition))],
])("a state %s", (_, resources) => {
  const differences = (edit: (definition: Editable) => void) =>
    differenceOf(deployedView(state(resources), "dev"), declaredBy(edited(edit), image));

  test("differs in no value from the definition that it was made from", () => {
    const { values, dataLosses, network, containers } = differences(() => undefined);
    expect({ values, dataLosses, network }).toEqual({ values: [], dataLosses: [], network: false });
    expect(containers.filter(({ action }) => action !== "replaced")).toEqual([]);
  });

  test("has the pairs, their containers, and who is connected to whom", () => {
    const { applications, network, deployment } = deployedStack(resources, "dev");
    const chat = applications.filter(({ application: { type } }) => type === "ChatServer");
    expect(
      chat.map(({ application: { name, role }, container, partner, image: own, connections }) => [
        ...[name, role, container, partner?.application, own === image],
        connections.map((one) => one.application).sort(),
      ]),
    ).toEqual(
      ["ChatServer1", "ChatServer2"].flatMap((name) => [
        [name, "primary", `genesys-chat.dev.${name.toLowerCase()}`, `${name}_B`, true, servers],
        [`${name}_B`, "backup", `genesys-chat.dev.${name.toLowerCase()}-b`, name, true, servers],
      ]),
    );
    expect([network, deployment.network]).toEqual(["genesys-chat.dev", { subnet: "10.213.0.0/24" }]);
  });

  test("tells each edit by its values, and what it loses", () => {
    const option = differences(
      (d) => (d.chatServers.ChatServer2.options.settings["transcript-auto-save"] = 1),
    );
    expect(option.values.map(({ path, old, new: now }) => [path.join("/"), old, now])).toEqual([
      ["options/settings/transcript-auto-save", "2", "1"],
    ]);
    const port = differences((d) => (d.mobileServices.GMS.ports.default.publish = 8081));
    expect(port.values.map(({ old, new: now }) => [old, now])).toEqual([
      ["8080 http, published at 127.0.0.1:8080", "8080 http, published at 127.0.0.1:8081"],
    ]);
    const store = differences((d) => {
      d.contactServers = { Store: {} };
      for (const server of Object.values<Editable>(d.chatServers))
        server.connections = ["InteractionServer", "Store"];
    });
    expect(store.dataLosses.map(({ name }) => name)).toEqual(["genesys-chat.dev.contactserver_data"]);
    expect(
      store.containers.flatMap(({ action, container }) => (action === "removed" ? [container] : [])),
    ).toEqual(["genesys-chat.dev.contactserver"]);
  });

  test("refuses a Chat Server that is renamed, and a standby that is given up", () => {
    const renamed = edited((d) => {
      d.chatServers = { ChatServer1: d.chatServers.ChatServer1, Third: d.chatServers.ChatServer2 };
      d.webApiServers.WebAPI.connections = ["ChatServer1", "Third"];
    });
    const alone = edited((d) => {
      d.chatServers.ChatServer1.redundancy = "none";
      delete d.chatServers.ChatServer1.backup;
    });
    expect(losses(renamed, state(resources), "dev")).toEqual([
      "/chatServers/ChatServer2 is no longer declared (or has another name): its chats in progress end.",
    ]);
    expect(losses(alone, state(resources), "dev")).toEqual([
      "/chatServers/ChatServer1/redundancy: the standby ChatServer1_B takes the chats over while ChatServer1 restarts, and they end with it.",
    ]);
  });

  test("knows a pair by the member that exists, if a run ended before it made the other", () => {
    const without = resources.filter(
      ({ urn, type }) => !(type.endsWith(":Container") && urn.endsWith("::ChatServer1_B")),
    );
    const { applications } = deployedStack(without, "dev");
    const names = applications.map(({ application: { name } }) => name);
    expect(names).toContain("ChatServer1");
    expect(names).not.toContain("ChatServer1_B");
    expect(applications.find(({ application: { name } }) => name === "ChatServer1")?.partner).toBeUndefined();
  });
});

const servers = ["ContactServer", "InteractionServer"];

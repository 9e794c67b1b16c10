import { shortHash } from "../../docker/custom-folders";
import { twoPairs } from "../../model/fixtures/pairs";
import { deploymentOf } from "../../model/fixtures/single";
import { losses } from "./losses";
import type { StackState } from "../../engine/state";

const urn = (name: string, chain = "x") => `urn:pulumi:dev::genesys-chat::${chain}::${name}`;
const component = (type: string, name: string, inputs: Record<string, unknown> = {}) => ({
  urn: urn(name),
  type: `genesys-chat:index:${type}`,
  inputs,
});
const volume = (owner: string, name: string, of: string, role: string) => ({
  urn: urn(name, `genesys-chat:index:${owner}$docker:index/volume:Volume`),
  type: "docker:index/volume:Volume",
  id: of,
  inputs: { name: of, labels: [{ label: "genesys-chat.role", value: role }] },
});

/** As the components name the volume of that path. */
const writable = `genesys-chat.dev.webapi_writable_${shortHash("/opt/web/logs")}`;

const state: StackState = {
  pending: [],
  resources: [
    component("ChatDeployment", "dev", { namePrefix: "" }),
    component("ChatServer", "ChatServer1", { backup: "ChatServer1_B" }),
    component("ChatServer", "ChatServer2", { backup: "ChatServer2_B" }),
    volume("ContactServer", "ContactServer-data", "genesys-chat.dev.contactserver_data", "data"),
    volume("ContactServer", "ContactServer-config", "genesys-chat.dev.contactserver_config", "config"),
    volume("MobileServices", "GMS-data", "genesys-chat.dev.gms_data", "data"),
    volume("WebApiServer", "WebAPI-writable:/opt/web/logs", writable, "writable"),
  ],
};

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- edited in place, as an editor does
type Editable = any;

function after(edit: (definition: Editable) => void): string[] {
  const definition: Editable = twoPairs();
  Object.assign(definition.webApiServers.WebAPI, { image: "web:1", writablePaths: ["/opt/web/logs"] });
  edit(definition);
  return losses(deploymentOf(definition), state, "dev");
}

test.each<[string, (definition: Editable) => void]>([
  ["nothing", () => undefined],
  [
    "another option",
    (d) => (d.chatServers.ChatServer1.options = { settings: { "transcript-auto-save": 1 } }),
  ],
  ["a standby renamed", (d) => (d.chatServers.ChatServer1.backup = { name: "Second" })],
  ["another subnet", (d) => (d.network = { subnet: "10.9.0.0/24" })],
  ["another tenant", (d) => (d.tenants = { Acme: { dbid: 1 } })],
])("%s loses nothing", (_, edit) => expect(after(edit)).toEqual([]));

test.each<[string, (definition: Editable) => void, RegExp]>([
  ["another prefix", (d) => (d.namePrefix = "New_"), /^\/namePrefix: "" becomes "New_"/],
  [
    "no standby any more",
    (d) => (d.chatServers.ChatServer1.redundancy = "none"),
    /ChatServer1\/redundancy: .*ChatServer1_B/,
  ],
  [
    "a Chat Server renamed",
    (d) => {
      d.chatServers = { ChatServer1: d.chatServers.ChatServer1, Third: d.chatServers.ChatServer2 };
      d.webApiServers.WebAPI.connections = ["ChatServer1", "Third"];
    },
    /^\/chatServers\/ChatServer2 is no longer declared/,
  ],
  [
    "a Contact Server renamed",
    (d) => {
      d.contactServers = { Store: {} };
      for (const server of Object.values<Editable>(d.chatServers))
        server.connections = ["InteractionServer", "Store"];
    },
    /^ContactServer loses all stored transcripts.*contactserver_data .*"docker cp genesys-chat\.dev\.contactserver:\/var\/lib\/genesys/,
  ],
  [
    "a writable path given up",
    (d) => (d.webApiServers.WebAPI.writablePaths = []),
    /^WebAPI loses what it wrote .*webapi_writable_.*"docker cp genesys-chat\.dev\.webapi:\/opt\/web\/logs/,
  ],
])("%s costs chats or data, and says which", (_, edit, sentence) => {
  const lost = after(edit);
  expect(lost).toHaveLength(1);
  expect(lost[0]).toMatch(sentence);
});

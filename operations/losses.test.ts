import { resolve } from "../model";
import { twoPairs } from "../model/fixtures/pairs";
import { losses } from "./losses";
import type { StackState } from "./state";

const urn = (name: string) => `urn:pulumi:dev::genesys-chat::x::${name}`;
const component = (type: string, name: string, inputs: Record<string, unknown> = {}) => ({
  urn: urn(name),
  type: `genesys-chat:index:${type}`,
  inputs,
});
const volume = (name: string, of: string) => ({
  urn: urn(name),
  type: "docker:index/volume:Volume",
  id: of,
  inputs: { name: of },
});

const state: StackState = {
  pending: [],
  resources: [
    component("ChatDeployment", "dev", { namePrefix: "" }),
    component("ChatServer", "ChatServer1", { backup: "ChatServer1_B" }),
    component("ChatServer", "ChatServer2", { backup: "ChatServer2_B" }),
    volume("ContactServer-data", "genesys-chat.dev.contactserver_data"),
    volume("ContactServer-config", "genesys-chat.dev.contactserver_config"),
    volume("GMS-data", "genesys-chat.dev.gms_data"),
  ],
};

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- edited in place, as an editor does
type Editable = any;

function after(edit: (definition: Editable) => void): string[] {
  const definition: Editable = twoPairs();
  edit(definition);
  const { deployment, problems } = resolve(definition);
  if (!deployment) throw new Error(JSON.stringify(problems));
  return losses(deployment, state);
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
    /contactserver_data .*"docker cp genesys-chat\.dev\.contactserver:\/var\/lib\/genesys/,
  ],
])("%s costs chats or data, and says which", (_, edit, sentence) => {
  const lost = after(edit);
  expect(lost).toHaveLength(1);
  expect(lost[0]).toMatch(sentence);
});

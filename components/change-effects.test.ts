import { readFileSync } from "node:fs";
import { join } from "node:path";
import { resolve, type Definition, type LocalFiles } from "../model";
import { labelsOf, MockedEngine, type Registered } from "../test/support/mocked-engine";
import { ChatDeployment } from "./chat-deployment";

jest.mock("../system/simulator-image", () => ({ simulatorImage: () => "genesys-chat-simulator:test" }));

// Pulumi's mock takes its time on a machine that is busy.
jest.setTimeout(60_000);

/* The table of docs/changes.md, row by row: which files a change writes and which processes it replaces. */

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- edited in place, as an editor does
type Editable = any;

/** The deployment that the page's table is of. */
const base = (): Editable => ({
  mobileServices: {
    GMS: {
      ports: { default: { port: 8080, protocol: "http", publish: 8080 } },
      connections: ["WebAPI"],
      options: { "service.request-chat-poll": { service: { secret: "poll-url" } } },
    },
  },
  webApiServers: {
    WebAPI: {
      connections: ["ChatServer1"],
      image: "registry.example/web@sha256:" + "1".repeat(64),
      files: { "/srv/own.jsp": "own.jsp" },
      writablePaths: ["/var/log/web"],
      health: { command: ["/bin/well"] },
    },
  },
  chatServers: {
    ChatServer1: {
      connections: ["InteractionServer", "ContactServer"],
      options: { "endpoints:1": { other: { secret: "queue" } } },
    },
  },
  interactionServers: { InteractionServer: {} },
  contactServers: { ContactServer: {} },
});

/** What is declared: the definition, the secrets' values, and the own file's text. */
interface Wanted {
  readonly definition: Editable;
  readonly secrets: Record<string, string>;
  file: string;
}

const wanted = (): Wanted => ({
  definition: base(),
  secrets: { "poll-url": "http://ors.example/a", queue: "Chat In" },
  file: "one",
});

const chatServer = ({ definition }: Wanted) => definition.chatServers.ChatServer1;
const published = ({ definition }: Wanted) => definition.mobileServices.GMS.ports.default;
const web = ({ definition }: Wanted) => definition.webApiServers.WebAPI;

/** The page's rows by their first cell, and the edit that each is about. */
const changes: Readonly<Record<string, (wanted: Wanted) => void>> = {
  "an option that takes effect immediately": (all) =>
    (chatServer(all).options.settings = { "transcript-auto-save": 1 }),
  "an option that needs a restart": (all) =>
    (chatServer(all).options.settings = { "session-shutdown-timeout": 40 }),
  "an option that the catalogue doesn't have": (all) => (chatServer(all).options.settings = { odd: "x" }),
  "a user property": (all) => (chatServer(all).annex = { own: { note: "x" } }),
  "a connection": ({ definition }) => {
    definition.externalServers = { MessageServer: { type: "MessageServer", host: "fw.example", port: 7120 } };
    definition.contactServers.ContactServer = { connections: ["MessageServer"] };
  },
  "its ADDP": (all) =>
    (chatServer(all).connections = {
      InteractionServer: {},
      ContactServer: { addp: { local: 10, remote: 10 } },
    }),
  "a listening port": (all) => (chatServer(all).ports = { webapi: { port: 4902, protocol: "http" } }),
  "how much of logs is kept": ({ definition }) => (definition.logs = { maxSizeMb: 5 }),
  "a published port": (all) => (published(all).publish = 8081),
  "its address": (all) => (published(all).address = "127.0.0.2"),
  "an image": (all) => (web(all).image = "registry.example/web@sha256:" + "2".repeat(64)),
  "a release": (all) => (chatServer(all).release = "8.1.100.20"),
  memory: (all) => (chatServer(all).resources = { memoryMb: 256 }),
  "processor time": (all) => (chatServer(all).resources = { cpuMillis: 500 }),
  "a start's or a stop's timeout": (all) => (web(all).shutdownTimeout = 100),
  "a health check": (all) => (web(all).health = { command: ["/bin/better"] }),
  "an own file": (all) => (all.file = "two"),
  "a writable path": (all) => web(all).writablePaths.push("/var/cache/web"),
  "a secret of an option that takes effect immediately": (all) => (all.secrets.queue = "Other"),
  "a secret of anything else": (all) => (all.secrets["poll-url"] = "http://ors.example/b"),
  "the subnet": ({ definition }) => (definition.network = { subnet: "10.213.9.0/24" }),
  "whether the network masquerades": ({ definition }) => (definition.network = { masquerade: false }),
  "the name prefix": ({ definition }) => (definition.namePrefix = "New_"),
  "a tenant's name": ({ definition }) => (definition.tenants = { Acme: { dbid: 1 } }),
  "warm standby switched off": (all) => (chatServer(all).redundancy = "none"),
  "a standby renamed": (all) => (chatServer(all).backup = { name: "Second" }),
  "a Web API Server added": ({ definition }) =>
    (definition.webApiServers.WebAPI2 = { connections: ["ChatServer1"] }),
  "a Contact Server renamed": ({ definition }) => {
    definition.contactServers = { Store: {} };
    definition.chatServers.ChatServer1.connections = ["InteractionServer", "Store"];
  },
  "delivery switched to a Configuration Server": ({ definition }) => {
    const groups = ["mobileServices", "chatServers", "interactionServers", "contactServers"];
    definition.delivery = { configurationServer: { host: "config.example" } };
    definition.images = Object.fromEntries(
      groups.map((group) => [group, "registry.example/" + group + ":1"]),
    );
  },
};

/** Inputs that the provider changes in the container, or that only it reads; test/traps.test.ts asks the daemon. */
const inPlace = new Set(["memory", "memorySwap", "destroyGraceSeconds", "wait", "waitTimeout"]);

const engine = new MockedEngine();

interface Declared {
  readonly resources: ReadonlyMap<string, Registered>;
  readonly replacedWith: ReadonlyMap<string, readonly string[]>;
}

async function declare({ definition, secrets, file }: Wanted): Promise<Declared> {
  const content = { base64: Buffer.from(file).toString("base64"), sha256: file };
  const files: LocalFiles = new Map([["own.jsp", { size: file.length, content }]]);
  const { problems } = resolve(definition, undefined, { files });
  expect(problems.filter(({ severity }) => severity === "error")).toEqual([]);
  await engine.declare(
    (opts) => new ChatDeployment("test", { definition: definition as Definition, secrets, files }, opts),
  );
  return {
    resources: new Map(engine.registered.map((each) => [`${each.type} ${each.name}`, each])),
    replacedWith: new Map([...engine.options].map(([name, { replaceWith }]) => [name, replaceWith])),
  };
}

const ofType = (type: string) => (key: string) => key.startsWith(`docker:index/${type} `);
const isContainer = ofType("container:Container");
const names = (keys: Iterable<string>) => [...keys].map((key) => key.split(" ")[1] ?? "").sort();

function differing(before: Registered | undefined, after: Registered): string[] {
  const keys = new Set([...Object.keys(before?.inputs ?? {}), ...Object.keys(after.inputs)]);
  const text = (each: Registered | undefined, key: string) => JSON.stringify(each?.inputs[key]);
  return [...keys].filter((key) => text(before, key) !== text(after, key));
}

/** What an update does, in the words of the page. */
function effects(before: Declared, after: Declared): { files: string; processes: string } {
  const keys = [...after.resources.keys()];
  const changed = new Map(
    keys.flatMap((key) => {
      const old = before.resources.get(key);
      const keysOf = differing(old, after.resources.get(key)!);
      return old && keysOf.length > 0 ? [[key, keysOf] as const] : [];
    }),
  );
  const network = [...changed.keys()].some(ofType("network:Network"));
  const containers = keys.filter(isContainer);
  const carriers = containers.filter((key) => key.endsWith("-carrier"));
  const rewritten = carriers.filter((key) => changed.get(key)?.includes("uploads"));
  const processes = containers.filter((key) => !carriers.includes(key) && before.resources.has(key));
  const replaced = processes.filter((key) => {
    const carrier = after.replacedWith.get(key.split(" ")[1] ?? "") ?? [];
    return (
      network ||
      changed.get(key)?.some((input) => !inPlace.has(input)) ||
      names(rewritten).some((name) => carrier.includes(name))
    );
  });
  const changedInPlace = processes.filter((key) => changed.has(key) && !replaced.includes(key));
  const added = containers.filter((key) => !carriers.includes(key) && !before.resources.has(key));
  const removed = [...before.resources.keys()].filter((key) => !after.resources.has(key));
  const gone = removed.filter((key) => isContainer(key) && !key.endsWith("-carrier"));
  const all = processes.length + added.length;
  const parts = [
    ...(replaced.length > 0 ? [replaced.length === all ? "all" : inWords(replaced)] : []),
    ...(changedInPlace.length > 0 ? [`in place: ${inWords(changedInPlace)}`] : []),
    ...(added.length > 0 ? [`new: ${inWords(added)}`] : []),
    ...(gone.length > 0 ? [`gone: ${inWords(gone)}`] : []),
  ];
  const own = rewritten.filter((key) => key.endsWith("-files-carrier"));
  const configuration = rewritten.filter((key) => !own.includes(key));
  const written = [
    ...(configuration.length > 0 ? [configuration.length === all ? "all" : inWords(configuration)] : []),
    ...(own.length > 0 ? [`own files of ${inWords(own)}`] : []),
  ];
  return { files: written.join("; ") || "–", processes: parts.join("; ") || "–" };
}

function inWords(keys: readonly string[]): string {
  return names(keys)
    .map((name) => name.replace(/(-files)?-carrier$/, ""))
    .join(", ");
}

const page = readFileSync(join(__dirname, "..", "docs", "changes.md"), "utf8");
const rows = page
  .split("\n")
  .filter((line) => line.startsWith("| "))
  .map((line) => line.split("|").map((cell) => cell.trim()))
  .map(([, change = "", files = "", processes = ""]) => ({ change, files, processes }))
  .filter(({ change }) => change !== "change" && !/^-+$/.test(change));

let before: Declared;

beforeAll(async () => {
  await engine.start();
  before = await declare(wanted());
});

test("the page has a row for every change that is tried here, and no other", () => {
  expect(rows.map(({ change }) => change)).toEqual(Object.keys(changes));
});

test.each(Object.entries(changes))("%s", async (change, edit) => {
  const edited = wanted();
  edit(edited);
  const after = await declare(edited);
  const { files, processes } = effects(before, after);
  expect({ change, files, processes }).toEqual(rows.find((row) => row.change === change));
  keepsVolumes(after);
});

/** No volume of what is still declared changes, so no data goes; own files, which are ours to bring, get a new one. */
function keepsVolumes({ resources }: Declared): void {
  for (const [key, volume] of resources) {
    if (!ofType("volume:Volume")(key) || !before.resources.has(key)) continue;
    const own = labelsOf(volume.inputs)["genesys-chat.role"] === "files" && { name: volume.inputs.name };
    expect(volume.inputs).toEqual({ ...before.resources.get(key)?.inputs, ...own });
  }
}

import * as pulumi from "@pulumi/pulumi";
import { deploymentOf } from "../model/fixtures/single";
import { applicationFile } from "../render";
import { labelsOf, MockedEngine } from "../test/support/mocked-engine";
import { ChatDeployment } from "./chat-deployment";

jest.mock("../system/simulator-image", () => ({ simulatorImage: () => "genesys-chat-simulator:test" }));

// Pulumi's mock takes its time on a machine that is busy.
jest.setTimeout(30_000);

const engine = new MockedEngine();

const { registered, options } = engine;
const containers = () => engine.containers();
const processes = () => containers().filter(({ name }) => !name.endsWith("-carrier"));

beforeAll(() => engine.start());

describe("a deployment", () => {
  const deployment = deploymentOf();
  let chat: ChatDeployment;

  beforeAll(async () => {
    const secrets = { url: pulumi.secret("http://canary.example/") };
    chat = await engine.declare((opts) => new ChatDeployment("test", { deployment, secrets }, opts));
  });

  test("runs one process and one carrier per application, each under its own name", () => {
    const names = containers().map(({ inputs }) => inputs.name as string);
    expect(new Set(names).size).toBe(names.length);
    expect(names.sort()).toEqual(
      deployment.applications
        .flatMap(({ serverInfo: { host } }) => [
          `genesys-chat.test.${host}`,
          `genesys-chat.test.${host}_carrier`,
        ])
        .sort(),
    );
  });

  test("never registers two resources of one type under one name", () => {
    const urns = registered.map(({ type, name }) => `${type} ${name}`);
    expect(urns).toEqual([...new Set(urns)]);
  });

  test("locks every process down", () => {
    for (const { inputs } of processes()) {
      expect(inputs).toMatchObject({
        user: "10001:10001",
        readOnly: true,
        capabilities: { drops: ["ALL"] },
        securityOpts: ["no-new-privileges:true"],
        memory: 128,
        memorySwap: 128,
      });
      expect(inputs.destroyGraceSeconds).toBeGreaterThanOrEqual(10);
      expect(inputs).not.toHaveProperty("envs");
      const config = (inputs.volumes as { containerPath: string; readOnly?: boolean }[])[0];
      expect(config).toMatchObject({ containerPath: "/etc/genesys", readOnly: true });
    }
  });

  test("publishes the customers' port only, on loopback", () => {
    const ports = containers().flatMap(({ inputs }) => (inputs.ports ?? []) as unknown[]);
    expect(ports).toEqual([{ internal: 8080, external: 8080, ip: "127.0.0.1" }]);
  });

  test("never starts a carrier, and connects it to no network", () => {
    const carriers = containers().filter(({ name }) => name.endsWith("-carrier"));
    expect(carriers).toHaveLength(deployment.applications.length);
    for (const { inputs } of carriers)
      expect(inputs).toMatchObject({ start: false, mustRun: false, networkMode: "none" });
  });

  test("labels everything by project, stack, application and role; volumes and network never by what changes", () => {
    for (const { name, inputs } of processes()) {
      expect(labelsOf(inputs)).toMatchObject({
        "genesys-chat.project": "genesys-chat",
        "genesys-chat.stack": "test",
        "genesys-chat.tenant": "Environment",
        "genesys-chat.application": name,
        "genesys-chat.restart-hash": expect.stringMatching(/^[0-9a-f]{16}$/) as string,
      });
    }
    for (const each of registered.filter(({ type }) => /Volume|Network$/.test(type))) {
      expect(labelsOf(each.inputs)).not.toHaveProperty(["genesys-chat.restart-hash"]);
    }
  });

  test("rolls a pair standby first: carrier, process, and only then the primary's", () => {
    expect(options.get("ChatServer1_B")?.dependsOn).toEqual(["ChatServer1_B-carrier"]);
    expect(options.get("ChatServer1-carrier")?.dependsOn).toEqual(["ChatServer1_B"]);
    expect(options.get("ChatServer1")?.dependsOn).toEqual(["ChatServer1-carrier", "ChatServer1_B"]);
  });

  test("waits for no other application, so that the rest starts side by side", () => {
    for (const name of ["GMS", "WebAPI", "InteractionServer", "ContactServer"]) {
      expect(options.get(name)?.dependsOn).toEqual([`${name}-carrier`]);
    }
  });

  test("removes a container before its successor comes, and replaces where the provider would not apply", () => {
    for (const { name } of containers()) {
      expect(options.get(name)).toMatchObject({
        deleteBeforeReplace: true,
        replaceOnChanges: expect.arrayContaining(["healthcheck", "init", "tmpfs"]) as string[],
      });
    }
  });

  test("puts children below their component", () => {
    expect(options.get("ChatServer1_B")?.parent).toBe("ChatServer1");
    expect(options.get("ChatServer1")?.parent).toBe("ChatServer1");
  });

  test("passes the primary's options to the preview as the component's inputs, secrets by name", () => {
    const pair = registered.find(({ type }) => type === "genesys-chat:index:ChatServer");
    expect(pair?.inputs).toMatchObject({
      options: { settings: { "transcript-auto-save": "2", "session-restoration-mode": "simple" } },
      backup: "ChatServer1_B",
    });
    const gms = registered.find(({ type }) => type === "genesys-chat:index:MobileServices");
    expect(gms?.inputs.options).toMatchObject({
      "service.request-chat-poll": { service: { secret: "url" } },
    });
    expect(JSON.stringify(registered.filter(({ type }) => type.startsWith("genesys-chat:")))).not.toContain(
      "canary",
    );
  });

  test("a file with a secret is completely secret, and restarts its process with it", () => {
    const uploads = JSON.stringify(engine.inputsOf("GMS-carrier").uploads);
    expect(uploads).toContain("4dabf18193072939515e22adb298388d");
    expect(uploads).toContain("canary");
    expect(options.get("GMS")?.replaceWith).toEqual(["GMS-carrier"]);
    expect(options.get("ChatServer1")?.replaceWith).toEqual([]);
  });

  test("a file without one is plain, so that a preview can show what changes in it", () => {
    const primary = deployment.applications.find(({ name }) => name === "ChatServer1");
    const [upload] = engine.inputsOf("ChatServer1-carrier").uploads as { content: string }[];
    expect(upload?.content).toBe(primary && applicationFile(deployment, primary).text);
  });

  test("tells where GMS is and what runs", () => {
    expect(chat.gmsUrls).toEqual(["http://127.0.0.1:8080/genesys"]);
    expect(chat.applications.find(({ name }) => name === "ChatServer1_B")).toEqual({
      name: "ChatServer1_B",
      type: "ChatServer",
      role: "backup",
      container: "genesys-chat.test.chatserver1-b",
      ports: { default: 4801, webapi: 4802, ESP: 4803 },
    });
  });
});

test("a secret without a value ends it before anything is registered, and says what to type", () => {
  registered.length = 0;
  expect(() => new ChatDeployment("test", { deployment: deploymentOf() })).toThrow(
    'secret "url" has no value: pulumi config set --secret genesys-chat:secrets.url',
  );
  expect(registered).toEqual([]);
});

test("the SDK is loaded without TypeScript and the package manager's tree, in tests as in the product", () => {
  const loaded = Object.keys(require.cache);
  expect(loaded.some((file) => file.includes("/@pulumi/pulumi/"))).toBe(true);
  expect(loaded.filter((file) => /node_modules\/(?:typescript|@npmcli\/arborist)\//.test(file))).toEqual([]);
});

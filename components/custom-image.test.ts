import * as pulumi from "@pulumi/pulumi";
import { resolve, type Deployment } from "../model";
import { deploymentOf } from "../model/fixtures/single";
import { labelsOf, MockedEngine } from "../test/support/mocked-engine";
import { ChatDeployment } from "./chat-deployment";

jest.mock("../system/simulator-image", () => ({ simulatorImage: () => "genesys-chat-simulator:test" }));

const engine = new MockedEngine();

// Pulumi's mock takes its time on a machine that is busy.
jest.setTimeout(30_000);

let said: jest.SpyInstance;

beforeAll(async () => {
  said = jest.spyOn(pulumi.log, "info").mockResolvedValue();
  await engine.start();
});

const chatServer = (more: object) => ({
  image: "chat:1",
  connections: ["InteractionServer", "ContactServer"],
  ...more,
});

function definition(more: { chat?: object; webApi?: object; whole?: object } = {}) {
  return {
    mobileServices: {
      GMS: {
        image: "gms:1",
        connections: ["WebAPI"],
        options: { "service.request-chat-poll": { service: { secret: "url" } } },
      },
    },
    webApiServers: { WebAPI: { image: "web:1", connections: ["ChatServer1"], ...more.webApi } },
    chatServers: { ChatServer1: chatServer(more.chat ?? {}) },
    interactionServers: { InteractionServer: { image: "ixn:1" } },
    contactServers: { ContactServer: { image: "ucs:1" } },
    ...more.whole,
  };
}

const files = (text: string) =>
  new Map(
    ["pages/lb.jsp", "pages/help.jsp"].map((source) => [
      source,
      {
        content: { base64: Buffer.from(`${text} ${source}`).toString("base64"), sha256: `${text} ${source}` },
      },
    ]),
  );

const deploy = (value: object, text = "first") => deploymentOf(value, undefined, { files: files(text) });

const declare = (deployment: Deployment) =>
  engine.declare(
    (opts) =>
      new ChatDeployment(
        "test",
        { deployment, secrets: { url: pulumi.secret("http://canary.example/") } },
        opts,
      ),
  );

describe("own files and writable paths", () => {
  const own = {
    webApi: {
      files: { "/opt/web/pages/lb.jsp": "pages/lb.jsp", "/opt/web/pages/deep/help.jsp": "pages/help.jsp" },
      writablePaths: ["/opt/web/logs"],
    },
  };

  beforeAll(() => declare(deploy(definition(own))));

  test("are laid by a carrier that is made from the application's own image and never started", () => {
    const carrier = engine.inputsOf("WebAPI-files-carrier");
    expect(carrier).toMatchObject({ image: "web:1", user: "0", start: false, mustRun: false });
    expect(carrier.networkMode).toBe("none");
    expect(carrier.uploads).toEqual([
      {
        file: "/opt/web/pages/deep/help.jsp",
        contentBase64: base64("first pages/help.jsp"),
        permissions: "0444",
      },
      { file: "/opt/web/pages/lb.jsp", contentBase64: base64("first pages/lb.jsp"), permissions: "0444" },
      { file: "/opt/web/logs/", contentBase64: "\n", permissions: "0777" },
    ]);
  });

  test("are mounted where the definition says, own files read-only", () => {
    const container = engine.inputsOf("WebAPI");
    const volumes = container.volumes as { containerPath: string; volumeName: string; readOnly?: boolean }[];
    expect(volumes.map(({ containerPath, readOnly = false }) => [containerPath, readOnly])).toEqual([
      ["/etc/genesys", true],
      ["/opt/web/pages", true],
      ["/opt/web/logs", false],
    ]);
    expect(volumes[1]?.volumeName).toMatch(/^genesys-chat\.test\.webapi_files_[0-9a-f]{12}$/);
    expect(volumes[2]?.volumeName).toMatch(/^genesys-chat\.test\.webapi_writable_[0-9a-f]{12}$/);
    expect(container.readOnly).toBe(true);
    expect(engine.options.get("WebAPI")?.dependsOn).toEqual(["WebAPI-carrier", "WebAPI-files-carrier"]);
  });

  test("are labelled as all that is the stack's", () => {
    for (const { inputs } of engine.volumes()) {
      expect(labelsOf(inputs)).toMatchObject({
        "genesys-chat.stack": "test",
        "genesys-chat.project": "genesys-chat",
      });
    }
  });

  test("a changed file is another volume, and a container with another label; writable data stays", async () => {
    const names = () =>
      Object.fromEntries(engine.volumes().map(({ name, inputs }) => [name, String(inputs.name)]));
    const [before, hash] = [names(), labelsOf(engine.inputsOf("WebAPI"))["genesys-chat.files-hash"]];
    await declare(deploy(definition(own), "second"));
    const after = names();
    const changed = Object.keys(after).filter((name) => after[name] !== before[name]);
    expect(Object.keys(after)).toEqual(Object.keys(before));
    expect(changed).toEqual(["WebAPI-files:/opt/web/pages"]);
    expect(labelsOf(engine.inputsOf("WebAPI"))["genesys-chat.files-hash"]).not.toBe(hash);
  });

  test("of a pair lie with each member, and the primary's wait for the standby", async () => {
    await declare(deploy(definition({ chat: { writablePaths: ["/opt/chat/logs"] } })));
    const volumes = ["ChatServer1", "ChatServer1_B"].map(
      (name) => engine.inputsOf(`${name}-writable:/opt/chat/logs`).name,
    );
    expect(new Set(volumes).size).toBe(2);
    expect(engine.options.get("ChatServer1-files-carrier")?.dependsOn).toEqual(["ChatServer1_B"]);
  });

  test("that were not read end it before anything is registered", () => {
    engine.registered.length = 0;
    const { deployment } = resolve(definition(own));
    expect(() => new ChatDeployment("test", { deployment: deployment!, secrets: { url: "x" } })).toThrow(
      "WebAPI needs pages/lb.jsp as /opt/web/pages/lb.jsp, but pages/lb.jsp was not read. Pass its content in `files`.",
    );
    expect(engine.registered).toEqual([]);
  });
});

describe("delivery by Configuration Server", () => {
  const whole = { delivery: { configurationServer: { host: "cfg.example" } } };

  test("has no application file, no carrier and no restart hash, and starts each process as its own Application", async () => {
    await declare(deploy(definition({ whole })));
    expect(
      engine
        .containers()
        .map(({ name }) => name)
        .filter((name) => /carrier/.test(name)),
    ).toEqual([]);
    expect(engine.volumes().filter(({ name }) => name.endsWith("-config"))).toEqual([]);
    for (const name of ["GMS", "ChatServer1", "ChatServer1_B"]) {
      expect(engine.inputsOf(name).command).toEqual(["-host", "cfg.example", "-port", "2020", "-app", name]);
      expect(labelsOf(engine.inputsOf(name))).not.toHaveProperty(["genesys-chat.restart-hash"]);
      expect(JSON.stringify(engine.inputsOf(name).volumes)).not.toContain("/etc/genesys");
    }
  });

  test("an option changes the component's inputs, which a preview shows, and nothing that is deployed", async () => {
    const inner = () =>
      engine.registered
        .filter(({ type }) => type.startsWith("docker:"))
        .map(({ name, inputs }) => [name, inputs])
        .sort();
    const shown = () => engine.registered.find(({ type }) => type.endsWith(":ChatServer"))?.inputs;
    await declare(deploy(definition({ whole })));
    const [before, shownBefore] = [inner(), shown()];
    const options = { settings: { "session-shutdown-timeout": 200 } };
    await declare(deploy(definition({ whole, chat: { options } })));
    expect(inner()).toEqual(before);
    expect(shownBefore).not.toEqual(shown());
    expect(shown()).toMatchObject({ options: { settings: { "session-shutdown-timeout": "200" } } });
  });

  test("needs no secret's value, and puts it nowhere", async () => {
    const deployment = deploy(definition({ whole }));
    await engine.declare((opts) => new ChatDeployment("test", { deployment }, opts));
    await declare(deployment);
    expect(JSON.stringify(engine.registered)).not.toContain("canary");
  });

  test("says what an update does not do", async () => {
    said.mockClear();
    await declare(deploy(definition({ whole })));
    const lines = said.mock.calls.map(([message]) => String(message));
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(
      /Configuration Server at cfg\.example:2020.*import them from out\/test\/.*restart/,
    );
  });
});

function base64(text: string): string {
  return Buffer.from(text).toString("base64");
}

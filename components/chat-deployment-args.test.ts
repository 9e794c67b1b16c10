import * as pulumi from "@pulumi/pulumi";
import { defineDeployment } from "../model/exact";
import { labelsOf, MockedEngine } from "../test/support/mocked-engine";
import type { ChatDeploymentArgs } from "./chat-deployment-args";
import { ChatDeployment } from "./chat-deployment";
import type { Transform } from "./transform";

jest.mock("../system/simulator-image", () => ({ simulatorImage: () => "genesys-chat-simulator:test" }));
jest.setTimeout(30_000);

const engine = new MockedEngine();
const secrets = { url: "http://canary.example/" };

const definition = defineDeployment({
  mobileServices: {
    GMS: {
      connections: ["WebAPI"],
      options: { "service.request-chat-poll": { service: { secret: "url" } } },
    },
  },
  webApiServers: {
    WebAPI: { image: "web:1", connections: ["ChatServer1"], writablePaths: ["/opt/web/logs"] },
  },
  chatServers: { ChatServer1: { connections: ["InteractionServer", "ContactServer"] } },
  interactionServers: { InteractionServer: {} },
  contactServers: { ContactServer: {} },
});

beforeAll(async () => {
  for (const level of ["info", "warn"] as const) jest.spyOn(pulumi.log, level).mockResolvedValue();
  await engine.start();
});

const declare = (name: string, args: ChatDeploymentArgs) =>
  engine.declare((opts) => new ChatDeployment(name, args, opts));

const thrownBy = (name: string, args: ChatDeploymentArgs): Error => {
  engine.registered.length = 0;
  try {
    new ChatDeployment(name, args);
  } catch (error) {
    expect(engine.registered).toEqual([]);
    return error as Error;
  }
  throw new Error("it was declared");
};

describe("a definition", () => {
  test("with errors ends it with all of them, as one sentence each, before anything is registered", () => {
    const wrong = {
      ...definition,
      webApiServers: { WebAPI: { connections: ["ChatServer9"] } },
      contactServers: {},
    };
    const error = thrownBy("test", { definition: wrong, secrets });
    expect(pulumi.RunError.isInstance(error)).toBe(true);
    const lines = error.message.split("\n");
    expect(lines.slice(0, -1).every((line) => /^error \[[a-z-]+\] \/[^ ]+: /.test(line))).toBe(true);
    expect(error.message).toMatch(
      /error \[connection-exists\] \/webApiServers\/WebAPI\/connections\/0: .*ChatServer9/,
    );
    expect(lines.at(-1)).toMatch(/^\d+ errors: nothing was registered, nothing was changed$/);
  });

  test("without the value of a secret ends it, and says where to give it", () => {
    expect(thrownBy("test", { definition }).message).toBe(
      'secret "url" has no value: give it to ChatDeployment, such as secrets: { "url": config.requireSecret("url") }',
    );
  });

  test("that names an own file which isn't there ends it by the rule", () => {
    const webApi = {
      image: "web:1",
      connections: ["ChatServer1"],
      files: { "/opt/web/x.jsp": "no/such/file" },
    };
    const wrong = { ...definition, webApiServers: { WebAPI: webApi } };
    expect(thrownBy("test", { definition: wrong, secrets }).message).toMatch(
      /error \[own-file-readable\].*no\/such\/file.*there is no such file/,
    );
  });

  test("keeps a secret that came in clear from the engine's display", async () => {
    await declare("test", { definition, secrets });
    // The mock shows a secret as the engine's own wrapper of one.
    expect(JSON.stringify(engine.inputsOf("GMS-carrier").uploads)).toMatch(
      /4dabf18193072939515e22adb298388d.*canary/,
    );
  });
});

describe("the deployment's name", () => {
  test("is no part of names if it is the stack's", async () => {
    await declare("test", { definition, secrets });
    expect(engine.inputsOf("network").name).toBe("genesys-chat.test");
    expect(engine.inputsOf("GMS").name).toBe("genesys-chat.test.gms");
  });

  test("is part of every name if it is another, so that a program can have several", async () => {
    await declare("test", { definition, secrets });
    const names = () =>
      engine.registered.flatMap(({ type, name, inputs }) => [`${type} ${name}`, String(inputs.name)]);
    const first = names().filter((name) => name !== "undefined");
    await declare("second", { definition, secrets });
    const second = names().filter((name) => name !== "undefined");
    expect(second).toContain("genesys-chat.test.second__gms");
    expect(second).toContain("genesys-chat:index:MobileServices second-GMS");
    expect(first.filter((name) => second.includes(name))).toEqual([]);
  });

  test.each(["a.b", "a_b", "", "-a"])(
    'can\'t be "%s", which would make container names ambiguous',
    (name) => {
      expect(thrownBy(name, { definition, secrets }).message).toMatch(
        /can't be called .* Allowed: letters, digits/,
      );
    },
  );
});

describe("a transformation", () => {
  /** One resource of each kind. */
  const oneOf = {
    network: "network",
    sharedNetwork: "shared-network",
    keyVolume: "key",
    configVolume: "WebAPI-config",
    carrier: "WebAPI-carrier",
    dataVolume: "GMS-data",
    writableVolume: "WebAPI-writable:/opt/web/logs",
    filesVolume: "WebAPI-files:/opt/web/pages",
    filesCarrier: "WebAPI-files-carrier",
    container: "WebAPI",
  } satisfies Record<keyof Transform, string>;
  const kinds = Object.keys(oneOf) as (keyof Transform)[];
  const webApi = {
    ...definition.webApiServers!.WebAPI,
    files: { "/opt/web/pages/x.jsp": "x.jsp" },
  };
  const args = {
    definition: {
      ...definition,
      webApiServers: { WebAPI: webApi },
      sharedNetwork: { subnet: "10.217.0.0/24", applications: ["InteractionServer"] },
    },
    files: new Map([["x.jsp", { content: { base64: "eA==", sha256: "x" } }]]),
    secrets,
  };
  test("is applied to each resource of its kind, in place, and to no other", async () => {
    const marking = (kind: string) => (own: { labels?: unknown }) => {
      own.labels = [...(own.labels as object[]), { label: "mine", value: kind }];
    };
    const transform = Object.fromEntries(kinds.map((kind) => [kind, marking(kind)]));
    await declare("test", { ...args, transform });
    expect(Object.fromEntries(kinds.map((kind) => [kind, markOf(oneOf[kind])]))).toEqual(
      Object.fromEntries(kinds.map((kind) => [kind, kind])),
    );
    const inner = engine.registered.filter(({ type }) => type.startsWith("docker:"));
    expect(inner.filter(({ name }) => markOf(name) === undefined)).toEqual([]);
  });

  const markOf = (name: string) => labelsOf(engine.inputsOf(name)).mine;

  test("may give other arguments and options back", async () => {
    const transform: Transform = {
      container: (own, opts) => ({
        args: { ...own, memory: 512 },
        opts: { ...opts, deleteBeforeReplace: false },
      }),
    };
    await declare("test", { ...args, transform });
    expect(engine.inputsOf("GMS")).toMatchObject({ memory: 512, name: "genesys-chat.test.gms" });
    expect(engine.options.get("GMS")).toMatchObject({ deleteBeforeReplace: false, parent: "GMS" });
    expect(engine.inputsOf("GMS-carrier")).not.toHaveProperty("memory");
  });

  test("sees which application it is for", async () => {
    const seen: string[] = [];
    await declare("test", {
      ...args,
      transform: { container: (_own, _opts, { name }) => void seen.push(name) },
    });
    expect(seen.sort()).toEqual(
      ["ChatServer1", "ChatServer1_B", "ContactServer", "GMS", "InteractionServer"].concat("WebAPI"),
    );
  });

  test("of one deployment changes no other", async () => {
    const harm: Transform = {
      container: (own) => void (own.capabilities as { drops: string[] }).drops.pop(),
    };
    await declare("test", { ...args, transform: harm });
    expect(engine.inputsOf("GMS").capabilities).toEqual({ drops: [] });
    await declare("test", args);
    expect(engine.inputsOf("GMS").capabilities).toEqual({ drops: ["ALL"] });
  });

  test("can change neither a name nor a parent, whatever it does", async () => {
    const sly: Transform = {
      container: (own, opts) => {
        Object.assign(own, { name: "mine" });
        Object.assign(opts, { parent: undefined });
      },
    };
    await declare("test", { ...args, transform: sly });
    expect(engine.inputsOf("GMS").name).toBe("genesys-chat.test.gms");
    expect(engine.options.get("GMS")?.parent).toBe("GMS");
  });
});

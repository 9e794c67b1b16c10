import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { noStackTrace } from "./support/messages";
import { LibraryProgram, type Plan } from "./support/library-program";

/* The package, as another Pulumi program has it, on the real engine; no daemon, no registry. */
jest.setTimeout(180_000);

const program = `
import * as pulumi from "@pulumi/pulumi";
import { ChatDeployment, defineDeployment, resolve, type Definition, type Transform } from "genesys-chat";
import { catalogue } from "genesys-chat/model";
import { outputFiles } from "genesys-chat/render";

const mode = process.env.MODE ?? "one";

const definition = defineDeployment({
  mobileServices: {
    GMS: {
      connections: ["WebAPI"],
      options: { "service.request-chat-poll": { service: { secret: "url" } } },
    },
  },
  webApiServers: {
    WebAPI: { image: "web:1", connections: ["ChatServer1"], files: { "/opt/web/lb.jsp": "pages/lb.jsp" } },
  },
  chatServers: { ChatServer1: { connections: ["InteractionServer", "ContactServer"] } },
  interactionServers: { InteractionServer: {} },
  contactServers: { ContactServer: {} },
});

const second: Definition = {
  ...definition,
  network: { subnet: mode === "clash" ? "10.213.0.0/25" : "10.213.1.0/24" },
  mobileServices: {
    GMS: {
      ...definition.mobileServices!.GMS,
      ports: { default: { port: 8080, protocol: "http", publish: 8081 } },
    },
  },
};

const wrong: Definition = { ...definition, webApiServers: { WebAPI: { connections: ["ChatServer9"] } } };

const transform: Transform = {
  container: (args, _opts, { key }) => {
    if (key === "GMS") args.memory = args.memorySwap = 512;
  },
};

const secrets = { url: pulumi.secret("http://canary.example/") };
const chat = new ChatDeployment("chat", { definition: mode === "wrong" ? wrong : definition, secrets, transform });
if (mode === "two" || mode === "clash") new ChatDeployment("second", { definition: second, secrets });

export const gmsUrls: string[] = chat.gmsUrls;
export const rendered: number = outputFiles(resolve(definition).deployment!).size;
export const known: boolean = catalogue.ChatServer.length > 0;
`;

/** The compiler has to know our types: as \`any\`, all of this would pass. */
const mistakes = `
import { ChatDeployment, defineDeployment, type Transform } from "genesys-chat";
import { resolve } from "genesys-chat/model";
import { outputFiles } from "genesys-chat/render";

// @ts-expect-error neither a definition nor a deployment
new ChatDeployment("a", {});
// @ts-expect-error not a definition's key
new ChatDeployment("a", { definition: { chatServer: {} } });
// @ts-expect-error the name is decided in one place
export const renaming: Transform = { container: (args) => { args.name = "mine"; } };
// @ts-expect-error a network is for all applications
export const knowing: Transform = { network: (_args, _opts, application) => application };
// @ts-expect-error no number
export const count: number = resolve({}).problems;
// @ts-expect-error files are a map
outputFiles(resolve({}).deployment!).length;
// @ts-expect-error the option's name
defineDeployment({ mobileServices: { GMS: { options: { chat: { chat_load_balancer_url_pth: "x" } } } } });
`;

const settings = (module: string, moduleResolution: string) => ({
  target: "ES2022",
  module,
  moduleResolution,
  strict: true,
  skipLibCheck: true,
  types: ["node"],
  outDir: "dist",
});

let library: LibraryProgram;

beforeAll(async () => {
  library = await LibraryProgram.make("somebodys", {
    "tsconfig.json": JSON.stringify({
      compilerOptions: settings("node16", "node16"),
      files: ["index.ts", "mistakes.ts"],
    }),
    "index.ts": program,
    "mistakes.ts": mistakes,
    "pages/lb.jsp": "<%-- mine --%>",
  });
});

afterAll(() => library?.remove());

const typeOf = (urn: string) => (urn.split("::")[2] ?? "").split("$").at(-1) ?? "";
const nameOf = (urn: string) => urn.split("::").slice(3).join("::");
const ofOurs = ({ resources }: Plan) => resources.filter(({ urn }) => typeOf(urn) !== "pulumi:pulumi:Stack");
const inputsOf = ({ resources }: Plan, name: string, type: string) =>
  resources.find(({ urn }) => nameOf(urn) === name && typeOf(urn) === type)?.newState?.inputs ?? {};

const container = "docker:index/container:Container";

describe("its types", () => {
  test("are found and exact under node16, and the program compiles", async () => {
    expect((await library.compile()).stdout).toBe("");
  });

  test("are found and exact as a bundler resolves them", async () => {
    const bundler = ["--module", "esnext", "--moduleResolution", "bundler", "--noEmit"];
    expect((await library.compile(...bundler)).stdout).toBe("");
  });
});

describe("a program with it", () => {
  const unreachable = { DOCKER_HOST: "tcp://127.0.0.1:1" };

  let plan: Plan;

  beforeAll(async () => {
    await library.succeed(["stack", "init", "lib"]);
    plan = await library.preview("lib", unreachable);
  });

  test("previews a complete deployment, with its own file and what it transforms", () => {
    expect({ code: plan.code, said: plan.said }).toMatchObject({ code: 0 });
    const components = ofOurs(plan).filter(({ urn }) => typeOf(urn).startsWith("genesys-chat:"));
    expect(components.map(({ urn }) => nameOf(urn)).sort()).toEqual(
      ["chat", "chat-ChatServer1", "chat-ContactServer", "chat-GMS", "chat-InteractionServer"].concat(
        "chat-WebAPI",
      ),
    );
    expect(inputsOf(plan, "chat-GMS", container)).toMatchObject({
      name: "somebodys.lib.chat__gms",
      memory: 512,
    });
    expect(inputsOf(plan, "chat-ChatServer1", container)).toMatchObject({ memory: 128 });
    const [upload] = inputsOf(plan, "chat-WebAPI-files-carrier", container).uploads as {
      contentBase64: string;
    }[];
    expect(Buffer.from(upload!.contentBase64, "base64").toString()).toBe("<%-- mine --%>");
  });

  test("runs the simulator's image that the package holds", () => {
    const folder = join(library.folder, "node_modules", "genesys-chat", "bin", "simulator", "image");
    const { image } = JSON.parse(readFileSync(join(folder, "tag.json"), "utf8")) as { image: string };
    expect(inputsOf(plan, "chat-GMS", container).image).toBe(image);
  });

  test("ends a wrong definition before any resource, in the words of every other place", async () => {
    const other = await library.preview("lib", { ...unreachable, MODE: "wrong" });
    expect(other.code).not.toBe(0);
    expect(ofOurs(other)).toEqual([]);
    expect(other.said).toContain("error [connection-exists] /webApiServers/WebAPI/connections/0: ");
    expect(other.said).toContain("nothing was registered, nothing was changed");
    noStackTrace(other.said);
  });

  test("may have two deployments, each under names of its own", async () => {
    const other = await library.preview("lib", { ...unreachable, MODE: "two" });
    expect(other.code).toBe(0);
    const names = ofOurs(other)
      .map(({ newState }) => newState?.inputs?.name)
      .filter(Boolean);
    expect(new Set(names).size).toBe(names.length);
    expect(names).toEqual(expect.arrayContaining(["somebodys.lib.chat__gms", "somebodys.lib.second__gms"]));
  });

  test("is refused if two of them conflict, before the second is declared", async () => {
    const other = await library.preview("lib", { ...unreachable, MODE: "clash" });
    expect(other.code).not.toBe(0);
    expect(other.said).toMatch(/error \[subnet-of-its-own\].*the ChatDeployment "chat"/);
    expect(ofOurs(other).filter(({ urn }) => nameOf(urn).startsWith("second"))).toEqual([]);
  });
});

test("the package has what it needs and neither tests nor fixtures", () => {
  const modules = join(library.folder, "node_modules", "genesys-chat");
  const manifest = JSON.parse(readFileSync(join(modules, "package.json"), "utf8")) as {
    private: boolean;
    exports: Record<string, string | { types: string; default: string }>;
  };
  expect(manifest.private).toBe(true);
  for (const target of Object.values(manifest.exports)) {
    for (const file of typeof target === "string" ? [target] : [target.types, target.default]) {
      expect(readFileSync(join(modules, file), "utf8")).not.toBe("");
    }
  }
  const files = readdirSync(modules, { recursive: true, encoding: "utf8" });
  expect(files).toContain(join("bin", "simulator", "image", "simulator.js"));
  expect(files.filter((file) => /\btests?\b|fixtures|cases|testbed|\.tsbuildinfo/.test(file))).toEqual([]);
});

import { announcedVariable } from "../system/announcement";
import { noDaemon, ProjectCopy } from "./support/project-copy";
import { noStackTrace, oneMessage } from "./support/messages";
import { TestStack } from "./support/test-stack";

/* The program on the real engine, with no daemon to ask. */
jest.setTimeout(60_000);

let project: ProjectCopy;
let stack: TestStack;

beforeAll(async () => {
  project = await ProjectCopy.withProgram(noDaemon);
  stack = await TestStack.from(project, "dev");
});

afterAll(() => project?.remove());

const typeOf = (urn: string) => (urn.split("::")[2] ?? "").split("$").at(-1) ?? "";
const nameOf = (urn: string) => urn.split("::")[3] ?? "";

test("a preview plans every application, and needs no daemon for it", async () => {
  const steps = await stack.previewSteps();
  expect(new Set(steps.map(({ op }) => op))).toEqual(new Set(["create"]));
  const containers = steps.filter(({ urn }) => typeOf(urn) === "docker:index/container:Container");
  const applications = ["ChatServer1", "ChatServer1_B", "ChatServer2", "ChatServer2_B"].concat(
    ...["ContactServer", "GMS", "InteractionServer", "OrchestrationServer", "WebAPI"],
  );
  const names = applications.flatMap((name) => [name, `${name}-carrier`]);
  expect(containers.map(({ urn }) => nameOf(urn)).sort()).toEqual(names.sort());
  const components = steps.map(({ urn }) => typeOf(urn)).filter((type) => type.startsWith("genesys-chat:"));
  expect(components.sort()).toEqual(
    ["ChatDeployment", "ChatServer", "ChatServer", "ContactServer", "InteractionServer", "MobileServices"]
      .concat("OrchestrationServer", "WebApiServer")
      .map((type) => `genesys-chat:index:${type}`),
  );
});

describe("with an error in the definition", () => {
  let sound: string;

  beforeAll(() => {
    sound = project.readStackFile(stack.name);
    stack.edit(({ mobileServices }) => {
      mobileServices.GMS.options.chat.ixn_server_submit_queue = "nowhere";
    });
  });

  afterAll(() => project.writeStackFile(stack.name, sound));

  test("a preview ends with the rule, the place and what would be right, and plans nothing", async () => {
    const { code, stdout, stderr } = await stack.pulumi("preview", "--json");
    expect(code).not.toBe(0);
    const preview = JSON.parse(stdout) as { steps?: { urn: string }[]; diagnostics: { message: string }[] };
    const planned = (preview.steps ?? []).map(({ urn }) => typeOf(urn));
    // The engine's own root is all that there is.
    expect(planned.filter((type) => type !== "pulumi:pulumi:Stack")).toEqual([]);
    const said = preview.diagnostics.map(({ message }) => message).join("\n") + stderr;
    const lines = project.readStackFile(stack.name).split("\n");
    const line = lines.findIndex((text) => text.includes("ixn_server_submit_queue")) + 1;
    expect(said).toMatch(new RegExp(`Pulumi\\.${stack.name}\\.yaml:${line}:\\d+: error \\[[a-z-]+\\]`));
    expect(said).toContain("/mobileServices/GMS/options/chat/ixn_server_submit_queue");
    expect(said).toMatch(/Allowed: .*default/);
    noStackTrace(said);
  });

  test("an update says it once, and registers nothing", async () => {
    const { code, stdout, stderr } = await stack.pulumi("up", "--yes", "--skip-preview");
    expect(code).not.toBe(0);
    // The engine's own display shows a message while it works, too; what stays is the list of diagnostics.
    oneMessage(stdout + stderr, /^\s+error: .*ixn_server_submit_queue/);
    const state = JSON.parse(await stack.exportedState()) as {
      deployment: { resources?: { type: string }[] };
    };
    const types = (state.deployment.resources ?? []).map(({ type }) => type);
    expect(types.filter((type) => type !== "pulumi:pulumi:Stack")).toEqual([]);
  });
});

test("an update of something else than its preview announced is refused before anything is registered", async () => {
  const words = ["up", "--yes", "--skip-preview", "--stack", stack.name];
  const { code, stdout, stderr } = await project.pulumi(words, { [announcedVariable]: "what was shown" });
  expect(code).not.toBe(0);
  oneMessage(stdout + stderr, /^\s+error: .*was edited after the preview/);
  expect(stdout + stderr).toContain("nothing was changed");
  const state = JSON.parse(await stack.exportedState()) as { deployment: { resources?: { type: string }[] } };
  const types = (state.deployment.resources ?? []).map(({ type }) => type);
  expect(types.filter((type) => type !== "pulumi:pulumi:Stack")).toEqual([]);
});

test("all problems are reported at once", async () => {
  const sound = project.readStackFile(stack.name);
  stack.edit((definition) => {
    definition.mobileServices.GMS.options.chat.ixn_server_submit_queue = "nowhere";
    definition.webApiServers.WebAPI.connections.ChatServer1.port = "web";
    definition.chatServers.ChatServer2.connections = ["InteractionServer", "ContactSrever"];
  });
  const { stdout, stderr } = await stack.pulumi("preview");
  project.writeStackFile(stack.name, sound);
  const said = stdout + stderr;
  expect(said).toContain("/mobileServices/GMS/options/chat/ixn_server_submit_queue");
  expect(said).toContain("/webApiServers/WebAPI/connections/ChatServer1");
  expect(said).toContain("/chatServers/ChatServer2/connections/1");
  expect(said).toMatch(/did you mean.*ContactServer/i);
});

test("a secret without a value ends the program before anything is registered", async () => {
  const acme = await TestStack.from(project, "acme");
  const { code, stdout, stderr } = await acme.pulumi("preview", "--json");
  expect(code).not.toBe(0);
  const preview = JSON.parse(stdout) as { steps?: { urn: string }[] };
  const planned = (preview.steps ?? []).map(({ urn }) => typeOf(urn));
  expect(planned.filter((type) => type !== "pulumi:pulumi:Stack")).toEqual([]);
  expect(stdout + stderr).toContain("request-chat-poll-url");
  noStackTrace(stdout + stderr);
});

/** A port that is never open: what goes to the proxy fails. */
const proxy = "http://127.0.0.1:9";
const proxied = (...names: string[]) => Object.fromEntries(names.map((name) => [name, proxy]));

test.each([
  ["in lower case, without an exception", proxied("http_proxy", "https_proxy", "all_proxy", "grpc_proxy")],
  [
    // The Node.js SDK reads the variables in lower case only, so one of them is.
    "in both cases, with another exception in upper case",
    { ...proxied("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "https_proxy"), NO_PROXY: "corp.example" },
  ],
  [
    "for gRPC alone, with exceptions of its own",
    { ...proxied("grpc_proxy"), no_grpc_proxy: "corp.example", no_proxy: "*.example" },
  ],
])(
  "behind a dead proxy %s, the engine's own connections stay on this machine",
  async (_, environment) => {
    const words = ["preview", "--stack", stack.name];
    const { code, stdout, stderr } = await project.chatstack(words, environment);
    noStackTrace(stdout + stderr);
    expect(stdout + stderr).not.toMatch(/UNAVAILABLE|ECONNREFUSED/);
    expect(code).toBe(0);
  },
  120_000,
);

test("a program that is older than its sources is refused, not run", async () => {
  project.touch("render/output.ts", "// changed since the build\n");
  const { code, stdout, stderr } = await stack.pulumi("preview");
  expect(code).not.toBe(0);
  expect(stdout + stderr).toMatch(/\.\/chatstack|npm run build/);
  noStackTrace(stdout + stderr);
});

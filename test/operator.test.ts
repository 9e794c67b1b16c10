import { stringify } from "yaml";
import { stackObjects } from "./support/docker-objects";
import { endedWith } from "./support/messages";
import { ProjectCopy } from "./support/project-copy";
import type { Run } from "./support/process";
import { type LooseDefinition, TestStack } from "./support/test-stack";

/* What a tired operator writes into a stack file, and what the CLI says to it. No daemon is asked for any of this. */
jest.setTimeout(60_000);

let project: ProjectCopy;
let stack: TestStack;
let sound: string;

beforeAll(async () => {
  project = await ProjectCopy.make();
  stack = await TestStack.from(project, "dev");
  sound = project.readStackFile(stack.name);
});

afterEach(() => project.writeStackFile(stack.name, sound));
afterAll(() => project?.remove());

/** One spoiled stack file: what was done to it, and what every command has to say. */
interface Spoiled {
  readonly what: string;
  /** Changes the definition; or the file's text, where a definition can't hold the fault. */
  readonly edit?: (definition: LooseDefinition) => void;
  readonly text?: (text: string) => string;
  readonly rule: RegExp;
  /** Beside the rule: the path, the value, what is allowed, what to do. */
  readonly says: readonly (string | RegExp)[];
}

const chat = (definition: LooseDefinition) => definition.mobileServices.GMS.options.chat;
const settings = (definition: LooseDefinition) => definition.chatServers.ChatServer1.options.settings;
const request = "/mobileServices/GMS/options/chat/chat_session_request_timeout";

const spoiled: readonly Spoiled[] = [
  {
    what: "YAML that does not parse",
    text: (text) => text.replace("mobileServices:", "mobileServices: ["),
    rule: /yaml-syntax/,
    says: [],
  },
  {
    what: "a tab for an indent",
    text: (text) => text.replace("    stage: lab", "\t\tstage: lab"),
    rule: /yaml-syntax/,
    says: [/tab/i],
  },
  {
    what: "the same key twice",
    text: (text) => text.replace("    stage: lab\n", "    stage: lab\n    stage: lab\n"),
    rule: /yaml-duplicate-key/,
    says: ["/stage"],
  },
  {
    what: "an unknown key",
    edit: (definition) => (definition.chatServer = {}),
    rule: /unknown-key/,
    says: ["chatServer", /did you mean.*chatServers/i],
  },
  {
    what: "an unknown key deep inside",
    edit: ({ chatServers }) => (chatServers.ChatServer1.redundncy = "warm-standby"),
    rule: /unknown-key/,
    says: ["/chatServers/ChatServer1", /did you mean.*redundancy/i],
  },
  {
    what: "a list where a map belongs",
    edit: (definition) => (definition.contactServers = ["ContactServer"]),
    rule: /./,
    says: ["/contactServers"],
  },
  {
    what: "text where a map belongs",
    edit: (definition) => (definition.mobileServices = "GMS"),
    rule: /./,
    says: ["/mobileServices"],
  },
  {
    what: "a word where a number belongs",
    edit: ({ tenants }) => (tenants.Environment.dbid = "one"),
    rule: /./,
    says: ["/tenants/Environment/dbid"],
  },
  ...(
    [
      ["an octal number", "030000"],
      ["a number with underscores", "30_000"],
      ["a hexadecimal number", "0x7530"],
      ["a number with an exponent", "3e4"],
    ] as const
  ).map(([what, written]) => ({
    what,
    text: (text: string) =>
      text.replace(/chat_session_request_timeout: \d+/, `chat_session_request_timeout: ${written}`),
    rule: /yaml-ambiguous|ambiguous/,
    says: [request, /quote it/i],
  })),
  {
    what: "a date",
    text: (text) => text.replace(/default_poke_message: .*/, "default_poke_message: 2026-11-22"),
    rule: /ambiguous/,
    says: ["default_poke_message", /quote it/i],
  },
  {
    what: "a release that is no string",
    text: (text) => text.replace(/release: "?8\.1\.100\.28"?/, "release: 8.1"),
    rule: /./,
    says: ["/mobileServices/GMS/release", /quote it/i],
  },
  {
    what: "an option with nothing after the colon",
    text: (text) => text.replace(/default_poke_message: .*/, "default_poke_message:"),
    rule: /./,
    says: ["default_poke_message"],
  },
  {
    what: "a port above 65535",
    edit: ({ chatServers }) => (chatServers.ChatServer1.ports = { default: { port: 65536 } }),
    rule: /./,
    says: ["/chatServers/ChatServer1/ports/default/port", "65535"],
  },
  {
    what: "a published port of 0",
    edit: ({ mobileServices }) => (mobileServices.GMS.ports.default.publish = 0),
    rule: /./,
    says: ["/mobileServices/GMS/ports/default/publish"],
  },
  {
    what: "an endpoint that no Chat Server has",
    edit: (definition) => (chat(definition).ixn_server_submit_queue = "defualt"),
    rule: /endpoint/,
    says: ["/mobileServices/GMS/options/chat/ixn_server_submit_queue", /Allowed: .*default/],
  },
  {
    what: "an option with a value that it can't have",
    edit: (definition) => (settings(definition)["transcript-auto-save"] = 3),
    rule: /./,
    says: ["transcript-auto-save", "0, 1, 2"],
  },
  {
    what: "a connection to an application that there is none of",
    edit: ({ chatServers }) => (chatServers.ChatServer1.connections = ["InteractionServer", "ContactServr"]),
    rule: /connection/,
    says: ["/chatServers/ChatServer1/connections", /did you mean.*ContactServer/i],
  },
  {
    what: "no definition at all",
    text: () => "config:\n  genesys-chat:deployment:\n",
    rule: /./,
    says: [],
  },
  {
    what: "an empty map for a definition",
    text: () => "config:\n  genesys-chat:deployment: {}\n",
    rule: /./,
    says: [],
  },
  { what: "an empty file", text: () => "", rule: /stack-file|empty/, says: [] },
  {
    what: "a sealed value inside the definition",
    edit: (definition) =>
      (definition.mobileServices.GMS.options["service.request-chat-poll"].service = { secure: "v1:x" }),
    rule: /secure|secret|shape|type/,
    says: ["/mobileServices/GMS/options/service.request-chat-poll/service", /config set --secret/],
  },
];

describe.each(spoiled)("$what", ({ edit, text, rule, says }) => {
  const spoil = () => {
    if (edit) stack.edit((definition) => void edit(definition));
    if (text) {
      const changed = text(sound);
      // A replacement that found nothing would leave a sound file, and a test about nothing.
      expect(changed).not.toBe(sound);
      project.writeStackFile(stack.name, changed);
    }
  };

  test("validate names the rule, the file and the place, and ends with 1", async () => {
    spoil();
    const validated = await project.chatstack(["validate", "--stack", stack.name]);
    endedWith(1, validated);
    const problems = validated.stdout.trim().split("\n");
    const [said = "", ...others] = problems.filter((line) => line.includes("error ["));
    expect(others).toEqual([]);
    expect(said).toMatch(new RegExp(`^Pulumi\\.${stack.name}\\.yaml:\\d+:\\d+: error \\[`));
    expect(/\[([a-z-]+)\]/.exec(said)?.[1]).toMatch(rule);
    for (const part of says) expect(said).toMatch(part instanceof RegExp ? part : literally(part));
  });
});

test("up says the same as validate, ends with 1 and touches nothing", async () => {
  stack.edit((definition) => void (chat(definition).ixn_server_submit_queue = "defualt"));
  const up = await project.chatstack(["up", "--stack", stack.name]);
  endedWith(1, up);
  expect(up.stdout).toBe("");
  expect(up.stderr).toContain("nothing was changed");
  expect(await stackObjects(stack.name)).toEqual({ containers: [], networks: [], volumes: [] });
});

test("validate --json is one document with the problem's fields, and --strict makes nothing of a sound file", async () => {
  stack.edit((definition) => void (chat(definition).ixn_server_submit_queue = "defualt"));
  const spoiledRun = await project.chatstack(["validate", "--stack", stack.name, "--json"]);
  expect(spoiledRun.code).toBe(1);
  const { version, problems } = JSON.parse(spoiledRun.stdout) as {
    version: number;
    problems: { severity: string }[];
  };
  expect(version).toBe(1);
  expect(problems.filter(({ severity }) => severity === "error")).toEqual([
    {
      rule: expect.any(String),
      severity: "error",
      subject: { kind: "GMS applications", name: "GMS" },
      path: "/mobileServices/GMS/options/chat/ixn_server_submit_queue",
      message: expect.any(String),
      allowed: expect.arrayContaining(["default"]),
      hint: expect.any(String),
      file: `Pulumi.${stack.name}.yaml`,
      line: expect.any(Number),
      column: expect.any(Number),
    },
  ]);
  project.writeStackFile(stack.name, sound);
  expect((await project.chatstack(["validate", "--stack", stack.name, "--strict"])).code).toBe(0);
});

test("a bare definition in a file of any name is checked like a stack's", async () => {
  project.writeFile("short.yaml", stringify(shortDefinition()));
  endedWith(0, await project.chatstack(["validate", "--file", `${project.folder}/short.yaml`]));
});

describe("words that no command takes", () => {
  const refused = async (words: string[]): Promise<Run> => {
    const ended = await project.chatstack(words);
    endedWith(2, ended);
    return ended;
  };

  const oneSentence = ({ stderr }: Run) => {
    expect(stderr.trim().split("\n")).toHaveLength(1);
    expect(stderr).toContain("is no stack name");
  };

  test.each(["../dev", "a b", "ä", "-x;rm", "", "x".repeat(101), "dev/../../x"])(
    "the stack name %j",
    async (name) => oneSentence(await refused(["up", `--stack=${name}`])),
  );

  test.each(["validate", "render", "preview", "report", "chat", "destroy"])(
    "an odd stack name for %s",
    async (command) =>
      oneSentence(await refused([command, "--stack=../dev", ...(command === "destroy" ? ["--yes"] : [])])),
  );

  test("a stack that there is none of", async () => {
    const { stderr } = await refused(["up", "--stack", "nowhere"]);
    expect(stderr).toMatch(/There is no stack nowhere.*Pulumi\.nowhere\.yaml/);
  });

  test("a file that there is none of", async () => {
    expect((await refused(["validate", "--file", "/nowhere.yaml"])).stderr).toContain(
      "There is no file /nowhere.yaml",
    );
  });

  test("a command and an option that there are none of", async () => {
    expect((await refused(["upp"])).stderr).toMatch(/unknown command.*upp/);
    expect((await refused(["validate", "--stak", "dev"])).stderr).toMatch(/unknown option.*--stak/);
  });

  test("destroy without a yes", async () => {
    expect((await refused(["destroy", "--stack", stack.name])).stderr).toContain("--yes");
  });
});

function literally(text: string): RegExp {
  return new RegExp(text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&"));
}

/** The shortest definition of the design: everything else is a default. */
function shortDefinition(): LooseDefinition {
  return {
    mobileServices: {
      GMS: {
        connections: ["WebAPI"],
        options: { "service.request-chat-poll": { service: "http://ors.example/request-chat-poll.scxml" } },
      },
    },
    webApiServers: { WebAPI: { connections: ["ChatServer1"] } },
    chatServers: { ChatServer1: { connections: ["InteractionServer", "ContactServer"] } },
    interactionServers: { InteractionServer: {} },
    contactServers: { ContactServer: {} },
  };
}

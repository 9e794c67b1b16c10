import { appendFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { docker } from "./support/docker-objects";
import { output } from "./support/process";
import { ProjectCopy } from "./support/project-copy";
import { type LooseDefinition, TestStack } from "./support/test-stack";

/*
 * `up` finds without Pulumi's engine that nothing changes (docs/adr/0055-nothing-to-do-without-the-engine.md). Here, on a deployed stack, one thing
 * after the other is changed and restored, and what `up` would decide is asked as `up` asks it.
 */
jest.setTimeout(240_000);

const secretName = "request-chat-poll-url";
const secret = `genesys-chat:secrets.${secretName}`;

let project: ProjectCopy;
let stack: TestStack;

beforeAll(async () => {
  project = await ProjectCopy.withProgram();
  project.writeFile("base.yaml", base(10));
  stack = await TestStack.from(project, "acme", { [secretName]: "http://127.0.0.1/one" });
  stack.edit((definition) => {
    definition.extend = "base.yaml";
  });
  await stack.up();
});

afterAll(() => project?.remove());

const base = (timeout: number) =>
  `mobileServices: { GMS: { options: { gms: { "http.socket_timeout": ${timeout} } } } }\n`;

/** What `up` decides: "as deployed", "changed by hand" or "only the engine knows". */
async function decided(environment: NodeJS.ProcessEnv = {}): Promise<string> {
  const [kind = ""] = await decidedWith([project.readStackFile(stack.name)], environment);
  return kind;
}

/** What `up` decides with each of these stack files, one after the other in one process, which leaves the last one there. */
async function decidedWith(
  stackFiles: readonly string[],
  environment: NodeJS.ProcessEnv = {},
): Promise<string[]> {
  const program = `
    const bin = (path) => require("./bin/" + path);
    const { writeFileSync } = require("node:fs");
    const { settledStack } = bin("operations/change/settled-stack");
    const { LocalState } = bin("engine/state");
    const { DaemonSnapshot } = bin("docker/snapshot");
    const { read } = bin("operations/stack");
    const stack = ${JSON.stringify(stack.name)};
    const decide = async (text) => {
      writeFileSync(${JSON.stringify(project.stackFile(stack.name))}, text);
      const resolution = read({ stack });
      if (!resolution.deployment) throw new Error(JSON.stringify(resolution.problems));
      const { PULUMI_BACKEND_URL } = await bin("engine/pulumi").pulumiEnvironment();
      const known = LocalState.at(PULUMI_BACKEND_URL, "genesys-chat", stack).read();
      const { deployment } = resolution;
      const daemon = new DaemonSnapshot();
      return (await settledStack({ deployment, stack, known, words: [], resolution, daemon })).kind;
    };
    (async () => {
      const kinds = [];
      for (const text of ${JSON.stringify(stackFiles)}) kinds.push(await decide(text));
      process.stdout.write(JSON.stringify(kinds));
    })();`;
  const env = { ...project.environment, ...environment };
  const said = await output(process.execPath, ["-e", program], { cwd: project.folder, env });
  return JSON.parse(said) as string[];
}

/** Runs with something changed, and restores it. */
async function during<T>(change: () => unknown, restore: () => unknown, work: () => Promise<T>): Promise<T> {
  await change();
  try {
    return await work();
  } finally {
    await restore();
  }
}

const container = (host: string) => stack.container(host);

test("without a change a stack is as it was deployed", async () => {
  expect(await decided()).toBe("as deployed");
});

type Edit = (definition: LooseDefinition) => void;

describe("a change of the definition is never hidden", () => {
  const gms = ({ mobileServices }: LooseDefinition) => mobileServices.GMS;
  const chatServer = ({ chatServers }: LooseDefinition) => chatServers.ChatServer1;
  const edits: [string, Edit][] = [
    [
      "an option with immediate effect",
      (d) => Object.assign(chatServer(d), { options: { settings: { "message-log-print-size": "101" } } }),
    ],
    [
      "an option that needs a restart",
      (d) => Object.assign(chatServer(d), { options: { settings: { "session-shutdown-timeout": 31 } } }),
    ],
    [
      "a section's new option of GMS",
      (d) => Object.assign(gms(d).options, { chat: { chat_session_request_timeout: 40000 } }),
    ],
    [
      "a connection's settings",
      (d) =>
        Object.assign(chatServer(d), {
          connections: {
            InteractionServer: { addp: { local: 60, remote: 60 } },
            ContactServer: {},
          },
        }),
    ],
    ["a port that is not published any more", (d) => delete gms(d).ports.default.publish],
    [
      "another application",
      (d) => Object.assign(d.webApiServers, { WebAPI2: { connections: ["ChatServer1"] } }),
    ],
    ["a memory limit", (d) => Object.assign(chatServer(d), { resources: { memoryMb: 200 } })],
    ["a release", (d) => Object.assign(chatServer(d), { release: "8.1.000.26" })],
    ["the tenant's DBID", (d) => (d.tenants.Acme.dbid = 102)],
    ["the prefix of names", (d) => (d.namePrefix = "Acme2_")],
    ["the logs of containers", (d) => (d.logs = { maxSizeMb: 5 })],
    ["what containers may reach", (d) => (d.network.masquerade = false)],
  ];

  let kinds: string[];

  // The last one is the stack file as it was deployed.
  beforeAll(async () => {
    const before = project.readStackFile(stack.name);
    const edited = edits.map(([, edit]) => {
      stack.edit(edit);
      const text = project.readStackFile(stack.name);
      project.writeStackFile(stack.name, before);
      return text;
    });
    kinds = await decidedWith([...edited, before]);
  });

  test.each(edits.map(([change], index) => [change, index] as const))("%s", (_, index) => {
    expect(kinds).toHaveLength(edits.length + 1);
    expect(kinds[index]).toMatch(/^(changed by hand|only the engine knows)$/);
  });

  test("none of them is seen where the stack file is as it was deployed", () => {
    expect(kinds.at(-1)).toBe("as deployed");
  });

  test("a file that it extends", async () => {
    const write = (timeout: number) => project.writeFile("base.yaml", base(timeout));
    expect(
      await during(
        () => write(11),
        () => write(10),
        () => decided(),
      ),
    ).toBe("only the engine knows");
  });

  test("a secret's value", async () => {
    const before = project.readStackFile(stack.name);
    const change = () => stack.succeed("config", "set", "--secret", secret, "http://127.0.0.1/two");
    const restore = () => project.writeStackFile(stack.name, before);
    expect(await during(change, restore, () => decided())).toBe("only the engine knows");
  });
});

describe("a change of what deploys it is never hidden", () => {
  test.each([
    ["the program", "bin/components/application.js", "\n// changed\n"],
    ["the list of packages", "package-lock.json", "\n"],
    ["Pulumi's settings for the project", "Pulumi.yaml", "\noptions: { refresh: always }\n"],
  ])("%s", async (_, path, more) => {
    const file = join(project.folder, path);
    const before = readFileSync(file);
    const change = () => appendFileSync(file, more);
    const restore = () => writeFileSync(file, before);
    expect(await during(change, restore, () => decided().catch(String))).not.toBe("as deployed");
  });

  test("the simulator's image", async () => {
    const file = join(project.folder, "bin/simulator/image/tag.json");
    const before = readFileSync(file, "utf8");
    const change = () => writeFileSync(file, before.replace(/:[0-9a-f]{12}"/, ':000000000000"'));
    const restore = () => writeFileSync(file, before);
    expect(await during(change, restore, () => decided())).toBe("only the engine knows");
  });

  test.each([
    ["a flag of Pulumi by a variable", { PULUMI_OPTION_REFRESH: "true" }],
    ["the label of a run", { GENESYS_CHAT_RUN: "another" }],
    ["the passphrase", { PULUMI_CONFIG_PASSPHRASE: "wrong", PULUMI_CONFIG_PASSPHRASE_FILE: undefined }],
  ])("%s", async (_, environment) => {
    expect(await decided(environment)).toBe("only the engine knows");
  });
});

describe("a change of what is deployed is never hidden", () => {
  const chat = () => container("chatserver1");
  const inspected = async (format: string) => (await docker("inspect", "--format", format, chat())).trim();
  const byHand: [string, () => unknown, () => unknown][] = [
    [
      "a container's memory",
      () => docker("update", "--memory", "200m", "--memory-swap", "200m", chat()),
      () => docker("update", "--memory", "128m", "--memory-swap", "128m", chat()),
    ],
    [
      "a container's restart policy",
      () => docker("update", "--restart", "no", chat()),
      () => docker("update", "--restart", "unless-stopped", chat()),
    ],
    [
      "a container's network",
      () => docker("network", "disconnect", container("").slice(0, -1), chat()),
      () => docker("network", "connect", "--alias", "chatserver1", container("").slice(0, -1), chat()),
    ],
  ];

  test.each(byHand)("%s", async (_, change, restore) => {
    const memory = await inspected("{{.HostConfig.Memory}}");
    expect(await during(change, restore, () => decided())).toBe("changed by hand");
    expect(await inspected("{{.HostConfig.Memory}}")).toBe(memory);
    expect(await decided()).toBe("as deployed");
  });

  test("the state, by another tool", async () => {
    const file = join(project.folder, "state.json");
    await stack.succeed("stack", "export", "--file", file);
    await stack.succeed("stack", "import", "--file", file);
    expect(await decided()).toBe("only the engine knows");
    await stack.up();
    expect(await decided()).toBe("as deployed");
  });

  test("a volume is gone, and its container too", async () => {
    await docker("rm", "--force", "--volumes", chat());
    expect(await decided()).toBe("changed by hand");
  });
});

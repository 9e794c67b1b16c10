import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { hostNetworks } from "../docker/host";
import { containers, dockerSentence } from "../docker/client";
import { ofStack } from "../docker/client";
import { daemonObjects } from "../operations/verify/daemon-objects";
import type { Declared } from "../operations/verify/declared";
import { docker, dockerRun, stackObjects } from "./support/docker-objects";
import { endedWith, oneMessage } from "./support/messages";
import { checkout, ProjectCopy } from "./support/project-copy";
import { TestStack } from "./support/test-stack";

/* Obstacles outside of the stack file: found before `up` creates anything, said in one message. */
jest.setTimeout(60_000);

let project: ProjectCopy;
let stack: TestStack;

beforeAll(async () => {
  project = await ProjectCopy.withProgram();
  stack = await TestStack.from(project, "dev");
});

afterAll(() => project?.remove());

const nothing = { containers: [], networks: [], volumes: [] };

/** `up`, which has to end with 2, one message and nothing created. */
async function refusedUp(environment: NodeJS.ProcessEnv = {}): Promise<string> {
  const refused = await project.chatstack(["up", "--stack", stack.name], environment);
  endedWith(2, refused);
  expect(refused.stdout).toBe("");
  expect(await stackObjects(stack.name)).toEqual(nothing);
  return refused.stderr;
}

describe("a published port that is taken", () => {
  let holder: ChildProcess;

  const holding = `require("node:net").createServer().listen(+process.argv[1], "127.0.0.1", () => console.log("ready"))`;

  test("by a program: named, before anything is created", async () => {
    holder = spawn(process.execPath, ["-e", holding, String(stack.port)], {
      stdio: ["ignore", "pipe", "ignore"],
    });
    try {
      if (holder.stdout) await once(holder.stdout, "data");
      const said = await refusedUp();
      expect(said).toMatch(
        new RegExp(`Port ${stack.port} on 127\\.0\\.0\\.1, which GMS publishes, is in use by `),
      );
      // Who it is, is the system's to tell: without `ss` or the rights to ask, it does not.
      expect(said).toMatch(new RegExp(`node \\(process ${holder.pid}\\)|another program`));
      expect(said).toContain("Nothing was changed.");
    } finally {
      holder.kill("SIGKILL");
      await once(holder, "exit");
    }
  });

  test("by a container of another owner: named", async () => {
    const name = `${stack.name}-holder`;
    const image = await simulatorImage();
    const serve = ["--entrypoint", "node", image, "-e", "require('node:net').createServer().listen(80)"];
    await docker("run", "--detach", "--name", name, "--publish", `127.0.0.1:${stack.port}:80`, ...serve);
    try {
      expect(await refusedUp()).toContain(`is in use by the container ${name}`);
    } finally {
      await dockerRun("rm", "--force", name);
    }
  });
});

test("a container of another owner with one of this project's names is not touched", async () => {
  const name = stack.container("gms");
  await docker("create", "--name", name, await simulatorImage());
  try {
    expect(await refusedUp()).toContain(`A container that is not ours has the name ${name}`);
    expect((await docker("ps", "--all", "--quiet", "--filter", `name=^${name}$`)).trim()).not.toBe("");
  } finally {
    await dockerRun("rm", "--force", name);
  }
});

describe("a production stack of which nothing is deployed", () => {
  const images = [
    "mobileServices",
    "webApiServers",
    "chatServers",
    "interactionServers",
    "orchestrationServers",
    "contactServers",
  ];
  let before: string;

  beforeAll(() => {
    before = project.readStackFile(stack.name);
    stack.edit((definition) => {
      definition.stage = "production";
      const image = `registry.example/server@sha256:${"0".repeat(64)}`;
      definition.images = Object.fromEntries(images.map((group) => [group, image]));
    });
  });
  afterAll(() => project.writeStackFile(stack.name, before));

  test("needs --yes without a terminal, also the first time", async () => {
    const said = await refusedUp();
    expect(said).toMatch(/is a production one, and nothing of it is deployed: \d+ applications are created/);
    expect(said).toContain("Pass --yes to confirm. Nothing was changed.");
  });

  test("is refused with the lab's seal, by validate, up and bare pulumi, and no silence helps", async () => {
    const own = project.readStackFile(stack.name);
    const [salt = ""] =
      /^encryptionsalt: .*$/m.exec(readFileSync(join(checkout, "Pulumi.dev.yaml"), "utf8")) ?? [];
    const lab = { PULUMI_CONFIG_PASSPHRASE: "genesys-chat-lab" };
    project.writeStackFile(stack.name, own.replace(/^encryptionsalt: .*$/m, salt));
    stack.edit((definition) => (definition.silence = { "production-passphrase": "It is only a test." }));
    const validated = await project.chatstack(["validate", "--stack", stack.name]);
    endedWith(1, validated);
    expect(validated.stdout).toMatch(/production-passphrase/);
    const refused = await project.chatstack(["up", "--yes", "--stack", stack.name], lab);
    endedWith(1, refused);
    expect(refused.stderr).toMatch(/production-passphrase/);
    const bare = await project.pulumi(["up", "--yes", "--skip-preview", "--stack", stack.name], lab);
    expect(bare.code).not.toBe(0);
    expect(bare.stdout + bare.stderr).toMatch(/production-passphrase/);
    project.writeStackFile(stack.name, own.replace(/^encryptionsalt: .*\n/m, ""));
    const unsealed = await project.chatstack(["up", "--yes", "--stack", stack.name], lab);
    endedWith(1, unsealed);
    expect(unsealed.stderr).toMatch(/would be sealed with lab\.passphrase, which is public/);
    expect(project.readStackFile(stack.name)).not.toMatch(/encryptionsalt/);
    expect(await stackObjects(stack.name)).toEqual(nothing);
    project.writeStackFile(stack.name, own);
  });

  test("is refused with a slip in an option's name, by bare pulumi too", async () => {
    const own = project.readStackFile(stack.name);
    stack.edit(({ chatServers }) => (chatServers.ChatServer1.options.settings["transcript-autosave"] = 2));
    const refused = await project.chatstack(["up", "--yes", "--stack", stack.name]);
    endedWith(1, refused);
    expect(refused.stderr).toMatch(/production-option-listed[^]*"transcript-auto-save"/);
    const bare = await stack.pulumi("preview");
    expect(bare.code).not.toBe(0);
    expect(bare.stdout + bare.stderr).toMatch(/production-option-listed/);
    project.writeStackFile(stack.name, own);
  });
});

describe("labels of containers that other programs made", () => {
  const inLabels = [
    ["commas", (stack: string) => ["--label", `genesys-chat.tenant=X,genesys-chat.stack=${stack}`]],
    [
      "commas in a project",
      (stack: string) => ["--label", `x=,genesys-chat.project=genesys-chat,genesys-chat.stack=${stack}`],
    ],
    ["tabs", (stack: string) => ["--label", `genesys-chat.project=genesys-chat\t${stack}`]],
    ["line feeds", (stack: string) => ["--label", `genesys-chat.project=x\nname\tgenesys-chat\t${stack}`]],
  ] as const;

  test.each(inLabels)("%s in them make no container another stack's", async (_, labels) => {
    const own = ["--label", "genesys-chat.project=genesys-chat", "--label", "genesys-chat.stack=elsewhere"];
    const all = labels(stack.name);
    const more = all[1]!.startsWith("genesys-chat.tenant") ? own : [];
    const name = `${stack.name}-labels`;
    await docker("create", "--name", name, ...more, ...all, await simulatorImage());
    try {
      const found = await containers();
      expect(found.map((one) => one.name)).toContain(name);
      expect(ofStack(found, "genesys-chat", stack.name)).toEqual([]);
      const declared = declaredBy(stack.name);
      expect([...(await daemonObjects("genesys-chat", declared)).containers.keys()]).toEqual([]);
    } finally {
      await dockerRun("rm", "--force", name);
    }
  });

  test("a network's name with a comma in it puts no container into another stack's network", async () => {
    const name = `${stack.name}-other,genesys-chat_shared.${stack.name}`;
    await docker("network", "create", name);
    try {
      const networks = await hostNetworks();
      expect(networks.find((network) => network.name === name)).toMatchObject({ members: [] });
    } finally {
      await dockerRun("network", "rm", name);
    }
  });
});

/** A stack of which nothing is asked for but what carries its labels. */
function declaredBy(name: string): Declared {
  return { stack: name, applications: [], networks: [] } as unknown as Declared;
}

test("no daemon: its address and what to do", async () => {
  const said = await refusedUp({ DOCKER_HOST: "tcp://127.0.0.1:1" });
  expect(said).toContain("tcp://127.0.0.1:1");
  expect(said).toMatch(/no Docker daemon answers/i);
});

describe("the daemon's own words", () => {
  test.each([
    [
      'Got permission denied while trying to connect to the Docker daemon socket at unix:///var/run/docker.sock: Get "http://%2Fvar%2Frun%2Fdocker.sock/v1.24/containers/json": dial unix /var/run/docker.sock: connect: permission denied',
      /refuses this account.*docker group/,
    ],
    [
      "permission denied while trying to connect to the docker API at unix:///var/run/docker.sock",
      /refuses this account.*docker group/,
    ],
    [
      "Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?",
      /No Docker daemon answers/,
    ],
    [
      "error during connect: Get http://daemon.example:2375/: dial tcp: lookup daemon.example: no such host",
      /No Docker daemon/,
    ],
  ])("%s", (stderr, sentence) => expect(dockerSentence(stderr)).toMatch(sentence));

  test("everything else stays as it is", () => {
    expect(dockerSentence("Error: No such container: x")).toBeUndefined();
    expect(dockerSentence("chmod: permission denied on /data")).toBeUndefined();
  });
});

test("an image that is not there: bare pulumi says so once and registers nothing, a preview does not ask", async () => {
  const tag = "bin/simulator/image/tag.json";
  const made = readFileSync(join(project.folder, tag), "utf8");
  project.writeFile(tag, JSON.stringify({ image: "genesys-chat-simulator:never-made" }));
  try {
    await stack.succeed("preview");
    const { code, stdout, stderr } = await stack.pulumi("up", "--yes", "--skip-preview");
    expect(code).not.toBe(0);
    oneMessage(
      stdout + stderr,
      /^\s+error: .*genesys-chat-simulator:never-made.*"\.\/chatstack setup" makes it/,
    );
    expect(await stackObjects(stack.name)).toEqual(nothing);
  } finally {
    project.writeFile(tag, made);
  }
});

test("the wrong passphrase: one message, and nothing is deployed", async () => {
  const said = await refusedUp({ PULUMI_CONFIG_PASSPHRASE: "another" });
  expect(said).toMatch(/passphrase/i);
  expect(said).toContain("lab.passphrase");
});

async function simulatorImage(): Promise<string> {
  const { simulatorImage } = (await import(`${project.folder}/bin/system/simulator-image.js`)) as {
    readonly simulatorImage: () => string;
  };
  return Promise.resolve(simulatorImage());
}

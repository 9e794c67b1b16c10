import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { keyedHash } from "../operations/keyed-hash";
import { resolve } from "../model";
import { applicationFile } from "../render";
import { docker, dockerRun } from "./support/docker-objects";
import { drilled } from "./support/drilling";
import { keyOf, type Pair, settledActive, status } from "./support/members";
import { endedWith } from "./support/messages";
import { ProjectCopy } from "./support/project-copy";
import { TestStack } from "./support/test-stack";
import { until } from "./support/until";

/*
 * The drill itself: it refuses, it reverts its faults, and it fails if customers lose something. The tests are
 * one stack's life, in order.
 */
jest.setTimeout(180_000);

const first: Pair = ["chatserver1", "chatserver1-b"];
const few = ["--runs", "1", "--conversations", "8", "--rate", "16"];

let project: ProjectCopy;
let stack: TestStack;

beforeAll(async () => {
  project = await ProjectCopy.make();
  stack = await TestStack.from(project, "dev");
  await stack.up();
});

afterAll(() => project?.remove());

/** Whether a container's process is stopped by a signal, as its daemon's host sees it. */
async function frozen(container: string): Promise<boolean> {
  return /\) T /.test(await docker("exec", container, "bash", "-c", 'echo "$(</proc/1/stat)"'));
}

async function frozenMembers(): Promise<string[]> {
  const containers = [...first, "chatserver2", "chatserver2-b"].map((host) => stack.container(host));
  const states = await Promise.all(containers.map(frozen));
  return containers.filter((_, index) => states[index]);
}

/** What a drill has written and left there; what the engine says is kept where its drill was killed. */
const ledgers = () =>
  readdirSync(join(project.folder, "out", stack.name)).filter((name) => name !== "drill-roll.log");

/** Where the engine keeps a stack's lock. */
const lockFolder = () =>
  join(project.folder, "state", ".pulumi", "locks", "organization", "genesys-chat", stack.name);

/** A container's id; undefined where there is none at this moment. */
async function idOf(host: string): Promise<string | undefined> {
  const { code, stdout } = await dockerRun("inspect", "--format", "{{.Id}}", stack.container(host));
  return code === 0 ? stdout.trim() : undefined;
}

/** Waits until a container with this id has a successor. */
async function madeAnew(host: string, id: string | undefined): Promise<void> {
  await until(`${host} is created again`, 90, async () => {
    const now = await idOf(host);
    return now !== undefined && now !== id ? true : undefined;
  });
}

/** Starts a drill and waits until a member is frozen. */
async function freezing() {
  const running = project.startChatstack(["drill", "freeze", "--stack", stack.name, ...few]);
  await until("a member is frozen", 60, async () =>
    /freeze 1 of 1/.test(running.said()) && (await frozenMembers()).length > 0 ? true : undefined,
  );
  return running;
}

test("a production stack is drilled only where that is said", async () => {
  const text = project.readStackFile(stack.name);
  stack.edit((definition) => {
    definition.stage = "production";
    for (const group of [
      "mobileServices",
      "webApiServers",
      "chatServers",
      "interactionServers",
      "orchestrationServers",
      "contactServers",
    ]) {
      for (const server of Object.values<Record<string, unknown>>(definition[group]))
        server.image = `registry.example/server@sha256:${"0".repeat(64)}`;
    }
  });
  const refused = await project.chatstack(["drill", "--stack", stack.name]);
  endedWith(2, refused);
  expect(refused.stderr).toContain("--yes-production");
  project.writeStackFile(stack.name, text);
});

test("a degraded pair is not drilled, and the command that fixes it is named", async () => {
  const container = stack.container("chatserver2-b");
  await docker("stop", container);
  const refused = await project.chatstack(["drill", "--stack", stack.name]);
  endedWith(2, refused);
  expect(refused.stderr).toMatch(/ChatServer2_B is exited.*\n.*docker start/s);
  await docker("start", container);
  await settledActive(stack, ["chatserver2", "chatserver2-b"]);
});

test("a stack that another process is changing, or was changing when killed, is not drilled", async () => {
  const folder = join(
    project.folder,
    "state",
    ".pulumi",
    "locks",
    "organization",
    "genesys-chat",
    stack.name,
  );
  const lock = { username: "ada", hostname: hostname(), timestamp: new Date().toISOString() };
  mkdirSync(folder, { recursive: true });
  for (const [pid, said] of [
    [process.pid, /is locked by ada on .* since .*: wait until that run ends/],
    [2 ** 30, /was killed.*\n.*\.\/chatstack up/],
  ] as const) {
    writeFileSync(join(folder, "held.json"), JSON.stringify({ ...lock, pid }));
    const refused = await project.chatstack(["drill", "rolling", "--stack", stack.name]);
    endedWith(2, refused);
    expect(refused.stderr).toMatch(said);
  }
  rmSync(join(folder, "held.json"));
});

test.each(["SIGINT", "SIGKILL"] as const)(
  "a rolling change comes to its end where its drill gets a %s",
  async (signal) => {
    const [primary, standby] = await Promise.all(first.map(idOf));
    const running = project.startChatstack(["drill", "roll", "--stack", stack.name, ...few]);
    await madeAnew(first[1], standby);
    running.signalAll(signal);
    const ended = await running.ended;
    if (signal === "SIGINT") endedWith(2, ended);
    await madeAnew(first[0], primary);
    await settledActive(stack, first);
    await until("the engine has ended", 60, async () =>
      Promise.resolve(readdirSync(lockFolder()).length === 0 || undefined),
    );
    await stack.succeed("up", "--yes", "--skip-preview", "--expect-no-changes");
    if (signal === "SIGINT") expect(ledgers()).toEqual([]);
  },
);

test("a drill whose terminal is closed leaves nothing broken", async () => {
  const running = await freezing();
  running.signalAll("SIGHUP");
  const ended = await running.ended;
  endedWith(2, ended);
  expect(ended.stderr).toContain("interrupted");
  expect(await frozenMembers()).toEqual([]);
  expect(ledgers()).toEqual([]);
  await settledActive(stack, first);
});

test("the next drill repairs what a killed one left broken", async () => {
  const running = await freezing();
  running.signalAll("SIGKILL");
  await running.ended;
  expect(await frozenMembers()).toHaveLength(1);
  expect(
    JSON.parse(readFileSync(join(project.folder, "out", stack.name, "drill.json"), "utf8")),
  ).toMatchObject({
    broken: { fault: "freeze" },
  });
  const { code, stderr } = await drilled(stack, "stop", ...few);
  expect(stderr).toMatch(/killed in the middle of "freeze": that is undone/);
  expect(code).toBe(0);
  expect(await frozenMembers()).toEqual([]);
  expect(ledgers()).toEqual([]);
});

test("while the Orchestration Server is killed or frozen, chats lose nothing and services are refused as documented", async () => {
  for (const act of ["orchestration-kill", "orchestration-freeze"]) {
    const { code, figures } = await drilled(stack, act, ...few);
    expect(figures).toMatchObject({ lost: 0, duplicated: 0, outOfOrder: 0, restarted: 0 });
    expect(code).toBe(0);
  }
});

test("with session-restoration-mode none a member's chats are lost when it is killed or rolled, and the drill says so", async () => {
  stack.edit(({ chatServers: servers }) => {
    for (const server of [servers.ChatServer1, servers.ChatServer2])
      server.options.settings["session-restoration-mode"] = "none";
  });
  const refused = await project.chatstack(["drill", "roll", "--stack", stack.name]);
  endedWith(2, refused);
  expect(refused.stderr).toMatch(/changes that are not deployed.*\n.*\.\/chatstack up/);
  await stack.up();
  for (const act of ["kill", "roll"]) {
    const { code, figures } = await drilled(stack, act, ...few);
    expect(figures.restarted).toBeGreaterThan(0);
    expect(figures.lost).toBeGreaterThan(0);
    expect(figures).toMatchObject({ duplicated: 0, outOfOrder: 0 });
    expect(code).toBe(1);
  }
});

test("with an endpoint missing on one Chat Server every second chat is refused, and the drill says so", async () => {
  const { deployment } = resolve(stack.definition);
  const host = await settledActive(stack, ["chatserver2", "chatserver2-b"]);
  const server = deployment?.applications.find(({ serverInfo }) => serverInfo.host === host);
  if (!deployment || !server) throw new Error("the test's own definition is not valid");
  // No definition may say this, so the file in the volume is edited by hand.
  const { text, hash } = applicationFile(deployment, {
    ...server,
    options: { ...server.options, "endpoints:1": {} },
  });
  const write = `require("fs").writeFileSync("/v/application.yaml", ${JSON.stringify(text)})`;
  const container = stack.container(host);
  const image = (await docker("inspect", "--format", "{{.Config.Image}}", container)).trim();
  const volume = `${container}_config:/v`;
  await docker(
    "run",
    "--rm",
    "--user",
    "0:0",
    "--volume",
    volume,
    "--entrypoint",
    "node",
    image,
    "-e",
    write,
  );
  await until("the file is in force", 60, async () => {
    const of = await status(stack, host);
    return of?.configHash === keyedHash(await keyOf(stack), hash) ? true : undefined;
  });
  const { code, figures, stderr } = await drilled(stack, "stop", ...few);
  expect(figures.restarted).toBeGreaterThanOrEqual(3);
  expect(stderr).toContain('no endpoint "default"');
  expect(code).toBe(1);
});

test("without warm standby no member takes over: customers wait as long as the server is gone", async () => {
  stack.edit(({ chatServers: servers }) => {
    for (const server of [servers.ChatServer1, servers.ChatServer2]) {
      server.redundancy = "none";
      delete server.backup;
      server.options.settings["session-restoration-mode"] = "none";
    }
  });
  await stack.up("--refresh");
  for (const [act, goneMs] of [
    ["stop", 3000],
    // The time in which a container is created again.
    ["roll", 500],
  ] as const) {
    const { code, figures } = await drilled(stack, act, ...few);
    expect(figures.waitWorstMs).toBeGreaterThan(goneMs);
    expect(figures.restarted).toBeGreaterThan(0);
    expect(figures.lost).toBeGreaterThan(0);
    expect(code).toBe(1);
  }
});

test("afterwards no container of a drill's is left", async () => {
  const { stdout } = await dockerRun(
    "ps",
    "--all",
    "--filter",
    `name=${stack.name}`,
    "--format",
    "{{.Names}}",
  );
  const hosts = ["chatserver1", "chatserver2", "contactserver", "gms", "interactionserver"].concat(
    ...["orchestrationserver", "webapi"],
  );
  const processes = stdout.split("\n").filter((name) => name !== "" && !name.endsWith("_carrier"));
  expect(processes.sort()).toEqual(hosts.map((host) => stack.container(host)));
});

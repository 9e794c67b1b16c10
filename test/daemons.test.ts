import { mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { containerIds, docker } from "./support/docker-objects";
import { endedWith, noStackTrace } from "./support/messages";
import { OwnDaemon } from "./support/own-daemon";
import { output, type Run } from "./support/process";
import { checkout, ProjectCopy } from "./support/project-copy";
import { TestStack } from "./support/test-stack";

/* A stack belongs to the daemon that it is on: two daemons, the machine's and one of the test's own. One stack's life, in order. */
jest.setTimeout(400_000);

let other: OwnDaemon;
let project: ProjectCopy;
let stack: TestStack;
let ids: Record<string, string>;
let folder: string;
let obstacle: string | undefined;

beforeAll(async () => {
  obstacle = await OwnDaemon.obstacle();
  if (obstacle !== undefined) {
    process.stderr.write(`Not shown here: a daemon of the test's own can't be had, since ${obstacle}.\n`);
    return;
  }
  const built = join(checkout, "bin", "system", "simulator-image.js");
  const { simulatorImage } = (await import(built)) as { readonly simulatorImage: () => string };
  [other, project] = await Promise.all([OwnDaemon.start(simulatorImage()), ProjectCopy.make()]);
  folder = mkdtempSync(join(tmpdir(), "genesys-chat-daemons-"));
  const client = ["--config", folder, "context"];
  await docker(...client, "create", "remote", "--docker", `host=${other.host}`);
  await docker(...client, "use", "remote");
  stack = await TestStack.from(project, "acme", { "request-chat-poll-url": "http://ors.example/x.scxml" });
  endedWith(0, await chatstack("up"));
  ids = await containerIds(stack.name);
});

afterAll(async () => {
  await project?.remove();
  await other?.remove();
  if (folder) rmSync(folder, { recursive: true, force: true });
});

const shown = (name: string, body: () => Promise<void>) =>
  test(name, async () => (obstacle === undefined ? body() : undefined));

const chatstack = (command: string, environment: NodeJS.ProcessEnv = {}, ...words: string[]) =>
  project.chatstack([command, "--stack", stack.name, ...words], environment);

const idOf = async (host?: string) => {
  const where = host === undefined ? [] : ["--host", host];
  return (await docker(...where, "info", "--format", "{{.ID}}")).trim();
};

/** The stack's containers on the test's own daemon, by name. */
const onOther = async () => {
  const filter = ["--filter", `label=genesys-chat.stack=${stack.name}`];
  return output("docker", ["--host", other.host, "ps", "--quiet", ...filter], { cwd: folder });
};

async function outputs(): Promise<{ daemon?: { id: string; endpoint: string } }> {
  return JSON.parse((await stack.succeed("stack", "output", "--json", "--stack", stack.name)).stdout) as {
    daemon?: { id: string; endpoint: string };
  };
}

const short = (id: string) => id.slice(0, 14);

/** Nothing changed anywhere, and one sentence names both daemons. */
function isRefused(ended: Run, first: string, second: string): void {
  const said = ended.stdout + ended.stderr;
  noStackTrace(said);
  const lines = said
    .split("\n")
    .filter((line) => line.includes(`Stack ${stack.name} is on the Docker daemon`));
  expect(lines).not.toHaveLength(0);
  for (const line of lines) {
    expect(line).toContain(short(first));
    expect(line).toContain(short(second));
    expect(line).toMatch(/DOCKER_HOST=\S+ .*(--move-daemon|--forget-daemon)/);
  }
  expect(ended.code).not.toBe(0);
}

shown("an update records the daemon, and a preview needs none", async () => {
  expect((await outputs()).daemon).toEqual({ id: await idOf(), endpoint: "unix:///var/run/docker.sock" });
  const environment = { DOCKER_HOST: "tcp://127.0.0.1:1" };
  const { code, stdout } = await project.pulumi(
    ["preview", "--stack", stack.name, "--diff", "--expect-no-changes"],
    environment,
  );
  expect(code).toBe(0);
  expect(stdout).not.toMatch(/daemon/);
});

shown("each command refuses another daemon, however it was chosen", async () => {
  const [own, foreign] = [await idOf(), await idOf(other.host)];
  const byHost = { DOCKER_HOST: other.host };
  const byUse = { DOCKER_CONFIG: folder };
  const byName = { DOCKER_CONFIG: folder, DOCKER_CONTEXT: "remote" };
  for (const environment of [byHost, byUse, byName]) {
    const refused = await chatstack("up", environment, "--yes");
    endedWith(2, refused);
    isRefused(refused, own, foreign);
    expect(refused.stderr).toContain(`at ${other.host}`);
  }
  for (const [command, ...words] of [["destroy", "--yes"], ["verify"], ["drill", "kill"]]) {
    const refused = await chatstack(command ?? "", byUse, ...words);
    endedWith(2, refused);
    isRefused(refused, own, foreign);
  }
  for (const operation of ["up", "verify", "destroy"]) {
    const words = ["tenants", operation, stack.name, ...(operation === "verify" ? [] : ["--yes"])];
    const refused = await project.chatstack([...words, "--json"], byUse);
    endedWith(1, refused);
    isRefused(refused, own, foreign);
  }
  expect(await onOther()).toBe("");
  expect(await containerIds(stack.name)).toEqual(ids);
});

shown("so does bare pulumi, also where only the Docker client means another one", async () => {
  const words = ["up", "--yes", "--skip-preview", "--stack", stack.name];
  const refused = await project.pulumi(words, { DOCKER_HOST: other.host });
  isRefused(refused, await idOf(), await idOf(other.host));
  const unclear = await project.pulumi(words, { DOCKER_CONFIG: folder });
  expect(unclear.code).not.toBe(0);
  expect(unclear.stdout + unclear.stderr).toContain(`set DOCKER_HOST=${other.host} and unset DOCKER_CONTEXT`);
  noStackTrace(unclear.stdout + unclear.stderr);
  expect(await onOther()).toBe("");
  expect(await containerIds(stack.name)).toEqual(ids);
});

shown(
  "moved on purpose: all of it is there, the old containers run on, and it is said how to remove them",
  async () => {
    // Both are on this machine, and the old container keeps its port; what the other one publishes is not reached from here.
    stack.edit(({ mobileServices }) => {
      delete mobileServices.GMS.ports.default.publish;
    });
    const moved = await chatstack("up", { DOCKER_CONFIG: folder }, "--yes", "--move-daemon");
    endedWith(0, moved);
    const count = Object.keys(ids).length;
    expect(moved.stderr).toContain(`Its ${count} containers there keep running`);
    expect(moved.stderr).toContain("docker --host unix:///var/run/docker.sock rm --force");
    expect((await onOther()).split("\n").filter(Boolean)).toHaveLength(6);
    expect(await containerIds(stack.name)).toEqual(ids);
    expect((await outputs()).daemon).toEqual({ id: await idOf(other.host), endpoint: other.host });
    isRefused(await chatstack("up"), await idOf(other.host), await idOf());
  },
);

shown("another spelling of the same daemon is that daemon", async () => {
  const link = join(folder, "same.sock");
  symlinkSync(other.host.replace("unix://", ""), link);
  const again = await chatstack("up", { DOCKER_HOST: `unix://${link}` });
  endedWith(0, again);
  expect(again.stderr).toContain("Nothing to change");
});

shown("a daemon that was installed again at the same place is another one", async () => {
  const before = await idOf(other.host);
  await other.forgetId();
  const environment = { DOCKER_HOST: other.host };
  const refused = await chatstack("up", environment);
  isRefused(refused, before, await idOf(other.host));
});

shown("a daemon that is gone can be given up", async () => {
  const lost = await idOf(other.host);
  await other.kill();
  const refused = await chatstack("destroy", {}, "--yes");
  expect(refused.code).toBe(2);
  expect(refused.stderr).toContain(other.host);
  const given = await chatstack("destroy", {}, "--yes", "--forget-daemon");
  endedWith(0, given);
  expect(given.stderr).toContain("It does not answer now");
  expect(lost).not.toBe("");
  expect(await outputs()).toEqual({});
  expect(await containerIds(stack.name)).toEqual(ids);
});

import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { converse } from "../operations/chat/conversation";
import { LocalState } from "../engine/state";
import { docker, inspectContainers, stackObjects } from "./support/docker-objects";
import { endedWith } from "./support/messages";
import { ProjectCopy } from "./support/project-copy";
import type { Running } from "./support/process";
import { TestStack } from "./support/test-stack";
import { until } from "./support/until";

/* Runs of `up` that are interrupted; the next one continues by itself. */
jest.setTimeout(300_000);

let project: ProjectCopy;

beforeAll(async () => {
  project = await ProjectCopy.make();
});

afterAll(() => project?.remove());

/** Waits until a run has made its first container: it makes the others within seconds. */
async function inTheMiddle(stack: TestStack, running: Running): Promise<void> {
  await until(`the run is in the middle of its work; it said:\n${running.said()}`, 60, async () => {
    const { containers } = await stackObjects(stack.name);
    return containers.length >= 1 || undefined;
  });
}

async function continuesByItself(stack: TestStack): Promise<string> {
  const resumed = await project.chatstack(["up", "--stack", stack.name]);
  endedWith(0, resumed);
  await stack.allHealthy(6);
  // On a machine that is busy with other tests a first try may come to nothing, as a customer's may.
  await until("a conversation works", 60, async () => {
    const { failure } = await converse({ url: stack.url, messages: ["Hello."] });
    return failure === undefined || undefined;
  });
  await stack.succeed("up", "--refresh", "--yes", "--skip-preview", "--expect-no-changes");
  return resumed.stderr;
}

/** Has a container be as the provider leaves it if the daemon is killed before it is connected: created, in Docker's default network. */
async function unfinished(stack: TestStack, name: string): Promise<[was: string, now: string]> {
  const found = (await inspectContainers(stack.name)).find(({ Name }) => Name === `/${name}`);
  if (!found) throw new Error(`there is no ${name}`);
  await docker("rm", "--force", found.Id);
  const labels = Object.entries(found.Config.Labels).flatMap((each) => ["--label", each.join("=")]);
  return [found.Id, (await docker("create", "--name", name, ...labels, found.Config.Image)).trim()];
}

/** A stack's state, in one of the copy's folders. */
function at({ name }: TestStack, folder = "state"): LocalState {
  const state = LocalState.at(`file://${join(project.folder, folder)}`, "genesys-chat", name);
  if (!state) throw new Error("a test's state is a folder");
  return state;
}

/** A stack of six processes: enough for a middle. */
const small = () =>
  TestStack.from(project, "acme", { "request-chat-poll-url": "http://ors.example/x.scxml" });

describe("an up that is killed in the middle", () => {
  let stack: TestStack;
  let running: Running;

  beforeAll(async () => {
    stack = await small();
    running = project.startChatstack(["up", "--stack", stack.name]);
    await inTheMiddle(stack, running);
  });

  test("while it runs, a second one says who is at work, and leaves it alone", async () => {
    const second = await project.chatstack(["up", "--stack", stack.name]);
    endedWith(2, second);
    expect(second.stdout).toBe("");
    expect(second.stderr).toMatch(/is locked by .*process \d+/);
  });

  test("after its SIGKILL, bare pulumi says that it is locked, and without the lock which command to type", async () => {
    // Between two operations of the engine none would be cut short.
    await until("an operation is under way", 60, () =>
      Promise.resolve((at(stack).read()?.pending.length ?? 0) > 0 || undefined),
    );
    running.signalAll("SIGKILL");
    expect((await running.ended).signal).toBe("SIGKILL");
    const locked = await stack.pulumi("up", "--yes", "--skip-preview");
    expect(locked.code).not.toBe(0);
    expect(locked.stdout + locked.stderr).toMatch(/the stack is currently locked by 1 lock\(s\)/);
    const unlocked = join(project.folder, "unlocked");
    cpSync(join(project.folder, "state"), unlocked, { recursive: true });
    rmSync(join(unlocked, ".pulumi", "locks"), { recursive: true });
    const words = ["preview", "--stack", stack.name];
    const preview = await project.pulumi(words, { PULUMI_BACKEND_URL: `file://${unlocked}` });
    expect(preview.stdout + preview.stderr).toMatch(
      new RegExp(`cut short in \\d+ operation\\(s\\). Run "./chatstack up --stack ${stack.name}" instead`),
    );
  });

  test("the next one reports what it repairs, and continues", async () => {
    const said = await continuesByItself(stack);
    expect(said).toMatch(/was killed: its lock is removed/);
  });

  test("what the state does not know of its own runs is created again, and so is what was created and not connected or started", async () => {
    const before = await stackObjects(stack.name);
    const resources = at(stack).read()?.resources ?? [];
    // Two processes and a carrier.
    const urns = resources
      .filter(({ urn }) => /Container::(GMS|WebAPI|WebAPI-carrier)$/.test(urn))
      .map(({ urn }) => urn)
      // What depends on others goes first.
      .reverse();
    expect(urns).toHaveLength(3);
    for (const urn of urns) await stack.succeed("state", "delete", urn, "--force", "--yes");
    const name = stack.container("interactionserver");
    const [was, now] = await unfinished(stack, name);
    const file = at(stack).file ?? "";
    writeFileSync(file, readFileSync(file, "utf8").replaceAll(was, now));
    const said = await continuesByItself(stack);
    expect(said.match(/Removing .*, which that run made and could not write down/g)).toHaveLength(3);
    expect(said).toContain(`Removing ${name}, which an earlier run created and did not finish`);
    const after = await stackObjects(stack.name);
    expect(after.networks).toEqual(before.networks);
    expect(after.volumes).toEqual(before.volumes);
    expect(after.containers).not.toContain(now);
    expect(after.containers.filter((id) => !before.containers.includes(id))).toHaveLength(4);
  });

  test.each([
    ["holds nothing", () => mkdirSync(join(project.folder, "another"))],
    [
      "holds what another run made",
      () => {
        cpSync(join(project.folder, "state"), join(project.folder, "another"), { recursive: true });
        const file = at(stack, "another").file ?? "";
        writeFileSync(file, readFileSync(file, "utf8").replaceAll(/"[0-9a-f]{64}"/g, '"of another"'));
      },
    ],
  ])("with a state that %s, what runs is another's: it is named and not touched", async (_, prepare) => {
    prepare();
    const before = await stackObjects(stack.name);
    const another = { PULUMI_BACKEND_URL: `file://${join(project.folder, "another")}` };
    const run = (...words: string[]) => project.chatstack([...words, "--stack", stack.name], another);
    for (const command of [["up"], ["destroy", "--yes"]]) {
      const refused = await run(...command);
      endedWith(2, refused);
      expect(refused.stderr).toMatch(
        /runs on this daemon .*, and the state in use \(file:.*\) has no record of it/,
      );
      expect(refused.stderr).toMatch(/set PULUMI_BACKEND_URL to the state that made it/);
      expect(refused.stderr).not.toMatch(/destroy|docker rm/);
    }
    const verified = await run("verify", "--json");
    endedWith(1, verified);
    const { findings } = JSON.parse(verified.stdout) as { findings: { check: string; message: string }[] };
    expect(findings).toEqual([expect.objectContaining({ check: "state" })]);
    const removed = await project.chatstack(["tenants", "remove", stack.name, "--yes"], another);
    endedWith(2, removed);
    expect(removed.stderr).toMatch(/has no record of it: set PULUMI_BACKEND_URL to/);
    expect(existsSync(project.stackFile(stack.name))).toBe(true);
    rmSync(join(project.folder, "another"), { recursive: true });
    expect(await stackObjects(stack.name)).toEqual(before);
  });

  test("only a flag removes what another state made, and its data stays", async () => {
    const data = (await stackObjects(stack.name)).volumes.filter((name) => name.endsWith("_data"));
    expect(data.length).toBeGreaterThan(0);
    const another = { PULUMI_BACKEND_URL: `file://${join(project.folder, "another")}` };
    mkdirSync(join(project.folder, "another"));
    const words = ["destroy", "--foreign", "--yes", "--stack", stack.name];
    const removed = await project.chatstack(words, another);
    endedWith(0, removed);
    expect(removed.stderr).toMatch(/^Kept, with the data in/m);
    const after = await stackObjects(stack.name);
    expect([after.containers, after.networks]).toEqual([[], []]);
    expect(after.volumes).toEqual(expect.arrayContaining([expect.stringMatching(/contactserver_data$/)]));
    // The state that made it all brings it up again, with the transcripts that were stored.
    await continuesByItself(stack);
  });
});

test("Ctrl-C in the middle of up: it ends by itself with one message, and the next one continues", async () => {
  const stack = await small();
  const running = project.startChatstack(["up", "--stack", stack.name]);
  await inTheMiddle(stack, running);
  // A terminal sends it to everything in its foreground.
  running.signalAll("SIGINT");
  const interrupted = await running.ended;
  endedWith(2, interrupted);
  expect(interrupted.stderr).toContain(`./chatstack up --stack ${stack.name}`);
  await continuesByItself(stack);
});

import { converse } from "../operations/chat";
import { stackObjects } from "./support/docker-objects";
import { endedWith } from "./support/messages";
import { ProjectCopy } from "./support/project-copy";
import type { Running } from "./support/process";
import { TestStack } from "./support/test-stack";
import { until } from "./support/until";

/* Runs of `up` that are cut short; the next one goes on by itself. */
jest.setTimeout(180_000);

let project: ProjectCopy;

beforeAll(async () => {
  project = await ProjectCopy.make();
});

afterAll(() => project?.remove());

/** Waits until a run has made some containers and not all of them. */
async function inTheMiddle(stack: TestStack, running: Running): Promise<void> {
  await until(`the run is in the middle of its work; it said:\n${running.said()}`, 60, async () => {
    const { containers } = await stackObjects(stack.name);
    return containers.length >= 4 || undefined;
  });
}

async function goesOnByItself(stack: TestStack): Promise<string> {
  const resumed = await project.chatstack(["up", "--stack", stack.name]);
  endedWith(0, resumed);
  expect(Object.values(await stack.states())).toEqual(Array(6).fill("running healthy"));
  expect((await converse({ url: stack.url, messages: ["Hello."] })).failure).toBeUndefined();
  await stack.succeed("up", "--refresh", "--yes", "--skip-preview", "--expect-no-changes");
  return resumed.stderr;
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

  test("after its SIGKILL, the next one says what it puts right, and goes on", async () => {
    running.signalAll("SIGKILL");
    expect((await running.ended).signal).toBe("SIGKILL");
    const said = await goesOnByItself(stack);
    expect(said).toMatch(/was killed: its lock is removed/);
  });
});

test("Ctrl-C in the middle of up: it ends by itself with one message, and the next one goes on", async () => {
  const stack = await small();
  const running = project.startChatstack(["up", "--stack", stack.name]);
  await inTheMiddle(stack, running);
  // A terminal sends it to everything in its foreground.
  running.signalAll("SIGINT");
  const interrupted = await running.ended;
  endedWith(2, interrupted);
  expect(interrupted.stderr).toContain(`./chatstack up --stack ${stack.name}`);
  await goesOnByItself(stack);
});

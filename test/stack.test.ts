import { announcedAgent } from "../system/announcement";
import { deploymentOf } from "../model/fixtures/single";
import { applicationFile } from "../render";
import { keyedHash } from "../operations/keyed-hash";
import { converse } from "../operations/chat/conversation";
import { Customers } from "../operations/drill/customers";
import { containerIds, labelsOf, processIds, stackObjects } from "./support/docker-objects";
import { keyOf, status } from "./support/members";
import { endedWith } from "./support/messages";
import { ProjectCopy } from "./support/project-copy";
import { runId, runLabel } from "./support/test-run";
import { TestStack } from "./support/test-stack";
import { until } from "./support/until";

/* The deployment guide's page on the real engine and the real daemon; the tests are one stack's life, in order. */
jest.setTimeout(180_000);

let project: ProjectCopy;
let stack: TestStack;

beforeAll(async () => {
  project = await ProjectCopy.make();
  stack = await TestStack.from(project, "dev");
});

afterAll(() => project?.remove());

const messages = ["Hello, I have a question.", "It is about my order.", "Thank you, that is all."];

/** What `/status` is to say once everything that is declared is in force, by host name. */
function declared(): { host: string; valuesHash: string }[] {
  const deployment = deploymentOf(stack.definition);
  return deployment.applications.map((application) => ({
    host: application.serverInfo.host,
    valuesHash: applicationFile(deployment, application).valuesHash,
  }));
}

async function inForce(): Promise<void> {
  await until("every process has in force what is declared", 60, async () => {
    const key = await keyOf(stack);
    const checks = declared().map(async ({ host, valuesHash }) => {
      const now = await status(stack, host);
      return now?.inForce === keyedHash(key, valuesHash) && now.restartPending.length === 0;
    });
    return (await Promise.all(checks)).every(Boolean) || undefined;
  });
}

const chatServers = ["chatserver1", "chatserver1-b", "chatserver2", "chatserver2-b"];

/** The names of the processes whose containers are others than before, by host name. */
async function replacedSince(before: Readonly<Record<string, string>>): Promise<string[]> {
  const now = await processIds(stack.name);
  const prefix = stack.container("");
  return Object.keys(now)
    .filter((name) => now[name] !== before[name])
    .map((name) => name.slice(prefix.length))
    .sort();
}

test("comes up from nothing with one command, which ends with where GMS is", async () => {
  const up = await project.chatstack(["up", "--stack", stack.name]);
  endedWith(0, up);
  expect(up.stdout.trim().split("\n").at(-1)).toBe(`GMS: ${stack.url}`);
  const states = await stack.states();
  expect(Object.values(states)).toEqual(Array(9).fill("running healthy"));
});

test("everything that was made carries the label of this run of the tests", async () => {
  const { containers, networks, volumes } = await stackObjects(stack.name);
  const made = [...(await labelsOf("container", containers)), ...(await labelsOf("network", networks))];
  const all = [...made, ...(await labelsOf("volume", volumes))];
  expect(all.length).toBeGreaterThan(25);
  for (const labels of all) expect(labels).toMatchObject({ [runLabel]: runId });
});

test("every process has in force what is declared", () => inForce());

test("a conversation goes both ways, every position once and in order", async () => {
  const conversation = await converse({ url: stack.url, messages });
  expect(conversation.failure).toBeUndefined();
  expect(conversation.fromCustomer).toBe(3);
  expect(conversation.fromAgent).toBeGreaterThanOrEqual(3);
  expect(conversation.transcript.map(({ position }) => position)).toEqual(
    conversation.transcript.map((_, index) => index + 1),
  );
});

test.each(["up", "up --refresh"])("a second %s changes nothing", async (words) => {
  const before = await containerIds(stack.name);
  await stack.succeed(...words.split(" "), "--yes", "--skip-preview", "--expect-no-changes");
  expect(await containerIds(stack.name)).toEqual(before);
});

test("a preview shows an option's old and new value on the first screen", async () => {
  stack.edit(({ chatServers: { ChatServer1 } }) => {
    ChatServer1.options.settings["transcript-auto-save"] = 1;
  });
  const { stdout } = await stack.succeed("preview", "--diff");
  const screen = stdout.split("\n").slice(0, 24);
  expect(screen.filter((line) => /transcript-auto-save.*"2" => "1"/.test(line))).toHaveLength(1);
});

test("an option that takes effect immediately replaces no process, and is in force at once on both members", async () => {
  const before = await processIds(stack.name);
  await stack.up();
  expect(await replacedSince(before)).toEqual([]);
  await inForce();
});

test("two changes in a row that restart the Chat Servers cost no customer a message", async () => {
  const customers = await Customers.start({
    urls: [stack.url],
    conversations: 10,
    messagesPerSecond: 10,
    atMostSeconds: 120,
  });
  for (const seconds of [31, 32]) {
    const before = await processIds(stack.name);
    stack.edit(({ chatServers: servers }) => {
      for (const server of [servers.ChatServer1, servers.ChatServer2]) {
        server.options.settings["session-shutdown-timeout"] = seconds;
      }
    });
    const said = customers.acknowledged;
    await stack.up();
    expect(await replacedSince(before)).toEqual(chatServers);
    expect(customers.acknowledged).toBeGreaterThan(said);
  }
  const result = await customers.stop();
  expect(result).toMatchObject({ lost: 0, duplicated: 0, outOfOrder: 0, restarted: 0 });
  expect(result.acknowledged).toBeGreaterThan(50);
  await inForce();
});

test("an update limited to what its preview announced leaves nothing to change", async () => {
  const words = ["up", "--stack", stack.name, "--yes"];
  stack.edit(({ chatServers: { ChatServer1, ChatServer2 }, mobileServices: { GMS } }) => {
    ChatServer1.options.settings["transcript-auto-save"] = 2;
    ChatServer2.options.settings["transcript-auto-save"] = 1;
    GMS.options.chat.chat_session_request_timeout = 31000;
  });
  const before = await processIds(stack.name);
  const up = await project.chatstack(words);
  endedWith(0, up);
  expect(up.stdout).toMatch(/\b3 updated/);
  expect(await replacedSince(before)).toEqual(["gms"]);
  await inForce();
  const history = JSON.parse((await stack.succeed("stack", "history", "--json")).stdout) as {
    environment: Record<string, string>;
  }[];
  const limited = history.filter(({ environment }) => "pulumi.flag.target" in environment);
  expect(limited.map(({ environment }) => environment["exec.agent"])).toEqual([announcedAgent]);
  const again = await project.chatstack(words);
  expect(again.stdout + again.stderr).toContain("Nothing to change");
  expect(again.stdout + again.stderr).not.toContain("Updating");
  await stack.succeed("up", "--refresh", "--yes", "--skip-preview", "--expect-no-changes");
});

test("destroy leaves nothing", async () => {
  const { volumes } = await stackObjects(stack.name);
  const run = await project.chatstack(["destroy", "--stack", stack.name, "--yes"]);
  endedWith(0, run);
  expect(await stackObjects(stack.name)).toEqual({ containers: [], networks: [], volumes: [] });
  // The provider waits two seconds after each volume: all but the key's, which is shared, are begun before the first has ended.
  const [begun = ""] = run.stdout.split(/Volume \S+ deleted/);
  expect(begun.match(/Volume \S+ deleting/g)).toHaveLength(volumes.length - 1);
});
